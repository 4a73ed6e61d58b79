"""The verdict says no more than was shown: cut, blind and misled runs as a user meets them."""

import json
import os
import pathlib
import signal
import subprocess
import tempfile
import time
import unittest

from e2e_support import BINARY, SOON, mock, run
from odd_server import odd_server, until

# A few clauses that puts and reads of all kinds exercise, and that are quickly tested.
FEW = ("--only", "store", "--only", "read.latest", "--only", "read.history.shape", "--only", "entry.valid")


def verdict_of(done):
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""


class CutRuns(unittest.TestCase):

    def expect_incomplete(self, done, word):
        self.assertEqual(done.returncode, 4, done.stdout + done.stderr)
        self.assertTrue(verdict_of(done).startswith("INCOMPLETE"), done.stdout)
        self.assertIn(word, verdict_of(done))

    def test_a_budget_of_requests_reaches_every_phase(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "r.json")
            done = run("run", "--max-requests", "5000", *SOON, "--report", f"json={path}")
            self.expect_incomplete(done, "--max-requests 5000 ended the run before its end")
            report = json.loads(pathlib.Path(path).read_text())
            self.assertEqual(report["verdict"], "INCOMPLETE")
            self.assertEqual(report["exit_code"], 4)
            self.assertEqual(len(report["limits_hit"]), 1)
            self.assertFalse(report["interrupted"])
            self.assertLess(report["shown"]["exercised"], report["shown"]["can_show"])
            phases = {phase["name"]: phase["cases"] for phase in report["phases"]}
            for name in ("directed", "pairwise", "stateful", "metamorphic", "wire", "concurrency", "random"):
                self.assertGreater(phases[name], 0, name)
            self.assertLessEqual(report["stats"]["requests"], 5000)

    def test_five_requests_show_nothing(self):
        self.expect_incomplete(run("run", "--max-requests", "5"), "--max-requests 5")

    def test_time_that_ends_before_the_fixed_phases(self):
        self.expect_incomplete(run("run", "--time", "1s"), "--time 1s ended the run")

    def test_a_selection_that_was_mostly_not_exercised(self):
        with odd_server("bytes nobody reads") as (target, _):
            done = run("run", "--target", target, *SOON, "--only", "entry.valid", "--only", "read.latest")
            self.assertNotEqual(done.returncode, 0, done.stdout)
            self.assertNotIn("CONFORMS", done.stdout)

    def test_only_says_which_phases_it_leaves_out(self):
        done = run("run", "--only", "entry.valid")
        self.assertIn("--only leaves out the phases pairwise, stateful, random", done.stdout)


class Signals(unittest.TestCase):

    def interrupted(self, command, which, condition):
        with tempfile.TemporaryDirectory() as folder:
            report = os.path.join(folder, "r.json")
            junit = os.path.join(folder, "r.xml")
            with open(os.path.join(folder, "out"), "w+", encoding="utf-8") as out:
                process = subprocess.Popen(
                    [BINARY, *command, "--report", f"json={report}", "--report", f"junit={junit}"],
                    cwd=folder, stdout=out, stderr=subprocess.STDOUT)
                self.assertTrue(until(condition))
                process.send_signal(which)
                started = time.monotonic()
                code = process.wait(timeout=20)
                seconds = time.monotonic() - started
                out.seek(0)
                text = out.read()
            self.assertLess(seconds, 4, text)  # Two seconds, and as many for a busy machine.
            self.assertIn("<testsuite", pathlib.Path(junit).read_text())
            return code, text, json.loads(pathlib.Path(report).read_text())

    def test_a_run_that_is_interrupted_is_incomplete(self):
        for which in (signal.SIGINT, signal.SIGTERM):
            with odd_server("none") as (target, server):
                code, text, report = self.interrupted(("run", "--target", target), which,
                                                      lambda server=server: server.requests > 300)
                self.assertEqual(code, 4, text)
                self.assertIn("INCOMPLETE: interrupted", text)
                self.assertTrue(report["interrupted"])
                self.assertEqual(report["verdict"], "INCOMPLETE")

    def test_a_server_that_does_not_answer_delays_no_end(self):
        with odd_server("slow") as (target, server):
            code, text, report = self.interrupted(("run", "--target", target), signal.SIGINT,
                                                  lambda: server.requests > 0)
            self.assertEqual(code, 4, text)
            self.assertIn("interrupted before the first case", text)
            self.assertTrue(report["interrupted"])

    def test_the_second_signal_ends_at_once(self):
        with odd_server("slow") as (target, server), tempfile.TemporaryDirectory() as folder:
            process = subprocess.Popen([BINARY, "run", "--target", target], cwd=folder,
                                       stdout=subprocess.DEVNULL)
            self.assertTrue(until(lambda: server.requests > 0))
            process.send_signal(signal.SIGINT)
            time.sleep(0.05)
            process.send_signal(signal.SIGINT)
            started = time.monotonic()
            self.assertEqual(process.wait(timeout=20), -signal.SIGINT)
            self.assertLess(time.monotonic() - started, 1)


class WhatMeansNothing(unittest.TestCase):

    def test_is_refused_before_the_run(self):
        with tempfile.TemporaryDirectory() as folder:
            same = os.path.join(folder, "r")
            for arguments, word in (
                    (("--endpoint", ""), "--endpoint: it is empty"),
                    (("--target", ""), "--target: it is empty"),
                    (("--seed", "-1"), "--seed"),
                    (("--cases", "-5"), "--cases"),
                    (("--time", ""), "--time"),
                    (("--time", "0"), "--time"),
                    (("--min-coverage", "nan"), "--min-coverage"),
                    (("--max-requests", "1e3"), "--max-requests"),
                    (("--report", f"json={same}", "--report", f"junit={same}"), "two reports"),
                    (("--report", f"json={folder}"), "it is a folder"),
                    (("--report", "json=/proc/nowhere/r.json"), "cannot be written")):
                done = run("run", *arguments)
                self.assertEqual(done.returncode, 2, (arguments, done.stdout))
                self.assertEqual(len(done.stderr.strip().splitlines()), 1, done.stderr)
                self.assertIn(word, done.stderr)
                self.assertEqual(done.stdout, "")

    def test_an_unwritable_case_folder_costs_neither_reports_nor_verdict(self):
        with mock("--mutant", "double-unbounded") as target, tempfile.TemporaryDirectory() as folder:
            report = os.path.join(folder, "r.json")
            blocked = os.path.join(folder, "file")
            pathlib.Path(blocked).write_text("no folder")
            done = run("run", "--target", target, "--only", "value.double", "--report", f"json={report}",
                       "--case-dir", os.path.join(blocked, "cases"))
            self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
            self.assertIn("warning: no case file", done.stderr)
            self.assertEqual(json.loads(pathlib.Path(report).read_text())["verdict"], "DEVIATES")


class BlindRuns(unittest.TestCase):

    def run_against(self, behaviour, *arguments, **changes):
        with odd_server(behaviour, **changes) as (target, server):
            with tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, "r.json")
                done = run("run", "--target", target, *SOON, "--report", f"json={path}", *arguments)
                report = json.loads(pathlib.Path(path).read_text()) if os.path.exists(path) else None
                return done, report, server.requests

    def verdicts(self, report):
        return {clause["id"]: (clause["verdict"], clause["reason"]) for clause in report["clauses"]}

    def test_a_read_that_does_not_exist_blocks_what_needs_it(self):
        for behaviour, status in (("latest is 404", "404"), ("latest is 501", "501")):
            done, report, _ = self.run_against(behaviour, *FEW)
            self.assertEqual(done.returncode, 4, done.stdout)
            self.assertIn(f"GET /properties/latest: the target has no such operation (status {status}",
                          verdict_of(done))
            verdict, reason = self.verdicts(report)["read.latest.newest"]
            self.assertEqual(verdict, "BLOCKED")
            self.assertIn("no such operation", reason)
            self.assertEqual(report["findings"], [])

    def test_a_read_that_shows_nothing_is_no_proof(self):
        done, _, _ = self.run_against("latest is empty", *FEW)
        self.assertNotEqual(done.returncode, 0, done.stdout)
        self.assertNotIn("CONFORMS", done.stdout)

    def test_puts_alone_are_incomplete_unless_that_was_said(self):
        done, _, _ = self.run_against("no reads", *FEW)
        self.assertEqual(done.returncode, 4, done.stdout)
        self.assertIn("nothing that is stored can be read", done.stdout)
        done, report, _ = self.run_against("no reads", "--only", "entry", "--only", "store", reads="none")
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn("stored state not tested", verdict_of(done))
        self.assertEqual(self.verdicts(report)["store.acknowledged"],
                         ("UNTESTED", "the target lacks: reads.history"))

    def test_a_refused_read_is_one_finding_and_blocks_the_rest(self):
        done, report, _ = self.run_against("history is 422", *FEW)
        self.assertEqual(done.returncode, 1, done.stdout)
        failing = {finding["clause"] for finding in report["findings"]}
        self.assertLessEqual(len(failing), 2, failing)
        self.assertEqual(self.verdicts(report)["store.rejected"][0], "BLOCKED")

    def test_a_store_that_keeps_nothing_is_one_headline(self):
        done, report, _ = self.run_against("stores nothing", *FEW)
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("note: nothing that is stored can be read", done.stdout)
        self.assertLessEqual(len({finding["clause"] for finding in report["findings"]}), 3)
        self.assertNotIn("visible after", done.stdout)

    def test_redirects_and_pages_for_people_are_one_line(self):
        for behaviour, word in (("redirects", "it redirects POST /properties to https://elsewhere.test/"),
                                ("pages for people", "an HTML page")):
            done, _, requests = self.run_against(behaviour)
            self.assertEqual(done.returncode, 3, done.stdout)
            self.assertIn(word, verdict_of(done))
            self.assertLess(requests, 20)

    def test_a_property_that_is_not_there_is_named(self):
        with mock() as target, tempfile.TemporaryDirectory() as folder:
            description = json.loads(pathlib.Path(target).read_text())
            description["properties"][0]["propertyId"] = "deadbeef-0000-4000-8000-000000000000"
            wrong = os.path.join(folder, "t.json")
            pathlib.Path(wrong).write_text(json.dumps(description))
            done = run("run", "--target", wrong)
            self.assertEqual(done.returncode, 2, done.stdout)
            self.assertIn(f"property '{description['properties'][0]['name']}'", done.stdout + done.stderr)


class ServersAtFault(unittest.TestCase):

    def findings(self, behaviour, *arguments):
        with odd_server(behaviour) as (target, server), tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "r.json")
            started = time.monotonic()
            done = run("run", "--target", target, *SOON, "--report", f"json={path}", *arguments)
            report = json.loads(pathlib.Path(path).read_text())
            return done, report, time.monotonic() - started

    def test_an_internal_error_of_one_type_is_a_finding(self):
        done, report, _ = self.findings("integers fail", "--only", "value.integer", "--only", "read.latest",
                                        "--only", "robust", "--only", "read.batch.agrees")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertEqual({finding["clause"] for finding in report["findings"]}, {"robust.server-error"})

    def test_an_internal_error_for_one_parameter_is_a_finding_and_no_choice(self):
        done, report, _ = self.findings("bad page size fails", "--only", "read.request", "--only", "robust")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertEqual({finding["clause"] for finding in report["findings"]}, {"robust.server-error"})

    def test_two_proven_hangs_of_a_kind_are_enough(self):
        done, report, seconds = self.findings("long numbers hang", "--only", "wire.number", "--only", "value.double",
                                              "--only", "robust")
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertLess(seconds, 75)
        self.assertIn("robust.connection", {finding["clause"] for finding in report["findings"]})

    def test_a_misshapen_list_hides_nothing_behind_untrue_reasons(self):
        done, report, _ = self.findings("null histories", *FEW)
        self.assertEqual(done.returncode, 1, done.stdout)
        for clause in report["clauses"]:
            self.assertNotIn("the target lacks: a measurement", clause["reason"], clause)


if __name__ == "__main__":
    unittest.main()
