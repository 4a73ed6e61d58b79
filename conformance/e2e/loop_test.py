"""The loop after a fix as a user meets it: what becomes of earlier findings, waiting for a server, scripts."""

import glob
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import unittest

from e2e_support import BINARY, SOON, endpoint_of, mock, run

# A mutant that breaks a `should` alone.
WARNED_MUTANT, WARNED_CLAUSE = "flag-as-text-accepted", "partial.flag.type"

PUT = {"put": {"entries": [{"entryId": "e1", "series": "s1", "propertyValues": [
    {"value": {"doubleValue": 1.5}, "at": "t0", "quality": "GOOD"}]}]}}


def files_in(folder, extension):
    return sorted(glob.glob(os.path.join(folder, "*." + extension)))


def find(folder, mutants, *only):
    """Leaves the cases of what `mutants` break in `folder`. Returns their files."""
    switches = [word for mutant in mutants for word in ("--mutant", mutant)]
    with mock(*switches) as target:
        run("run", "--target", target, "--case-dir", folder, "--phase", "directed", *SOON,
            *[word for prefix in only for word in ("--only", prefix)])
    cases = files_in(folder, "json")
    if not cases:
        raise AssertionError(f"nothing was found of {mutants}")
    return cases


def free_port():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return unused.getsockname()[1]


class ReplayWords(unittest.TestCase):

    def replay(self, *arguments):
        done = run("replay", *arguments)
        return done.returncode, done.stdout + done.stderr

    def test_a_case_that_was_seen_to_fail_is_fixed(self):
        with tempfile.TemporaryDirectory() as folder, mock() as target:
            cases = find(folder, ["double-unbounded"], "value.double")
            code, text = self.replay(*cases, "--target", target)
            self.assertEqual(code, 0, text)
            self.assertEqual(text.count("FIXED "), len(cases), text)
            self.assertEqual(text.splitlines()[-1], f"{len(cases)} fixed, 0 fail")

    def test_a_warning_is_not_fixed(self):
        with tempfile.TemporaryDirectory() as folder, mock("--mutant", WARNED_MUTANT) as target:
            cases = find(folder, [WARNED_MUTANT], WARNED_CLAUSE)
            code, text = self.replay(cases[0], "--target", target)
            self.assertEqual(code, 0, text)
            self.assertTrue(text.startswith("WARNS "), text)
            self.assertIn(f"WARN {WARNED_CLAUSE}: ", text)
            self.assertEqual(text.splitlines()[-1], "0 fixed, 1 warn, 0 fail")
            code, text = self.replay(cases[0], "--strict", "--target", target)
            self.assertEqual(code, 1, text)
            self.assertTrue(text.startswith("FAILS "), text)

    def test_several_files_of_two_bugs_are_two_causes(self):
        mutants = ["double-unbounded", "window-future-300s"]
        with tempfile.TemporaryDirectory() as folder, mock("--mutant", mutants[0], "--mutant", mutants[1]) as target:
            cases = [path for mutant in mutants
                     for path in find(os.path.join(folder, mutant), [mutant], "value.double", "time.window.future")]
            more = []
            for path in cases:
                more.append(path.replace(".json", "-again.json"))
                shutil.copy(path, more[-1])
            code, text = self.replay(*cases, *more, "--target", target)
            self.assertEqual(code, 1, text)
            self.assertEqual(text.count("FAILS "), 2 * len(cases), text)
            self.assertNotIn("observed: ", text)
            causes = re.findall(r"^  FAIL  (\S+)  ", text.split("\nCauses:\n")[1], re.MULTILINE)
            self.assertEqual(sorted(causes), ["time.window.future", "value.double.range"], text)
            self.assertEqual(text.splitlines()[-1], f"0 fixed, {2 * len(cases)} fail; 2 causes")
            code, text = self.replay(*cases, "--all", "--no-diagnosis", "--target", target)
            self.assertEqual(code, 1, text)
            self.assertIn("    observed: ", text)
            self.assertIn("\nCauses:\n  FAIL ", text)
            # Of one case there is nothing to group.
            code, text = self.replay(cases[0], "--target", target)
            self.assertEqual(text.splitlines()[-1], "0 fixed, 1 fail", text)
            self.assertIn("    observed: ", text)

    def test_what_never_reproduced_is_not_fixed(self):
        with tempfile.TemporaryDirectory() as folder, mock() as target:
            cases = find(folder, ["double-unbounded"], "value.double")
            once = json.loads(pathlib.Path(cases[0]).read_text())
            self.assertTrue(once["seen"]["reproduced"])
            once["seen"]["reproduced"] = False
            path = os.path.join(folder, "once.json")
            pathlib.Path(path).write_text(json.dumps(once))
            code, text = self.replay(path, "--target", target)
            self.assertEqual(code, 4, text)
            self.assertTrue(text.startswith("NOT REPRODUCED "), text)
            code, text = self.replay(path, cases[0], "--target", target)
            self.assertEqual(code, 0, text)
            self.assertEqual(text.splitlines()[-1], "1 fixed, 1 not reproduced, 0 fail")

    def test_a_case_of_which_nothing_is_known_passes(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "c.json")
            pathlib.Path(path).write_text(json.dumps({"id": "mine", "series": {"s1": {}}, "steps": [PUT]}))
            code, text = self.replay(path)
            self.assertEqual(code, 0, text)
            self.assertTrue(text.startswith("PASSES "), text)


class KnownCases(unittest.TestCase):

    def test_what_is_fixed_is_counted_and_pruned(self):
        with tempfile.TemporaryDirectory() as folder:
            find(folder, ["double-unbounded", "window-future-300s"], "value.double", "time.window.future")
            before = {path: "double" in pathlib.Path(path).read_text() and
                      json.loads(pathlib.Path(path).read_text())["seen"]["clause"].startswith("value.double")
                      for path in files_in(folder, "json")}
            fixed = [path for path, about_doubles in before.items() if about_doubles]
            kept = [path for path, about_doubles in before.items() if not about_doubles]
            self.assertTrue(fixed and kept, before)
            with mock("--mutant", "window-future-300s") as target:
                arguments = ("run", "--target", target, "--case-dir", folder, *SOON,
                             "--only", "value.double", "--only", "time.window.future")
                done = run(*arguments)
                self.assertEqual(done.returncode, 1, done.stdout)
                self.assertRegex(done.stdout,
                                 rf"earlier findings: {len(fixed)} fixed, {len(kept)} still fail; \d+ new causes?\n")
                self.assertEqual(files_in(folder, "json"), sorted(before))
                done = run(*arguments, "--prune")
                self.assertIn(f"{len(fixed)} case files of what is fixed were removed\n", done.stdout)
            for path in fixed:
                self.assertFalse(os.path.exists(path))
                self.assertFalse(os.path.exists(path.replace(".json", ".sh")))
            for path in kept:
                self.assertTrue(os.path.exists(path))
                self.assertTrue(os.path.exists(path.replace(".json", ".sh")))


class Starting(unittest.TestCase):

    def test_a_server_that_is_starting_is_waited_for(self):
        port = free_port()
        servers = []

        def start():
            servers.append(subprocess.Popen([BINARY, "mock", "--port", str(port)], stdout=subprocess.DEVNULL))

        timer = threading.Timer(2, start)
        timer.start()
        try:
            started = time.monotonic()
            done = run("run", "--wait", "20s", "--endpoint", f"http://127.0.0.1:{port}", "--only", "entry.valid")
            self.assertEqual(done.returncode, 0, done.stdout)
            self.assertGreater(time.monotonic() - started, 1.9)
            self.assertLess(time.monotonic() - started, 12)
        finally:
            timer.join()
            for server in servers:
                server.terminate()
                server.wait(timeout=20)

    def test_nobody_is_waited_for_longer_than_that(self):
        started = time.monotonic()
        done = run("run", "--wait", "1s", "--endpoint", f"http://127.0.0.1:{free_port()}", "--only", "entry.valid")
        self.assertEqual(done.returncode, 3, done.stdout)
        self.assertLess(time.monotonic() - started, 12)

    def test_a_slow_target_earns_a_hint(self):
        with mock("--latency", "120ms") as target:
            done = run("run", "--target", target, "--max-requests", "100")
            self.assertRegex(done.stdout, r"note: the target takes about \d+ ms for an answer: a whole run may take "
                                          r"\d+ minutes; --phase directed is a first look\n")
            done = run("run", "--target", target, "--max-requests", "100", "--phase", "directed")
            self.assertNotIn("for an answer", done.stdout)
        with mock() as target:
            self.assertNotIn("for an answer", run("run", "--target", target, "--max-requests", "100").stdout)

    def test_an_unknown_command_is_named(self):
        done = run("rnu")
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stdout, "")
        self.assertEqual(done.stderr, "sitewise-conformance: there is no command 'rnu'; --help shows the usage\n")


@unittest.skipUnless(shutil.which("curl"), "curl is not installed")
class Scripts(unittest.TestCase):

    def script(self, folder):
        find(folder, ["double-unbounded"], "value.double")
        scripts = files_in(folder, "sh")
        self.assertTrue(scripts)
        for script in scripts:
            self.assertEqual(subprocess.run(["sh", "-n", script], check=False).returncode, 0, script)
        return scripts[0]

    def first_answer(self, script, target, **environment):
        """Returns status and body of the answer to the put."""
        done = subprocess.run(["sh", script], capture_output=True, text=True, timeout=60, check=False,
                              env=dict(os.environ, ENDPOINT=endpoint_of(target), **environment))
        self.assertEqual(done.returncode, 0, done.stderr)
        answers = re.findall(r"== (\w+).*\nHTTP/1\.1 (\d+)[^\n]*\n(?:[^\n]+\n)*\r?\n([^\n]*)", done.stdout)
        self.assertTrue(answers, done.stdout)
        self.assertEqual(answers[0][0], "put")
        return answers[0][1], answers[0][2]

    def test_shows_the_deviation_on_a_server_that_was_started_again(self):
        with tempfile.TemporaryDirectory() as folder:
            script = self.script(folder)
            with mock("--mutant", "double-unbounded") as target:
                status, body = self.first_answer(script, target)
                self.assertEqual((status, json.loads(body)), ("200", {"errorEntries": []}))
            with mock() as target:
                status, body = self.first_answer(script, target)
                self.assertNotEqual((status, body.replace(" ", "")), ("200", '{"errorEntries":[]}'))

    def test_shows_it_on_another_day(self):
        tomorrow = int(time.time()) + 86_400
        date = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(tomorrow))
        with tempfile.TemporaryDirectory() as folder:
            script = self.script(folder)
            with mock("--mutant", "double-unbounded", "--frozen-clock", date) as target:
                status, body = self.first_answer(script, target, NOW=str(tomorrow))
                self.assertEqual((status, json.loads(body)), ("200", {"errorEntries": []}))
                # Of today it is a timestamp that is out of range.
                status, body = self.first_answer(script, target, NOW=str(tomorrow - 30 * 86_400))
                self.assertIn("TimestampOutOfRange", body)


class Explaining(unittest.TestCase):

    def test_a_clause_a_prefix_and_a_name_that_is_none(self):
        done = run("explain", "time.window.past")
        self.assertEqual(done.returncode, 0, done.stderr)
        for word in ("time.window.past  (must)\n", "  source:  ", "  fact:    ", "\n  right\n", "\n  wrong\n",
                     "      > POST /properties ", "\n  usual mistakes\n", " run --only time.window.past\n"):
            self.assertIn(word, done.stdout)
        done = run("explain", "time.window")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stdout, run("spec", "list", "time.window").stdout.rsplit("\n", 2)[0] + "\n")
        done = run("explain", "time.window.passt")
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stdout, "")
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertIn("there is no clause 'time.window.passt'; did you mean time.window.past", done.stderr)

    def test_a_finding_says_how(self):
        with mock("--mutant", "double-unbounded") as target:
            done = run("run", "--target", target, "--only", "value.double", "--phase", "directed")
            lines = re.findall(r"^  explain +(\S+) explain (\S+)$", done.stdout, re.MULTILINE)
            self.assertTrue(lines, done.stdout)
            self.assertEqual(lines[0][0], BINARY)
            self.assertEqual(run("explain", lines[0][1]).returncode, 0)


if __name__ == "__main__":
    unittest.main()
