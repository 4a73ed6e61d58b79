"""Reports of a run for people and for other programs: the page in a browser, the stream, SARIF in its own validator."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import unittest

import browser
from e2e_support import BINARY, SOON, mock, run

FEW = ("--phase", "directed", "--only", "value.double", "--only", "time.window", "--quiet", *SOON)
VALIDATOR = "Sarif.Multitool"  # Of the npm package @microsoft/sarif-multitool; its folder has to be in PATH.


class Reports(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        at = pathlib.Path(cls.folder.name)
        cls.paths = {name: str(at / f"report.{name}") for name in ("html", "ndjson", "sarif", "har", "markdown", "json")}
        with mock("--mutant", "nan-dropped") as target:
            cls.done = run("run", "--target", target, *FEW,
                           *[word for name, path in cls.paths.items() for word in ("--report", f"{name}={path}")])

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def text(self, name):
        return pathlib.Path(self.paths[name]).read_text()

    def test_all_of_them_tell_the_one_cause(self):
        self.assertEqual(self.done.returncode, 1, self.done.stderr)
        causes = json.loads(self.text("json"))["causes"]
        self.assertEqual([cause["mutant"] for cause in causes], ["nan-dropped"])
        for name in self.paths:
            self.assertIn("NaN is acknowledged and not stored.", self.text(name), name)

    def test_the_stream_ends_with_the_verdict(self):
        events = [json.loads(line) for line in self.text("ndjson").splitlines()]
        self.assertEqual((events[0]["event"], events[-1]["event"], events[-1]["verdict"]), ("began", "ended", "DEVIATES"))
        order = [event["event"] for event in events]
        self.assertLess(order.index("found"), order.index("finding"))

    def test_sarif_is_valid_for_its_own_tool(self):
        if shutil.which(VALIDATOR) is None:
            self.skipTest(f"{VALIDATOR} is not in PATH")
        done = subprocess.run([VALIDATOR, "validate", self.paths["sarif"]], capture_output=True, text=True, timeout=60,
                              env=dict(os.environ, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT="1"), check=False)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertNotIn("error ", done.stdout)

    def test_a_killed_run_leaves_what_it_knew(self):
        with tempfile.TemporaryDirectory() as folder, mock("--mutant", "nan-dropped") as target:
            path = os.path.join(folder, "events")
            killed = subprocess.Popen([BINARY, "run", "--target", target, "--report", f"ndjson={path}"], cwd=folder,
                                      stdout=subprocess.PIPE, text=True)
            for line in killed.stdout:
                if "new: " in line or "FAIL" in line:
                    break
            killed.send_signal(signal.SIGKILL)
            killed.communicate()
            events = [json.loads(line)["event"] for line in pathlib.Path(path).read_text().splitlines()]
        self.assertIn("found", events)
        self.assertNotIn("ended", events)


@unittest.skipIf(browser.missing(), browser.missing())
class Page(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        Reports.setUpClass()
        cls.address = "file://" + Reports.paths["html"]
        cls.browser = browser.Browser()

    @classmethod
    def tearDownClass(cls):
        cls.browser.__exit__()
        Reports.tearDownClass()

    def shown(self, what):
        return self.browser.run("return [...document.querySelectorAll(arguments[0])].filter((each) => !each.hidden).length",
                                what)

    def test_opens_filters_links_and_copies_and_asks_nobody(self):
        page = self.browser
        page.open(self.address)
        self.assertIn("DEVIATES: 1 cause", page.run("return document.querySelector('h1').textContent"))
        self.assertEqual(self.shown(".card"), 1)
        captions = page.run("return [...document.querySelectorAll('figcaption')].map((each) => each.textContent)")
        for words in ("Requests, by phase", "Deviations first seen, by phase", "Time to answer"):
            self.assertTrue(any(caption.startswith(words) for caption in captions), captions)
        every = self.shown(".clause")
        page.run("const find = document.querySelector('input'); find.value = 'window'; find.dispatchEvent(new Event('input'))")
        self.assertLess(self.shown(".clause"), every)
        self.assertEqual(self.shown(".card"), 0)
        # A link to what the filter hides shows it again.
        page.run("location.hash = '#clause-value.double.nan'")
        page.run("dispatchEvent(new Event('hashchange'))")
        self.assertTrue(page.run("return document.getElementById('clause-value.double.nan').open"))
        self.assertEqual(self.shown(".clause"), every)
        page.run("""window.copied = '';
            Object.defineProperty(navigator, 'clipboard', {value: {writeText: async (text) => { window.copied = text; }}});
            [...document.querySelectorAll('button')].find((each) => each.textContent === 'copy replay').click();""")
        self.assertIn("replay", page.run("return window.copied"))
        self.assertEqual(page.complaints(), [])
        self.assertEqual([each for each in page.asked_for() if not each.startswith("file://")], [])

    def test_fits_a_narrow_screen_in_both_themes(self):
        page = self.browser
        page.open(self.address)
        for dark in (False, True):
            page.dark(dark)
            page.size(400, 900)
            self.assertEqual(self.shown(".card"), 1)
            self.assertLessEqual(page.run("return document.documentElement.scrollWidth"), 400)
            ground, ink = page.run("const style = getComputedStyle(document.body);"
                                   "return [style.backgroundColor, style.color]")
            self.assertNotEqual(ground, ink)

    def test_every_control_has_a_name_and_every_verdict_a_sign(self):
        page = self.browser
        page.open(self.address)
        self.assertGreater(self.shown(".cell"), 5)
        self.assertEqual(page.run("return [...document.querySelectorAll('input, select')]"
                                  ".filter((each) => each.labels.length === 0).length"), 0)
        self.assertEqual(page.run("return [...document.querySelectorAll('.cell, .chip')]"
                                  ".filter((each) => each.textContent.trim() === '').length"), 0)


if __name__ == "__main__":
    unittest.main()
