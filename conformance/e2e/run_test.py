"""The command `run` as a user meets it: verdicts, exit codes, one-line errors, reports."""

import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import unittest

from e2e_support import SOON, endpoint_of, mock, report_of_run, run


class EmbeddedTarget(unittest.TestCase):

    def test_conforms_within_its_budget(self):
        with tempfile.TemporaryDirectory() as folder:
            report_path = os.path.join(folder, "r.json")
            junit_path = os.path.join(folder, "r.xml")
            started = time.monotonic()
            done = run("run", "--report", f"json={report_path}", "--report", f"junit={junit_path}")
            self.assertEqual(done.returncode, 0, done.stdout)
            self.assertLess(time.monotonic() - started, 60)
            report = json.loads(pathlib.Path(report_path).read_text())
            verdicts = [clause["verdict"] for clause in report["clauses"]]
            self.assertGreaterEqual(verdicts.count("PASS"), 40)
            self.assertEqual(report["findings"], [])
            self.assertLessEqual(report["stats"]["requests"], 100_000)
            self.assertIn("<testsuite", pathlib.Path(junit_path).read_text())

    def test_same_seed_same_digest(self):
        def digest(*arguments):
            with tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, "r.json")
                run("run", "--cases", "200", "--phase", "stateful", "--phase", "metamorphic",
                    "--phase", "wire", "--phase", "random", "--quiet", *SOON, "--report", f"json={path}", *arguments)
                return json.loads(pathlib.Path(path).read_text())["digest"]
        usual = digest()
        self.assertEqual(digest("--jobs", "1"), usual)
        self.assertNotEqual(digest("--seed", "2"), usual)

    def test_selection(self):
        self.assertEqual(run("run", "--only", "time.window").returncode, 0)
        self.assertEqual(run("run", "--only", "time", "--skip", "time").returncode, 4)
        self.assertIn("cases", run("run", "--list").stdout)

    def test_budget_of_requests(self):
        done = run("run", "--max-requests", "200", "--quiet")
        self.assertIn(done.returncode, (0, 4), done.stdout)


class WrongUsage(unittest.TestCase):

    def expect_one_line(self, word, *arguments, code=2):
        done = run(*arguments)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(len(done.stderr.strip().splitlines()), 1, done.stderr)
        self.assertIn(word, done.stderr)

    def test_each_mistake_is_named(self):
        with tempfile.TemporaryDirectory() as folder:
            bad_target = os.path.join(folder, "t.json")
            pathlib.Path(bad_target).write_text('{"endpoint": "http://127.0.0.1:1", "colour": 1}')
            bad_case = os.path.join(folder, "c.json")
            pathlib.Path(bad_case).write_text('{"id": "x", "steps": [{"fly": {}}]}')
            self.expect_one_line("--bogus", "run", "--bogus")
            self.expect_one_line("/nonexistent", "run", "--target", "/nonexistent")
            self.expect_one_line("/colour", "run", "--target", bad_target)
            self.expect_one_line("/steps/0/fly", "replay", bad_case)
            self.expect_one_line("nonsense", "run", "--only", "nonsense")
            self.expect_one_line("--read-deadline", "run", "--read-deadline", "soon")
            self.expect_one_line("pdf", "run", "--report", "pdf=x")
            self.expect_one_line("'junit'; known are: html", "selftest", "--report", "junit=x")
            self.expect_one_line("--gate: 'must<=2'", "run", "--gate", "must<=2")
            self.expect_one_line("nonsense", "run", "--phase", "nonsense")
            self.expect_one_line("c.json: /steps/0/fly", "run", "--case-dir", folder)
            self.expect_one_line("/steps/0/fly", "shrink", bad_case)
            self.expect_one_line("--allow-live", "run", "--endpoint",
                                 "https://data.iotsitewise.us-east-1.amazonaws.com")


class NotSiteWise(unittest.TestCase):

    def expect_could_not_test(self, endpoint):
        started = time.monotonic()
        done = run("run", "--endpoint", endpoint)
        self.assertLess(time.monotonic() - started, 20)
        self.assertEqual(done.returncode, 3, done.stdout)
        self.assertIn("COULD NOT TEST", done.stdout)

    def test_closed_port(self):
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            port = unused.getsockname()[1]
        self.expect_could_not_test(f"http://127.0.0.1:{port}")

    def test_port_that_says_nothing(self):
        with socket.socket() as silent:
            silent.bind(("127.0.0.1", 0))
            silent.listen(50)
            self.expect_could_not_test(f"http://127.0.0.1:{silent.getsockname()[1]}")

    def test_other_http_server(self):
        server = subprocess.Popen(
            [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            port = server.stdout.readline().split("port ")[1].split()[0]
            self.expect_could_not_test(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait()
            server.stdout.close()


class Findings(unittest.TestCase):

    def test_a_finding_can_be_replayed(self):
        with mock("--mutant", "window-future-300s") as target, \
                tempfile.TemporaryDirectory() as folder:
            done = run("run", "--target", target, "--fail-fast", "--case-dir", folder)
            self.assertEqual(done.returncode, 1, done.stdout)
            cases = [os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".json")]
            self.assertTrue(cases)
            replayed = run("replay", *cases, "--target", target)
            self.assertEqual(replayed.returncode, 1, replayed.stdout)
            self.assertIn("FAILS", replayed.stdout)
            fixed = run("replay", *cases)
            self.assertEqual(fixed.returncode, 0, fixed.stdout)
            self.assertIn("FIXED", fixed.stdout)

    def test_a_finding_is_minimal_and_looked_for_first(self):
        with mock("--mutant", "double-unbounded") as target, \
                tempfile.TemporaryDirectory() as folder:
            cases = os.path.join(folder, "cases")
            report = os.path.join(folder, "r.json")
            arguments = ("run", "--target", target, "--case-dir", cases, "--report",
                         f"json={report}", "--only", "value.double")
            self.assertEqual(run(*arguments).returncode, 1)
            findings = json.loads(pathlib.Path(report).read_text())["findings"]
            self.assertTrue(findings)
            self.assertEqual({finding["shrinking"] for finding in findings}, {"minimal"})
            for finding in findings:
                self.assertEqual(len(finding["case"]["steps"]), 1)
                put = finding["case"]["steps"][0].get("put")
                if put:
                    self.assertEqual(len(put["entries"]), 1)
                    self.assertEqual(len(put["entries"][0]["propertyValues"]), 1)
            self.assertEqual(run(*arguments).returncode, 1)
            again = json.loads(pathlib.Path(report).read_text())
            self.assertEqual(again["phases"][0]["name"], "known")
            self.assertIn("known", {finding["phase"] for finding in again["findings"]})

    def test_a_case_from_elsewhere_is_shrunk(self):
        value = {"value": {"doubleValue": 1e300}, "at": "t0+5s", "quality": "GOOD"}
        good = {"value": {"doubleValue": 2.5}, "at": "t0+6s", "quality": "GOOD"}
        entry = {"entryId": "e1", "series": "s1",
                 "propertyValues": [good, value, dict(good, at="t0")]}
        case = {"id": "elsewhere", "series": {"s1": {}}, "steps": [{"put": {"entries": [entry]}}]}
        with mock("--mutant", "double-unbounded") as target, \
                tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "c.json")
            pathlib.Path(path).write_text(json.dumps(case))
            shrunk = os.path.join(folder, "shrunk")
            done = run("shrink", path, "--target", target, "--case-dir", shrunk)
            self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
            self.assertIn("MINIMAL", done.stdout)
            files = os.listdir(shrunk)
            self.assertEqual(len(files), 1)
            smallest = json.loads(pathlib.Path(shrunk, files[0]).read_text())
            values = smallest["steps"][0]["put"]["entries"][0]["propertyValues"]
            self.assertEqual(len(values), 1)
            silent = run("shrink", path, "--case-dir", shrunk)
            self.assertEqual(silent.returncode, 0, silent.stdout + silent.stderr)
            self.assertIn("NO FINDING", silent.stdout)

    def test_secrets_never_show(self):
        secret = "wJalrXUtnFEMI-K7MDENG-bPxRfiCYEXAMPLEKEY"
        environment = dict(os.environ, AWS_ACCESS_KEY_ID="AKIDEXAMPLE",
                           AWS_SECRET_ACCESS_KEY=secret, AWS_SESSION_TOKEN="TOKEN" + secret)
        with mock("--mutant", "window-future-300s") as target, \
                tempfile.TemporaryDirectory() as folder:
            signed = json.loads(pathlib.Path(target).read_text())
            signed["auth"] = "sigv4"
            signed_path = os.path.join(folder, "signed.json")
            pathlib.Path(signed_path).write_text(json.dumps(signed))
            report = os.path.join(folder, "r.json")
            done = run("run", "--target", signed_path, "--cases", "0", *SOON, "--report",
                       f"json={report}", env=environment)
            self.assertEqual(done.returncode, 1)
            for text in (done.stdout, done.stderr, pathlib.Path(report).read_text()):
                self.assertNotIn(secret, text)

    def test_second_run_on_kept_data_is_clean(self):
        with mock() as target:
            for _ in range(2):
                code, report = report_of_run(target, "--strict", "--cases", "300", *SOON, "--phase",
                                             "directed", "--phase", "random")
                self.assertEqual(code, 0, report["findings"])
            done = run("run", "--endpoint", endpoint_of(target), "--quiet", "--cases", "0",
                       *SOON)
            self.assertEqual(done.returncode, 0, done.stdout)


if __name__ == "__main__":
    unittest.main()
