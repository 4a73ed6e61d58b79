"""The commands `spec show`, `spec check` and `spec page` as a user meets them."""

import gzip
import json
import os
import pathlib
import tempfile
import unittest

import botocore

from e2e_support import run


def model_of_botocore():
    """Returns the service model that Debian's botocore ships, packed or not."""
    folder = pathlib.Path(botocore.__file__).parent / "data" / "iotsitewise" / "2019-12-02"
    packed = folder / "service-2.json.gz"
    if packed.exists():
        return json.loads(gzip.decompress(packed.read_bytes()))
    return json.loads((folder / "service-2.json").read_text())


def check(model):
    """Runs `spec check` on `model` (JSON, or text as it is). Returns the finished process."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "service-2.json")
        text = model if isinstance(model, str) else json.dumps(model)
        pathlib.Path(path).write_text(text)
        return run("spec", "check", "--service-model", path)


class ServiceModel(unittest.TestCase):

    def setUp(self):
        self.model = model_of_botocore()

    def test_a_model_of_earlier_years_names_what_it_lacks(self):
        done = check(self.model)
        lines = done.stdout.splitlines()
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("Variant.nullValue: ours a member, theirs absent", lines)
        self.assertIn("BatchPutAssetPropertyValueRequest.enablePartialEntryProcessing: "
                      "ours a member, theirs absent", lines)
        self.assertEqual(lines[-1], f"{len(lines) - 1} differences")
        self.assertLess(len(lines), 10, done.stdout)

    def test_the_model_with_what_came_later_has_no_drift(self):
        shapes = self.model["shapes"]
        shapes["Variant"]["members"]["nullValue"] = {"shape": "Null"}
        shapes["Null"] = {"type": "structure", "required": ["valueType"],
                          "members": {"valueType": {"shape": "Letter"}}}
        shapes["Letter"] = {"type": "string", "enum": ["D", "B", "S", "I", "U"]}
        shapes["BatchPutAssetPropertyValueRequest"]["members"]["enablePartialEntryProcessing"] = {
            "shape": "Flag"}
        shapes["Flag"] = {"type": "boolean"}
        shapes["ID"]["pattern"] = ("^(?!00000000-0000-0000-0000-000000000000)[0-9a-f]{8}-[0-9a-f]{4}-"
                                   "[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
        shapes["Count"] = {"type": "integer", "min": 1}
        shapes["GetAssetPropertyValueHistoryRequest"]["members"]["maxResults"]["shape"] = "Count"
        done = check(self.model)
        self.assertEqual(done.stdout, "0 differences\n")
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_what_is_no_service_model_is_one_line(self):
        for text in ("", "{", "[]", '{"operations": {}}', "\0", "<html>"):
            done = check(text)
            self.assertEqual(done.returncode, 2, text)
            self.assertEqual(len(done.stderr.strip().splitlines()), 1, done.stderr)
            self.assertIn("service-2.json: it is no", done.stderr)
        done = run("spec", "check", "--service-model", "/nonexistent")
        self.assertEqual(done.returncode, 2)
        self.assertIn("/nonexistent: cannot be read", done.stderr)


class Show(unittest.TestCase):

    def test_a_fact_is_one_line_and_its_clauses(self):
        done = run("spec", "show", "F113")
        self.assertEqual(done.returncode, 0, done.stderr)
        fact, clauses = done.stdout.splitlines()
        self.assertRegex(fact, r"^F113 \(documented; .+\): .*7 days past to 10 minutes ahead")
        self.assertIn("time.window.past", clauses)

    def test_a_fact_that_no_clause_tests_says_so(self):
        done = run("spec", "show", "F2")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("clauses: none; docs/not-tested.md", done.stdout)

    def test_a_clause_shows_its_facts_and_sources(self):
        done = run("spec", "show", "time.window.past")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("  fact:    F113 (documented; ", done.stdout)
        self.assertIn("  fact:    U10 (open; ", done.stdout)
        self.assertIn("  source:  ", done.stdout)

    def test_what_does_not_exist_is_one_line(self):
        for name, complaint in (("F999", "no statement has the number 'F999'; they go up to F"),
                                ("F97", "no statement has the number 'F97'"),
                                ("U0", "no statement has the number 'U0'"),
                                ("no.such", "there is no clause 'no.such'")):
            done = run("spec", "show", name)
            self.assertEqual(done.returncode, 2, name)
            self.assertEqual(done.stdout, "")
            self.assertEqual(len(done.stderr.strip().splitlines()), 1, done.stderr)
            self.assertIn(complaint, done.stderr)


class Page(unittest.TestCase):

    def test_the_command_prints_the_committed_page(self):
        committed = pathlib.Path(__file__).resolve().parents[2] / "docs" / "clauses.md"
        self.assertTrue(run("spec", "page").stdout == committed.read_text(),
                        "renew it: build/release/sitewise-conformance spec page >docs/clauses.md")


if __name__ == "__main__":
    unittest.main()
