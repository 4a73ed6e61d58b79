"""The command `fuzz` as a user meets it, with a harness that only plays one."""

import hashlib
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from e2e_support import BINARY, mock, run

FAKE = pathlib.Path(__file__).with_name("fake_fuzzer.py")
KILLS = 5
SECRET = "wJalrXUtnFEMI-K7MDENG-bPxRfiCYEXAMPLEKEY"


class Campaign(unittest.TestCase):
    """A folder with harnesses, and what a campaign leaves there."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.fuzzers = self.folder / "fuzzers"
        self.fuzzers.mkdir()
        for name in ("request_bytes", "sequence", "endpoint"):
            shutil.copy(FAKE, self.fuzzers / f"{name}_fuzzer")
        self.journal = self.folder / "journal"
        self.own = self.folder / "sitewise-conformance-fuzz" / "request_bytes"

    def environment(self, words):
        return dict(os.environ, FAKE_FUZZER=words, FAKE_JOURNAL=str(self.journal),
                    AWS_SECRET_ACCESS_KEY=SECRET)

    def fuzz(self, *arguments, words="", duration="1s"):
        return run("fuzz", "--fuzzers", str(self.fuzzers), "--time", duration, "--jobs", "2",
                   *arguments, cwd=self.folder, env=self.environment(words))

    def start(self, *arguments, words=""):
        return subprocess.Popen(
            [BINARY, "fuzz", "--fuzzers", str(self.fuzzers), "--jobs", "2", *arguments],
            cwd=self.folder, env=self.environment(words), stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True)

    def survivors(self):
        """Returns the processes that run a harness of this test."""
        found = []
        for entry in pathlib.Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and str(self.fuzzers) in (entry / "cmdline").read_text():
                    found.append(int(entry.name))
            except OSError:
                pass  # It has ended meanwhile.
        return found

    def expect_no_survivors(self):
        deadline = time.monotonic() + 10
        while self.survivors() and time.monotonic() < deadline:
            time.sleep(0.05)
        self.assertEqual(self.survivors(), [])

    def wait_for(self, path):
        deadline = time.monotonic() + 20
        while not path.exists():
            self.assertLess(time.monotonic(), deadline, path)
            time.sleep(0.02)

    def check_journal(self):
        """What a harness finished is there, whole."""
        lines = self.journal.read_text().splitlines()
        self.assertTrue(lines)
        last = dict(line.rsplit(" ", 1) for line in lines if len(line.rsplit(" ", 1)[-1]) == 64)
        for path, digest in last.items():
            content = (self.folder / path).read_bytes()
            self.assertEqual(hashlib.sha256(content).hexdigest(), digest, path)


class ExitCodes(Campaign):

    def test_nothing_found(self):
        report, junit = self.folder / "r.json", self.folder / "r.xml"
        done = self.fuzz("--seed", "7", "--report", f"json={report}", "--report", f"junit={junit}",
                         "--", "-use_cmp=0")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("seed 7, 2 jobs for 1s", done.stdout)
        self.assertIn("corpus pruned from", done.stdout)
        self.assertIn(", 409 of 409 seeds, ", done.stdout)
        self.assertRegex(done.stdout.splitlines()[-1], r"^CONFORMS: no failure in \d+ executions")
        record = json.loads(report.read_text())
        self.assertEqual((record["exit_code"], record["seed"], record["findings"]), (0, 7, []))
        self.assertIn('name="fuzz.crash"', junit.read_text())
        self.check_journal()

    def test_findings(self):
        report = self.folder / "r.json"
        done = self.fuzz("--report", f"json={report}", words="finding")
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("FAIL  time.window.past: A timestamp up to 7 days in the past is accepted, an older one is not.\n"
                      "  expected   it is refused\n"
                      "  observed   it was accepted\n  reproduce  sitewise-conformance replay",
                      done.stdout)
        self.assertEqual(done.stdout.count("\n  observed "), 5, done.stdout)
        self.assertRegex(done.stdout, r"\n  FAIL  time.window.past  it was accepted \(A timestamp .*\n"
                                      r"        new, seen \d+ times as 5 findings: found_time.window.past_0+\n")
        record = json.loads(report.read_text())
        findings = record["findings"]
        self.assertEqual(len(findings), 5)
        self.assertEqual([(cause["known"], len(cause["findings"])) for cause in record["causes"]], [(False, 5)])
        for finding in findings:
            case = finding["reproduce"].split()[2]
            self.assertTrue((self.folder / case).exists(), case)
        # The next campaign finds nothing; what was found stays.
        again = self.fuzz()
        self.assertEqual(again.returncode, 0, again.stdout)
        self.assertIn("5 findings of earlier campaigns kept", again.stdout)
        # And the one after that finds the same bug.
        known = self.fuzz(words="finding")
        self.assertEqual(known.returncode, 1, known.stdout)
        self.assertIn("\n        known, seen ", known.stdout)
        self.check_journal()

    def test_a_crash(self):
        done = self.fuzz("--quiet", words="crash", duration="4s")
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("FAIL  fuzz.crash", done.stdout)
        self.assertIn("internal error: odd", done.stdout)
        self.assertEqual(done.stdout.splitlines()[-1], "DEVIATES: 1 cause, 1 clause")
        cases = list((self.own / "findings").glob("crash-*.json"))
        self.assertEqual(len(cases), 1)
        replayed = run("replay", str(cases[0]))
        self.assertEqual(replayed.returncode, 0, replayed.stdout + replayed.stderr)
        self.assertIn("FIXED", replayed.stdout)

    def expect_one_line(self, word, *arguments, **options):
        done = self.fuzz(*arguments, **options)
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertEqual(len(done.stderr.strip().splitlines()), 1, done.stderr)
        self.assertIn(word, done.stderr)
        self.assertFalse((self.folder / "sitewise-conformance-fuzz").exists())

    def test_wrong_usage(self):
        self.expect_one_line("cmake --preset fuzz", "--harness", "response_bytes")
        self.expect_one_line("--list shows all", "--harness", "nonsense")
        self.expect_one_line("sitewise-conformance mock", "--harness", "endpoint")
        self.expect_one_line("talks to no target", "--endpoint", "http://127.0.0.1:9")
        self.expect_one_line("--allow-live", "--harness", "endpoint", "--endpoint",
                             "https://data.iotsitewise.us-east-1.amazonaws.com")
        self.expect_one_line("--plugin FILE", "--harness", "plugin")
        self.expect_one_line("pdf", "--report", "pdf=x")
        self.expect_one_line("--time", duration="soon")
        self.expect_one_line("--seeds", "--seeds", "/nonexistent")

    def test_unreachable_target(self):
        done = self.fuzz("--harness", "endpoint", "--endpoint", "http://127.0.0.1:9",
                         words="unreachable")
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        self.assertEqual(done.stdout.splitlines()[-1],
                         "COULD NOT TEST: http://127.0.0.1:9: connection refused")

    def test_nothing_executed(self):
        done = self.fuzz(words="broken")
        self.assertEqual(done.returncode, 4, done.stdout + done.stderr)
        self.assertIn("cannot open shared object file", done.stdout.splitlines()[-1])

    def test_seeds_that_were_not_played(self):
        report = self.folder / "r.json"
        done = self.fuzz("--report", f"json={report}", words="slow")
        self.assertEqual(done.returncode, 4, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"\n182 executions in \ds \(\d+/s\), 89 of 409 seeds, coverage")
        self.assertEqual(done.stdout.splitlines()[-1],
                         "INCOMPLETE: no failure in 182 executions, but only 89 of 409 seeds were played, and nothing "
                         "new was tried: give it more by --time, or fewer seeds by --seeds")
        record = json.loads(report.read_text())
        self.assertEqual([(phase["name"], phase["cases"]) for phase in record["phases"]],
                         [("seeds", 89), ("fuzz request_bytes", 182)])

    def test_list(self):
        listed = run("fuzz", "--list")
        self.assertEqual(listed.returncode, 0)
        self.assertIn("request_bytes", listed.stdout)

    def test_a_flag_of_the_campaign_is_not_handed_on(self):
        done = self.fuzz("--quiet", "--", "-jobs=4")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertEqual(done.stderr, "sitewise-conformance: -- -jobs=4: this flag belongs to the campaign: use --jobs\n")

    def test_a_finding_on_a_target_can_be_replayed(self):
        with mock() as target:
            done = self.fuzz("--harness", "endpoint", "--target", target, words="finding")
            self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
            self.assertIn(f"--target {target}", done.stdout)

    def test_secrets_never_show(self):
        done = self.fuzz(words="crash finding")
        texts = [done.stdout, done.stderr]
        texts += [path.read_text() for path in self.own.rglob("*") if path.is_file()]
        for text in texts:
            self.assertNotIn(SECRET, text)


class StopsAndKills(Campaign):

    def expect_stopped(self, number, words, seconds_max):
        campaign = self.start("--time", "10m", words=words)
        self.wait_for(self.own / "findings" / "records" / "found_time.window.past_00000000.json")
        time.sleep(0.7)
        started = time.monotonic()
        campaign.send_signal(number)
        out, _ = campaign.communicate(timeout=30)
        self.assertLess(time.monotonic() - started, seconds_max)
        self.assertEqual(campaign.returncode, 1, out)
        self.assertIn("stopping: what was found is kept", out)
        self.assertNotIn("pruning", out)
        self.assertEqual(out.splitlines()[-1], "DEVIATES: 1 cause, 1 clause")
        self.assertFalse((self.own / "findings" / "unfinished").exists())
        self.expect_no_survivors()
        self.check_journal()

    def test_interrupt_is_a_quick_finish(self):
        self.expect_stopped(signal.SIGINT, "finding", 5)

    def test_termination_is_a_quick_finish(self):
        self.expect_stopped(signal.SIGTERM, "finding", 5)

    def test_a_harness_that_ignores_the_interrupt_is_killed(self):
        self.expect_stopped(signal.SIGTERM, "finding deaf", 15)

    def test_a_harness_that_forgets_the_time_is_stopped(self):
        started = time.monotonic()
        done = self.fuzz(words="finding late", duration="2s")
        self.assertLess(time.monotonic() - started, 6)
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("did not end in time", done.stdout)

    def test_two_campaigns_do_not_share_a_folder(self):
        campaign = self.start("--time", "10m")
        self.wait_for(self.own / "findings" / "unfinished")
        time.sleep(0.2)
        second = self.fuzz()
        self.assertEqual(second.returncode, 2, second.stdout)
        self.assertIn("another campaign", second.stderr)
        campaign.terminate()
        campaign.communicate(timeout=30)

    def test_kills_lose_nothing(self):
        seed = int.from_bytes(os.urandom(4), "little")
        chance = random.Random(seed)
        with self.subTest(seed=seed):
            for _ in range(KILLS):
                campaign = self.start("--time", "1s", words="finding")
                time.sleep(chance.uniform(0.2, 1.8))
                campaign.kill()
                campaign.communicate(timeout=30)
                self.expect_no_survivors()
            (self.own / "corpus").mkdir(parents=True, exist_ok=True)
            torn = self.own / "corpus" / ("0" * 40)
            torn.write_text("half")
            report = self.folder / "r.json"
            done = self.fuzz("--report", f"json={report}", words="finding")
            self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
            self.assertIn("removed from the corpus: torn by a kill", done.stdout)
            self.assertFalse(torn.exists())
            self.assertEqual(len(json.loads(report.read_text())["findings"]), 5)
            for path in (self.own / "corpus").iterdir():
                self.assertEqual(hashlib.sha1(path.read_bytes()).hexdigest(), path.name)
            self.check_journal()

    def test_a_killed_campaign_is_gone_on_with(self):
        campaign = self.start("--time", "10m", words="finding")
        self.wait_for(self.own / "findings" / "records" / "found_time.window.past_00000000.json")
        campaign.kill()
        campaign.communicate(timeout=30)
        self.expect_no_survivors()
        done = self.fuzz()
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("the campaign before was killed", done.stdout)
        self.assertIn("FAIL  time.window.past", done.stdout)


if __name__ == "__main__":
    unittest.main()
