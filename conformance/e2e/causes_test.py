"""Causes as a user meets them: one bug is one cause, on the console and in every report."""

import json
import os
import pathlib
import tempfile
import unittest
import xml.etree.ElementTree

from e2e_support import SOON, mock, run
from odd_server import odd_server

# What is quickly tested and enough to tell the bugs apart.
QUICK = ("--phase", "directed", "--shrink-requests", "20", *SOON)
TWO_BUGS = ("--mutant", "nan-stored-as-zero", "--mutant", "first-write-wins")
THEIR_CLAUSES = ("--only", "value.double", "--only", "duplicate")


class Told:
    """What a run told: the finished process, the JSON report, the JUnit report, the ids of the case files."""

    def __init__(self, target, *arguments):
        with tempfile.TemporaryDirectory() as folder:
            report, junit = os.path.join(folder, "r.json"), os.path.join(folder, "r.xml")
            self.done = run("run", "--target", target, *QUICK, "--report", f"json={report}", "--report",
                            f"junit={junit}", *arguments)
            self.report = json.loads(pathlib.Path(report).read_text())
            self.suites = xml.etree.ElementTree.parse(junit).getroot()
        self.causes = self.report["causes"]
        self.last_line = self.done.stdout.strip().splitlines()[-1]

    def junit(self, kind):
        """Returns {clause: message} of the test cases that have a child `kind`."""
        found = {}
        for case in self.suites.iter("testcase"):
            for child in case.findall(kind):
                found[case.get("name")] = child.get("message")
        return found


class Causes(unittest.TestCase):

    def test_two_bugs_are_two_causes_everywhere(self):
        with mock(*TWO_BUGS) as target:
            told = Told(target, *THEIR_CLAUSES)
        self.assertEqual(told.done.returncode, 1, told.done.stdout + told.done.stderr)
        self.assertEqual({cause["mutant"] for cause in told.causes}, {"nan-stored-as-zero", "first-write-wins"})
        self.assertEqual({cause["clause"] for cause in told.causes}, {"value.double.nan", "duplicate.same-quality"})
        places = []
        for cause in told.causes:
            self.assertTrue(cause["named"])
            self.assertEqual(cause["clauses"][0], cause["clause"])
            self.assertGreater(cause["cases"], 1)
            self.assertIn(f"behaves like `{cause['mutant']}`", cause["diagnosis"])
            self.assertIn(cause["headline"], told.done.stdout)
            places += cause["findings"]
        self.assertEqual(sorted(places), list(range(len(told.report["findings"]))))
        self.assertRegex(told.last_line, r"^DEVIATES: 2 causes, [0-9]+ clauses")
        self.assertEqual(told.done.stdout.count("  cause  "), 2)
        failures = told.junit("failure")
        self.assertEqual(set(failures), {cause["clause"] for cause in told.causes})
        self.assertEqual(told.suites.get("failures"), "2")
        follows = [clause for clause, message in told.junit("skipped").items() if message.startswith("follows from ")]
        others = {clause for cause in told.causes for clause in cause["clauses"][1:]}
        self.assertTrue(follows)
        self.assertLessEqual(set(follows), others)

    def test_all_shows_what_follows(self):
        with mock("--mutant", "first-write-wins") as target:
            some, every = Told(target, "--only", "duplicate"), Told(target, "--only", "duplicate", "--all")
        self.assertIn("--all shows every finding", some.done.stdout)
        self.assertNotIn("--all shows every finding", every.done.stdout)
        self.assertEqual(some.done.stdout.count("  expected "), 1)
        self.assertEqual(every.done.stdout.count("  expected "), len(every.report["findings"]))

    def test_without_diagnosis_nothing_is_named(self):
        with mock(*TWO_BUGS) as target:
            told = Told(target, *THEIR_CLAUSES, "--no-diagnosis")
        self.assertEqual(told.done.returncode, 1)
        self.assertTrue(told.causes)
        self.assertEqual({cause["mutant"] for cause in told.causes}, {""})
        self.assertEqual({cause["diagnosis"] for cause in told.causes}, {""})
        self.assertNotIn("behaves like", told.done.stdout)
        self.assertIn("value.double.nan", [clause for cause in told.causes for clause in cause["clauses"]])

    def test_fail_fast_tells_the_first_cause(self):
        with mock(*TWO_BUGS) as target:
            told = Told(target, *THEIR_CLAUSES, "--fail-fast", "--jobs", "1")
        self.assertEqual(told.done.returncode, 1)
        self.assertEqual(len(told.causes), 1, told.done.stdout)
        self.assertIn("DEVIATES: 1 cause,", told.last_line)

    def test_a_side_that_documents_dispute_is_no_bug(self):
        with mock("--policy", "value.double.contested=guide") as target:
            told = Told(target, "--only", "value.double")
        self.assertEqual(told.done.returncode, 0, told.done.stdout)
        self.assertEqual([(cause["verdict"], cause["clause"]) for cause in told.causes],
                         [("WARN", "value.double.contested")])
        self.assertTrue(told.causes[0]["headline"].startswith("Takes a side"))

    def test_what_no_seeded_bug_does_gets_no_name(self):
        with odd_server("drops emoji") as (target, _):
            told = Told(target, "--only", "robust", "--only", "value.string")
        self.assertEqual(told.done.returncode, 1, told.done.stdout + told.done.stderr)
        self.assertEqual([(cause["clause"], cause["mutant"]) for cause in told.causes], [("robust.connection", "")])
        self.assertIn("1 cause", told.last_line)


if __name__ == "__main__":
    unittest.main()
