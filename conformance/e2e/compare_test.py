"""Reports of real runs side by side: a right server, and the same with a bug."""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

import fidelity
import openapi_of_model
from e2e_support import BINARY, SOON, mock, run

QUICK = ("--phase", "directed", "--shrink-requests", "0", "--min-coverage", "0", *SOON)
NAN = ("--only", "value.double.nan")
DOUBLES = ("--only", "value.double.nan", "--only", "value.double.exact", "--only", "values.empty")


class Compared(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.held = tempfile.TemporaryDirectory()
        cls.folder = cls.held.name
        with mock() as right:
            cls.run_to("right.json", right, *DOUBLES)
        with mock("--mutant", "nan-stored-as-zero", "--policy", "values.empty=rejected-request") as wrong:
            cls.run_to("wrong.json", wrong, *DOUBLES)
            cls.run_to("narrow.json", wrong, *NAN)

    @classmethod
    def tearDownClass(cls):
        cls.held.cleanup()

    @classmethod
    def run_to(cls, name, target, *selection):
        run("run", "--target", target, "--quiet", *QUICK, *selection, "--report",
            f"json={os.path.join(cls.folder, name)}")

    def compare(self, *arguments, columns="80"):
        return subprocess.run([BINARY, "compare", *arguments], capture_output=True, text=True, timeout=60,
                              check=False, cwd=self.folder, env={**os.environ, "COLUMNS": columns})

    def read(self, name):
        return (pathlib.Path(self.folder) / name).read_text()

    def test_tells_where_two_targets_differ(self):
        done = self.compare("a=right.json", "b=wrong.json", "--json", "c.json", "--html", "c.html", "--markdown",
                            "c.md", "--badge", "b.svg")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r"value\.double\.nan +PASS +FAIL")
        self.assertRegex(done.stdout, r"rejected-request: b")
        self.assertTrue(all(len(line) <= 80 for line in done.stdout.splitlines()), done.stdout)
        compared = json.loads(self.read("c.json"))
        self.assertEqual([column["name"] for column in compared["columns"]], ["a", "b"])
        self.assertEqual([cause["clause"] for cause in compared["causes"]], ["value.double.nan"])
        for column in compared["columns"]:
            score = column["score"]
            self.assertLessEqual(score["holds"], score["exercised"])
            self.assertLessEqual(score["exercised"], score["clauses"])
        score = compared["columns"][1]["score"]
        self.assertIn(f">{score['holds']} of {score['exercised']}<", self.read("b.svg"))
        self.assertIn("value.double.nan", self.read("c.html"))
        self.assertIn("| value.double.nan | PASS | FAIL |", self.read("c.md"))

    def test_other_selections_are_compared_on_what_both_exercised(self):
        done = self.compare("right.json", "narrow.json")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("note narrow says nothing of", done.stdout)
        self.assertNotIn("values.empty  ", done.stdout)

    def test_only_new_causes_fail(self):
        fails = self.compare("wrong.json", "--baseline", "right.json", "--fail-on", "new")
        self.assertEqual(fails.returncode, 1, fails.stdout + fails.stderr)
        self.assertIn("wrong: 1 new, 0 fixed, 0 unchanged, 0 unsettled", fails.stdout)
        same = self.compare("wrong.json", "--baseline", "before=wrong.json", "--fail-on", "new")
        self.assertEqual(same.returncode, 0, same.stdout + same.stderr)
        self.assertIn("0 new, 0 fixed, 1 unchanged", same.stdout)
        fixed = self.compare("right.json", "--baseline", "wrong.json", "--fail-on", "new")
        self.assertEqual(fixed.returncode, 0, fixed.stdout + fixed.stderr)
        self.assertIn("0 new, 1 fixed", fixed.stdout)

    def test_a_run_without_an_end_passes_no_gate(self):
        cut = json.loads(self.read("right.json"))
        cut.update({"interrupted": True, "verdict": "INCOMPLETE", "exit_code": 4, "message": "interrupted"})
        (pathlib.Path(self.folder) / "cut.json").write_text(json.dumps(cut))
        self.assertEqual(self.compare("cut.json", "--baseline", "right.json").returncode, 0)
        done = self.compare("cut.json", "--baseline", "right.json", "--fail-on", "new")
        self.assertEqual(done.returncode, 4, done.stdout)
        self.assertIn("cut is INCOMPLETE: interrupted", done.stdout)

    def test_trend_follows_the_dates(self):
        for name, date in (("right.json", "2026-02-02T00:00:00Z"), ("wrong.json", "2026-01-01T00:00:00Z")):
            report = json.loads(self.read(name))
            report["date"] = date
            (pathlib.Path(self.folder) / f"dated-{name}").write_text(json.dumps(report))
        done = self.compare("dated-right.json", "dated-wrong.json", "--trend", "--json", "t.json")
        self.assertEqual(done.returncode, 0, done.stderr)
        trend = json.loads(self.read("t.json"))["trend"]
        self.assertEqual([(point["name"], point["causes"]) for point in trend], [("dated-wrong", 1), ("dated-right", 0)])

    def test_a_double_chooses_and_fails_like_its_original(self):
        wrong = os.path.join(self.folder, "wrong.json")
        told = []
        for arguments in (("--with-causes",), (), ("--policy", "values.empty=rejected-entry")):
            with mock("--like", wrong, *arguments) as double:
                self.run_to("double.json", double, *DOUBLES)
            report = json.loads(self.read("double.json"))
            clauses = {clause["id"]: clause["alternative"] for clause in report["clauses"]}
            told.append((clauses["values.empty"], [cause["mutant"] for cause in report["causes"]]))
        self.assertEqual(told, [("rejected-request", ["nan-stored-as-zero"]), ("rejected-request", []),
                                ("rejected-entry", [])])
        for arguments, words in (((("--like", "absent.json"), "absent.json: cannot be read")),
                                 (("--with-causes",), "--like"),
                                 (("--like", wrong, "--preset", "aws-like"), "--preset")):
            done = run("mock", "--port", "0", *arguments)
            self.assertEqual(done.returncode, 2, done.stdout)
            self.assertIn(words, done.stderr)

    def test_refuses_what_it_cannot_read_or_write(self):
        newer = json.loads(self.read("right.json"))
        newer["schema_version"] = 99
        (pathlib.Path(self.folder) / "newer.json").write_text(json.dumps(newer))
        for arguments, words in (
                (("newer.json",), "newer.json: not a report.json: /schema_version has to be 2 to"),
                (("absent.json",), "absent.json: cannot be read"),
                (("right.json", "--html", "x", "--json", "./x"), "two reports go to"),
                (("right.json", "--json", "right.json"), "is a file that is read"),
                (("right.json", "--html", "/proc/none/x"), "cannot be written"),
                (("right.json", "--fail-on", "new"), "--baseline"),
                ((), "reports")):
            done = self.compare(*arguments)
            self.assertEqual(done.returncode, 2, (arguments, done.stdout))
            self.assertIn(words, done.stderr)
            self.assertEqual(len(done.stderr.splitlines()), 1)


class Fidelity(unittest.TestCase):

    def test_a_service_model_becomes_a_document_whose_references_lead_somewhere(self):
        document = openapi_of_model.document_of(openapi_of_model.installed_model())
        self.assertEqual(set(document["paths"]), {"/properties", "/properties/latest", "/properties/history", "/properties/batch/latest",
                                                  "/properties/batch/history"})
        schemas = document["components"]["schemas"]
        named = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(document)))
        self.assertLessEqual(named, set(schemas))
        self.assertEqual(schemas["PutAssetPropertyValueEntry"]["required"], ["entryId", "propertyValues"])
        self.assertEqual(document["paths"]["/properties"]["post"]["requestBody"]["content"]["application/json"]["schema"],
                         {"$ref": "#/components/schemas/BatchPutAssetPropertyValueRequest"})

    def test_the_page_says_what_never_ran(self):
        tested = [{"name": "a", "what": "one", "date": "2026-11-30T10:00:00Z", "untested": ""},
                  {"name": "b", "what": "other", "date": "2026-11-30T11:00:00Z", "untested": "it does not answer"}]
        page = fidelity.page_of(tested, ["c: not there"], "## Conformance compared\n", "0.1.0")
        for words in ("happened on 2026-11-30, by", "AWS itself never ran", "- b: it does not answer\n", "- c: not there\n"):
            self.assertIn(words, page)
        self.assertNotIn("Left out", fidelity.page_of(tested, [], "", "0.1.0"))


if __name__ == "__main__":
    unittest.main()
