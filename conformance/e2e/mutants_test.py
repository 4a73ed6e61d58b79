"""Every mutant is found in process, and a sample is told as one cause each; over real HTTP a few of
each area are found, under one of the clauses that they break."""

import collections
import concurrent.futures
import json
import os
import pathlib
import tempfile
import unittest

from e2e_support import listing, mock, report_of_run, run, unless_unchanged

MUTANTS_OF_AREA_MAX = 3


def only(prefixes):
    return [word for prefix in prefixes for word in ("--only", prefix)]


def some_of_each_area(mutants):
    """Returns a few mutants of each area of clauses, spread over the area: {name: clauses}."""
    areas = collections.defaultdict(list)
    for name, clauses in mutants.items():
        areas[clauses[0].split(".")[0]].append(name)
    chosen = {}
    for names in areas.values():
        step = max(1, len(names) // MUTANTS_OF_AREA_MAX)
        for name in names[::step][:MUTANTS_OF_AREA_MAX]:
            chosen[name] = mutants[name]
    return chosen


def survives(name, clauses):
    """Returns why `name` was not found over HTTP, or None."""
    with mock("--mutant", name) as target:
        # The shortest run that may do comes first: the directed cases of its clauses, then those of
        # their areas, then random cases too.
        areas = sorted({clause.split(".")[0] for clause in clauses})
        observed = set()
        for arguments in (["--cases", "0", *only(clauses)], ["--cases", "0", *only(areas)],
                          ["--phase", "directed", "--phase", "random"]):
            code, report = report_of_run(target, "--strict", "--read-deadline", "200ms",
                                         "--shrink-requests", "0", *arguments)
            observed |= {finding["clause"] for finding in report["findings"]}
            if code == 1 and observed & set(clauses):
                return None
    return f"{name}: exit {code}, found {sorted(observed)}, declared {clauses}"


class OverHttp(unittest.TestCase):

    def test_some_of_each_area_are_found_over_http(self):
        with unless_unchanged("mutants_test", __file__) as needed:
            if not needed:
                return
            _, mutants = listing()
            chosen = some_of_each_area(mutants)
            self.assertGreaterEqual(len(chosen), 30)
            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                results = pool.map(lambda item: survives(*item), chosen.items())
            self.assertEqual([result for result in results if result], [])


class InProcess(unittest.TestCase):

    def test_every_mutant_is_found_in_process(self):
        with unless_unchanged("mutants_in_process_test", __file__) as needed:
            if not needed:
                return
            _, mutants = listing()
            done = run("selftest", "--seed", "1", "--no-policies", "--cases", "0", "--declared",
                       "--quiet", timeout=300)
            self.assertEqual(done.returncode, 0, done.stdout[-4000:])
            self.assertIn(f"{len(mutants)} mutants, 0 not killed on every seed", done.stdout)


class Causes(unittest.TestCase):

    def test_a_sample_is_told_as_one_cause_each(self):
        with unless_unchanged("mutants_causes_test", __file__) as needed:
            if not needed:
                return
            with tempfile.TemporaryDirectory() as folder:
                matrix = os.path.join(folder, "matrix.json")
                for arguments in (["--every", "64", "--no-policies", "--report", f"json={matrix}"],
                                  ["--every", "190", "--withheld"], ["--pairs", "1"]):
                    done = run("selftest", "--causes", "--seed", "4", "--phase", "directed", "--phase",
                               "wire", "--quiet", *arguments, timeout=300)
                    self.assertEqual(done.returncode, 0, done.stdout[-4000:])
                    self.assertIn("SELFTEST PASSED", done.stdout)
                told = json.loads(pathlib.Path(matrix).read_text())
                self.assertTrue(told["passed"])
                self.assertEqual({mutant["killed"] for mutant in told["mutants"]}, {1})
                self.assertEqual([mutant["name"] for mutant in told["mutants"] if mutant["causes"] is None], [])


if __name__ == "__main__":
    unittest.main()
