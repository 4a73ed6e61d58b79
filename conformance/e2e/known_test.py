"""The ledger of known deviations: made from a run, held against others."""

import json
import os
import pathlib
import tempfile
import unittest

from e2e_support import SOON, mock, run

BUG = ("--mutant", "first-write-wins")
ITS_AREA = ("--only", "duplicate")
FEW = ("--cases", "10", "--shrink-requests", "0", "--quiet", *SOON)


class KnownDeviations(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.held = tempfile.TemporaryDirectory()
        cls.ledger, cls.report = (os.path.join(cls.held.name, name) for name in ("known.json", "report.json"))
        with mock(*BUG) as target:
            cls.first = run("run", "--target", target, *FEW, "--report", f"json={cls.report}")
        cls.made = run("known", "update", cls.report, "--ledger", cls.ledger)
        cls.entries = json.loads(pathlib.Path(cls.ledger).read_text())["entries"]

    @classmethod
    def tearDownClass(cls):
        cls.held.cleanup()

    def ledger_with(self, **members):
        path = os.path.join(self.held.name, f"{self.id()}.json")
        entries = [{**entry, **members} for entry in self.entries]
        pathlib.Path(path).write_text(json.dumps({"schema_version": 1, "entries": entries}))
        return path

    def test_update_writes_an_entry_and_asks_for_its_reason(self):
        self.assertEqual(self.first.returncode, 1, self.first.stdout)
        self.assertEqual(self.made.returncode, 1, self.made.stdout + self.made.stderr)
        self.assertIn("needs a reason: duplicate.same-quality", self.made.stdout)
        self.assertEqual([entry["clause"] for entry in self.entries], ["duplicate.same-quality"])
        self.assertTrue(self.entries[0]["witness"]["steps"])
        check = run("known", "check", self.report, "--ledger", self.ledger)
        self.assertEqual(check.returncode, 1, check.stdout)
        self.assertIn("it has no reason", check.stdout)

    def test_update_keeps_what_was_written(self):
        ledger = self.ledger_with(reason="by design", ticket="T-1")
        for _ in range(2):
            done = run("known", "update", self.report, "--ledger", ledger)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(done.stdout, f"1 entry in {ledger}\n")
        entry = json.loads(pathlib.Path(ledger).read_text())["entries"][0]
        self.assertEqual((entry["reason"], entry["ticket"]), ("by design", "T-1"))

    def test_a_listed_cause_fails_no_run_and_stays_visible(self):
        ledger = self.ledger_with(reason="by design", ticket="T-1")
        report, junit = (os.path.join(self.held.name, name) for name in ("again.json", "again.xml"))
        with mock(*BUG) as target:
            done = run("run", "--target", target, *FEW, *ITS_AREA, "--known", ledger, "--report", f"json={report}", "--report",
                       f"junit={junit}")
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn("KNOWN  duplicate.same-quality", done.stdout)
        self.assertRegex(done.stdout.splitlines()[-1], "^CONFORMS: .*; 1 known deviation$")
        causes = json.loads(pathlib.Path(report).read_text())["causes"]
        self.assertEqual([cause["known_deviation"] for cause in causes], ["by design (T-1)"])
        self.assertIn('message="known: by design (T-1)"', pathlib.Path(junit).read_text())
        check = run("known", "check", report, "--ledger", ledger)
        self.assertEqual(check.returncode, 0, check.stdout)

    def test_an_entry_whose_bug_is_gone_fails(self):
        with mock() as target:
            done = run("run", "--target", target, *FEW, *ITS_AREA, "--known", self.ledger_with(reason="by design"))
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("duplicate.same-quality: it no longer deviates: remove the entry", done.stdout)

    def test_an_expired_entry_fails(self):
        done = run("known", "check", self.report, "--ledger", self.ledger_with(reason="r", expires="2020-01-31"))
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("it expired on 2020-01-31", done.stdout)

    def test_refuses_what_says_too_little_or_cannot_be_read(self):
        cut = json.loads(pathlib.Path(self.report).read_text())
        cut["interrupted"] = True
        short = os.path.join(self.held.name, "short.json")
        pathlib.Path(short).write_text(json.dumps(cut))
        bad = os.path.join(self.held.name, "bad.json")
        pathlib.Path(bad).write_text('{"schema_version": 1, "entries": [{"clause": "a", "expire": ""}]}')
        fresh = os.path.join(self.held.name, "fresh.json")
        for arguments, words in ((("known", "update", short, "--ledger", fresh), "interrupted"),
                                 (("known", "check", self.report, "--ledger", bad), "/entries/0/expire: there is no"),
                                 (("known", "check", self.report, "--ledger", fresh), "cannot be read"),
                                 (("run", "--known", bad), "/entries/0/expire"),
                                 (("run", "--known", bad, "--fail-fast"), "--fail-fast"),
                                 (("known",), "subcommand")):
            done = run(*arguments)
            self.assertEqual(done.returncode, 2, (arguments, done.stdout))
            self.assertIn(words, done.stderr)
        self.assertFalse(os.path.exists(fresh))


if __name__ == "__main__":
    unittest.main()
