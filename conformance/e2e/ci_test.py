"""The scripts of CI jobs, run as a runner runs them; workflows and documentation beside them."""

import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import unittest

from e2e_support import BINARY

ROOT = pathlib.Path(__file__).parents[2]
LINTER = "actionlint"
FEW = "--phase directed --only value.double --min-coverage 0 --read-deadline 1s --shrink-requests 0"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Job(unittest.TestCase):
    """A folder of a job, with the files that GitHub names in its environment."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.summary, self.output = self.folder / "summary", self.folder / "output"
        self.reports = self.folder / "sitewise-conformance-reports"

    def step(self, script, github=True, **variables):
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("SWC_", "GITHUB_"))}
        environment.update({"SWC_PROGRAM": BINARY, "SWC_OPTIONS": FEW, **variables})
        if github:
            environment.update(GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(self.summary),
                               GITHUB_OUTPUT=str(self.output))
        return subprocess.run([ROOT / ".ci" / script], cwd=self.folder, env=environment, capture_output=True, text=True,
                              timeout=60, check=False)

    def outputs(self):
        return dict(line.split("=", 1) for line in self.output.read_text().splitlines())


class Gate(Job):

    def test_a_server_that_deviates_fails_the_step_and_is_told_everywhere(self):
        self.summary.write_text("of the step before\n")
        done = self.step("gate", SWC_TARGET="target.json", SWC_START=(
            f'exec "$SWC_PROGRAM" mock --port {free_port()} --target-out target.json --mutant nan-dropped'))
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        annotations = [line for line in done.stdout.splitlines() if line.startswith("::error")]
        self.assertEqual(len(annotations), 2, done.stdout)
        self.assertTrue(annotations[0].startswith("::error file=target.json,title=DEVIATES::1 cause"), annotations)
        self.assertIn("title=FAIL value.double.nan::", annotations[1])
        # What was printed meanwhile is no command.
        held = re.search(r"^::stop-commands::(\w+)$", done.stdout, re.M).group(1)
        self.assertLess(done.stdout.index(f"::{held}::"), done.stdout.index("::error"))
        self.assertTrue(self.summary.read_text().startswith("of the step before\n## DEVIATES: 1 cause"))
        self.assertEqual(self.outputs(), {
            "verdict": "DEVIATES", "exit-code": "1", "reports": "sitewise-conformance-reports",
            "sarif": "sitewise-conformance-reports/report.sarif"})
        self.assertEqual({path.name for path in self.reports.iterdir()}, {
            "annotations.txt", "junit.xml", "report.html", "report.json", "report.md", "report.sarif", "server.log"})

    def test_conditions_count_and_elsewhere_nothing_is_said_to_github(self):
        done = self.step("gate", github=False, SWC_GATE="warn=0,coverage>=100")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertNotIn("::", done.stdout)
        self.assertFalse(self.summary.exists())
        done = self.step("gate", github=False, SWC_GATE="must<=3")
        self.assertEqual(done.returncode, 2)
        self.assertIn("--known", done.stderr)
        self.assertFalse((self.reports / "report.json").exists(), "the report of the step before")

    def test_a_server_that_does_not_start_is_shown_with_its_words(self):
        done = self.step("gate", SWC_START="echo '::error::no such file'; exit 1", SWC_WAIT="1s",
                         SWC_ENDPOINT=f"http://127.0.0.1:{free_port()}")
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        self.assertEqual(self.outputs()["verdict"], "COULD NOT TEST")
        hold, release = done.stdout.rindex("::stop-commands::"), done.stdout.rindex("\n::error title=COULD NOT TEST")
        self.assertIn("::error::no such file", done.stdout[hold:release])

    def test_no_program_is_said(self):
        done = self.step("gate", SWC_PROGRAM="/nonexistent")
        self.assertEqual(done.returncode, 2)
        self.assertIn("no program at /nonexistent", done.stderr)


class Nightly(Job):

    def setUp(self):
        super().setUp()
        fuzzers = self.folder / "fuzzers"
        (fuzzers / "corpus" / "endpoint").mkdir(parents=True)
        (fuzzers / "corpus" / "endpoint" / "seed").write_text("{}")
        shutil.copy(pathlib.Path(__file__).with_name("fake_fuzzer.py"), fuzzers / "endpoint_fuzzer")
        self.fuzzers = str(fuzzers)

    def night(self, words, *mutant):
        (self.folder / "target.json").unlink(missing_ok=True)  # A job begins with a fresh checkout.
        return self.step("nightly", SWC_TARGET="target.json", SWC_TIME="1s", SWC_OPTIONS="--jobs 1",
                         SWC_FUZZERS=self.fuzzers, FAKE_FUZZER=words, SWC_START=(
                             f'exec "$SWC_PROGRAM" mock --port {free_port()} --target-out target.json {" ".join(mutant)}'))

    def test_what_a_night_finds_fails_it_and_what_is_found_again_does_not(self):
        deviates = ("--mutant", "invalid-request-is-422")  # So do the cases that the harness leaves.
        first = self.night("finding", *deviates)
        self.assertEqual(first.returncode, 1, first.stdout + first.stderr)
        self.assertIn("::error file=target.json,title=DEVIATES::1 cause", first.stdout)
        findings = self.folder / "sitewise-conformance-fuzz" / "endpoint" / "findings"
        self.assertTrue(list(findings.glob("found_*.json")))
        second = self.night("finding", *deviates)
        self.assertEqual(second.returncode, 0, second.stdout + second.stderr)
        self.assertIn("; 1 known cause", second.stdout)
        third = self.night("finding mended")
        self.assertEqual(third.returncode, 1, "a finding that was fixed is forgotten, and new when it comes back")


class Install(unittest.TestCase):

    def install(self, *words):
        return subprocess.run([ROOT / ".ci" / "install", *words], capture_output=True, text=True, timeout=60, check=False)

    def test_nothing_is_built_where_everything_lies_already(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("sitewise-conformance", "endpoint_fuzzer"):
                shutil.copy("/bin/true", os.path.join(folder, name))
            done = self.install(folder, "--fuzzers")
        self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)

    def test_the_key_is_that_of_the_sources_and_without_a_folder_nothing_is_done(self):
        self.assertRegex(self.install("--key").stdout, r"^[0-9a-f]{32}\n$")
        done = self.install()
        self.assertEqual(done.returncode, 2)
        self.assertIn("FOLDER", done.stderr)


class Engines(unittest.TestCase):

    def run_of(self, script, *words):
        return subprocess.run([ROOT / "fuzz" / script, *words], capture_output=True, text=True, errors="replace",
                              timeout=300, check=False)

    def a_minute_of(self, script):
        """Returns what a script prints of a minute of request_bytes, if the engine and the harness are there."""
        if not (ROOT / "build" / script / "request_bytes_fuzzer").exists():
            self.skipTest(f"build/{script} is not built: fuzz/{script} --build request_bytes")
        with tempfile.TemporaryDirectory() as folder:
            done = self.run_of(script, "request_bytes", "60", folder)
        if done.returncode == 77:
            self.skipTest(done.stderr)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_wrong_usage(self):
        for script in ("afl", "centipede"):
            for words in (("endpoint",), ("sequence", "soon"), ("sequence", "1", "out", "more")):
                done = self.run_of(script, *words)
                self.assertEqual((done.returncode, done.stdout), (2, ""), (script, words))
                self.assertTrue(done.stderr.startswith(f"Usage: fuzz/{script} "), done.stderr)

    def test_without_centipede_it_says_what_is_missing(self):
        done = subprocess.run([ROOT / "fuzz" / "centipede"], capture_output=True, text=True, timeout=60, check=False,
                              env={**os.environ, "CENTIPEDE_PATH": "/nowhere"})
        self.assertEqual((done.returncode, done.stdout), (77, ""))
        self.assertRegex(done.stderr, r"^fuzz/centipede: CENTIPEDE_PATH names no folder with .*\n$")

    def test_afl_runs_with_our_mutator(self):
        said = self.a_minute_of("afl")
        self.assertRegex(said, r"(?m)^execs_done +: [1-9]\d{3,}$")
        self.assertRegex(said, r"(?m)^saved_crashes +: 0$")

    def test_centipede_runs_with_our_mutator(self):
        said = self.a_minute_of("centipede")
        self.assertIn("Custom mutator detected; will use it.", said)
        self.assertRegex(said, r"\[S0\.[1-9]\d{3,}\] end-fuzz: ft: [1-9]\d*")
        self.assertRegex(said, r"(?m)^crashed or hung on 0 inputs$")


class Texts(unittest.TestCase):

    def test_the_documentation_names_each_input_and_each_variable(self):
        document = (ROOT / "docs" / "ci.md").read_text()
        action = (ROOT / ".github/actions/sitewise-conformance/action.yml").read_text()
        inputs = re.findall(r"^  ([a-z-]+):\n    description", action.split("outputs:")[0], re.M)
        self.assertGreater(len(inputs), 5)
        for name in inputs:
            self.assertIn(f"\n| `{name}` |", document)
        scripts = "".join((ROOT / ".ci" / name).read_text() for name in ("gate", "nightly", "steps.sh"))
        for name in set(re.findall(r"\bSWC_[A-Z]+\b", scripts + action)):
            self.assertIn(f"`{name}`", document)

    def test_fuzzers_are_built_from_a_checkout_and_what_they_find_is_shown(self):
        files = {path.name: path.read_text() for path in (ROOT / ".github/workflows").glob("cflite_*.yml")}
        self.assertEqual(sorted(files), ["cflite_batch.yml", "cflite_build.yml", "cflite_cron.yml", "cflite_pr.yml"])
        for name, text in files.items():
            with self.subTest(name):
                checked_out = r"actions/checkout@.*\n      - uses: google/clusterfuzzlite/actions/build_fuzzers@"
                self.assertEqual(len(re.findall(checked_out, text)), text.count("/build_fuzzers@"))
                shown = text.count("output-sarif: true")
                self.assertEqual(text.count("/upload-sarif@"), shown)
                self.assertEqual(text.count("security-events: write"), shown)
                self.assertIn("pull_request:" if name == "cflite_pr.yml" else "workflow_dispatch:", text)

    @unittest.skipIf(shutil.which(LINTER) is None, f"{LINTER} is not in PATH")
    def test_workflows_are_well_formed(self):
        done = subprocess.run([LINTER, *sorted((ROOT / ".github/workflows").glob("*.yml"))], cwd=ROOT,
                              capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
