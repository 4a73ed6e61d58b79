"""A sample of damaged_files.py, and files that are no files: exit code 2 and one line, whatever somebody hands over."""

import io
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import unittest

import damaged_files
from e2e_support import BINARY, mock

PUT = {"put": {"entries": []}}


class DamagedFiles(unittest.TestCase):
    def test_a_sample_of_each_kind_ends_in_one_line(self):
        told = io.StringIO()
        kinds = [kind for kind in damaged_files.KINDS if not kind.slow]
        self.assertEqual(damaged_files.damage_all(BINARY, 2, 20, told, kinds), [], told.getvalue())
        self.assertEqual(len(told.getvalue().splitlines()), len(kinds))


class Files(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def refuse(self, *arguments, **environment):
        """Returns the one line with which the program refuses its input."""
        done = subprocess.run([BINARY, *arguments], cwd=self.folder, capture_output=True, text=True, timeout=20, check=False,
                              env=dict(os.environ, **environment))
        self.assertEqual(done.returncode, 2, (arguments, done.stdout, done.stderr))
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertLess(len(done.stderr), 2500)
        return done.stderr

    def case(self, step, **members):
        path = self.folder / "c.json"
        path.write_text(json.dumps({"id": "c", "steps": [step], **members}))
        return "c.json"

    def test_what_is_no_regular_file_is_not_waited_for(self):
        os.mkfifo(self.folder / "pipe")
        (self.folder / "signed.json").write_text(json.dumps({"endpoint": "http://127.0.0.1:9", "auth": "sigv4"}))
        for path in ("pipe", "/dev/zero", ".", "a" * 5000):
            for arguments in (("replay", path), ("run", "--target", path), ("spec", "check", "--service-model", path)):
                self.assertIn("cannot be read", self.refuse(*arguments))
            self.assertIn("cannot be read", self.refuse("run", "--target", "signed.json", AWS_SHARED_CREDENTIALS_FILE=path,
                                                        AWS_ACCESS_KEY_ID="", AWS_SECRET_ACCESS_KEY=""))

    def test_what_cannot_be_sent_is_refused_where_it_is_read(self):
        for end in "\r", "\n", "\0":
            for raw, field in (({"method": "A" + end}, "/method"), ({"path": "/" + end}, "/path"),
                               ({"headers": {"a" + end: "b"}}, "/headers/a"), ({"headers": {"a": end}}, "/headers/a")):
                line = self.refuse("replay", self.case({"put_raw": raw}))
                self.assertIn(f"c.json: /steps/0/put_raw: {field}", line)
                self.assertIn("cannot be sent", line)

    def test_deep_files_are_refused(self):
        for text in ("[" * 30_000, '{"id":' * 30_000, "[" * 30_000 + "]" * 30_000,
                     '{"id":"c","steps":[{"put":{"entries":' + "[" * 30_000 + "]" * 30_000 + "}}]}"):
            (self.folder / "deep.json").write_text(text)
            for arguments in (("replay", "deep.json"), ("run", "--target", "deep.json")):
                self.assertRegex(self.refuse(*arguments), r"deep\.json: /.*: it is nested deeper than 100\n$")

    def test_a_megabyte_in_a_file_is_none_on_the_console(self):
        long = "x" * 1_000_000
        for case in (self.case({long: 1}), self.case(PUT, **{long: 1}), self.case(PUT, needs=[long]),
                     self.case({"put": {"entries": [{"series": long}]}})):
            self.assertIn("c.json: /", self.refuse("replay", case))
            (self.folder / "t.json").write_text(json.dumps({"endpoint": "http://a", "auth": long, long: 1}))
            self.assertIn("t.json: /", self.refuse("run", "--target", "t.json"))
        self.refuse("run", "--only", long[:100_000])

    def test_line_ends_in_the_environment_are_refused(self):
        (self.folder / "t.json").write_text(json.dumps({"endpoint": "http://127.0.0.1:9", "auth": "sigv4"}))
        good = {"AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_SESSION_TOKEN": "token"}
        for name in good:
            self.assertIn("line end", self.refuse("run", "--target", "t.json", **dict(good, **{name: "a\r\nX: y"})))
        (self.folder / "t.json").write_text(json.dumps({"endpoint": "http://127.0.0.1:9", "region": "a\nb"}))
        self.assertIn("t.json: /region", self.refuse("run", "--target", "t.json"))

    def test_a_torn_case_file_costs_nobody_the_run(self):
        cases = self.folder / "cases"
        cases.mkdir()
        (cases / "a.json").write_text('{"id": "a", "ste')
        (cases / "b.json").write_text(json.dumps({"id": "b", "steps": [PUT]}))
        with mock() as target:
            done = subprocess.run([BINARY, "run", "--target", target, "--case-dir", "cases", "--phase", "known"],
                                  cwd=self.folder, capture_output=True, text=True, timeout=30, check=False)
        self.assertRegex(done.stderr, r"^warning: skipped cases/a\.json: /id: line 1, column \d+: it is not JSON")
        self.assertIn("phase known: 1 cases", done.stdout)

    def test_a_crash_of_our_own_is_an_internal_error(self):
        for number in (signal.SIGABRT, signal.SIGSEGV):
            with subprocess.Popen([BINARY, "mock", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  text=True) as server:
                server.stdout.readline()
                server.send_signal(number)
                self.assertEqual(server.wait(timeout=10), 5)
                self.assertIn("internal error", server.stderr.read())


if __name__ == "__main__":
    unittest.main()
