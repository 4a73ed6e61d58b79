"""Every mutant of `mock` is found over real HTTP, under one of the clauses that it breaks."""

import concurrent.futures
import unittest

from e2e_support import listing, mock, report_of_run, unless_unchanged


def only(prefixes):
    return [word for prefix in prefixes for word in ("--only", prefix)]


def survives(name, clauses):
    """Returns why `name` was not found, or None."""
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


class Mutants(unittest.TestCase):

    def test_every_mutant_is_found(self):
        with unless_unchanged("mutants_test", __file__) as needed:
            if not needed:
                return
            _, mutants = listing()
            self.assertGreaterEqual(len(mutants), 30)
            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                results = pool.map(lambda item: survives(*item), mutants.items())
            self.assertEqual([result for result in results if result], [])


if __name__ == "__main__":
    unittest.main()
