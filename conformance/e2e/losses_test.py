"""What cannot be written, or has no room, costs nothing else."""

import json
import os
import pathlib
import resource
import subprocess
import tempfile
import unittest

from e2e_support import BINARY, SOON, mock, run

NOBODY = 65534
# The one case of a seeded bug, which writes a case file.
FINDS = ("run", "--only", "value.double.nan", "--phase", "directed", "--no-diagnosis", *SOON)


def into(path, *arguments, **options):
    """Runs the binary with its standard output going to `path`."""
    with open(path, "wb") as out:
        return subprocess.run([BINARY, *arguments], stdout=out, stderr=subprocess.PIPE, text=True, timeout=60,
                              check=False, **options)


class StandardOutput(unittest.TestCase):

    def test_a_full_standard_output_is_told_on_standard_error(self):
        for arguments in (("spec", "list"), ("spec", "show", "quality.enum"), ("mock", "--list"), ("fuzz", "--list"),
                          ("run", "--list"), ("explain", "quality.enum"), ("--help",), ("--version",)):
            with self.subTest(arguments=arguments):
                done = into("/dev/full", *arguments)
                self.assertNotEqual(done.returncode, 0)
                self.assertEqual(done.stderr.splitlines(),
                                 ["sitewise-conformance: standard output cannot be written to its end"])
                self.assertEqual(into("/dev/null", *arguments).returncode, 0)

    def test_it_costs_neither_reports_nor_the_verdict(self):
        with mock("--mutant", "nan-dropped") as target, tempfile.TemporaryDirectory() as folder:
            done = into("/dev/full", *FINDS, "--target", target, "--report", "json=r.json", cwd=folder)
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertIn("standard output cannot be written", done.stderr)
            self.assertEqual(json.loads((pathlib.Path(folder) / "r.json").read_text())["verdict"], "DEVIATES")


class Folders(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def test_a_case_folder_that_may_not_be_written_costs_no_report(self):
        cases = self.folder / "cases"
        cases.mkdir()
        cases.chmod(0o555)
        options = {}
        if os.geteuid() == 0:  # Nothing is forbidden to root.
            self.folder.chmod(0o777)
            options = {"user": NOBODY, "group": NOBODY}
        with mock("--mutant", "nan-dropped") as target:
            endpoint = json.loads(pathlib.Path(target).read_text())["endpoint"]
            done = run(*FINDS, "--endpoint", endpoint, "--case-dir", "cases", "--report", "json=r.json",
                cwd=self.folder,
                       **options)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("warning: no case file: ", done.stderr)
        self.assertEqual(json.loads((self.folder / "r.json").read_text())["verdict"], "DEVIATES")

    def test_a_full_report_costs_no_other_and_is_told(self):
        done = run("run", "--only", "quality.enum", "--phase", "directed", *SOON, "--report", "json=/dev/full",
            "--report",
                   "junit=r.xml", cwd=self.folder)
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertIn("a report is lost", done.stderr)
        self.assertIn("CONFORMS", done.stdout)
        self.assertIn("<testsuite", (self.folder / "r.xml").read_text())

    def test_folders_that_are_missing_are_made(self):
        done = run("run", "--only", "quality.enum", "--phase", "directed", *SOON, "--report", "json=a/b/r.json",
                   cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue((self.folder / "a/b/r.json").exists())
        with mock(out=self.folder / "c/d/t.json"):
            self.assertTrue((self.folder / "c/d/t.json").exists())


class Memory(unittest.TestCase):

    def test_lack_of_memory_is_one_line_and_an_internal_error(self):
        room = 64 << 20
        with tempfile.TemporaryDirectory() as folder:
            model = pathlib.Path(folder) / "model.json"
            model.write_text("[" + "[]," * 2_500_000 + "[]]")
            done = run("spec", "check", "--service-model", str(model),
                       preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (room, room)))
        self.assertEqual((done.returncode, done.stderr), (5, "sitewise-conformance: internal error: out of memory\n"))


if __name__ == "__main__":
    unittest.main()
