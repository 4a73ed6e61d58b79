#!/usr/bin/env python3
"""What becomes of the suite in front of hostile servers: a table of hostile_server.ROWS.

  SITEWISE_CONFORMANCE=build/release/sitewise-conformance conformance/e2e/hostile_matrix.py --all

plays each row with a default `run`, with `replay` and, if --fuzzers names the folder of endpoint_fuzzer, with
`fuzz --harness endpoint`. It prints verdict, exit code, seconds, CPU seconds and peak MB, and fails if anything takes
longer or more than it may, crashes, or is green. As a test it plays small selections.
"""

import argparse
import concurrent.futures
import contextlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

from e2e_support import BINARY, mock
from hostile_server import ROWS, hostile_server

PEAK_MB_MAX = 200
# Beyond the deadline of a row.
GRACE_SECONDS = 2.0

SEEDS = pathlib.Path(__file__).resolve().parents[2] / "fuzz" / "corpus" / "cases"

CASE = {
    "id": "quality.enum/one", "clauses": ["quality.enum"], "title": "one value, and what it becomes",
    "series": {"s1": {"dataType": "DOUBLE"}},
    "steps": [{"put": {"entries": [{"entryId": "e1", "series": "s1", "by": "alias", "propertyValues": [
        {"value": {"doubleValue": 1.5}, "at": "now-60s", "quality": "GOOD"}]}]}}, {"read_back": ["s1"]}]}

SMALL = ("run", "--phase", "directed", "--no-diagnosis", "--shrink-requests", "0", "--read-deadline", "300ms",
         "--quiet", *(word for clause in ("quality.kept", "response.status", "response.body", "response.error-entries",
                                          "store.acknowledged", "store.no-phantom", "read.history.quality")
                      for word in ("--only", clause)))


class Outcome:
    """How a command ended."""

    def __init__(self, code, seconds, usage, peak_mb, text):
        self.code, self.seconds, self.text = code, seconds, text
        self.cpu = usage.ru_utime + usage.ru_stime
        self.peak_mb = peak_mb

    def last_line(self):
        lines = [line for line in self.text.splitlines() if line.strip()]
        return lines[-1] if lines else ""


def peak_mb_of(pid):
    """What a process needed so far, and each of its children. (ru_maxrss would tell of this process, too.)"""
    peaks = [0.0]
    with contextlib.suppress(OSError):
        children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for each in [pid, *children]:
            if os.readlink(f"/proc/{each}/exe") != os.readlink("/proc/self/exe"):
                for line in pathlib.Path(f"/proc/{each}/status").read_text().splitlines():
                    if line.startswith("VmHWM:"):
                        peaks.append(int(line.split()[1]) / 1024)
    return max(peaks)


def measure(arguments, seconds_max):
    """Runs the binary in a folder of its own, and kills it after `seconds_max`."""
    with tempfile.TemporaryDirectory() as folder, open(os.path.join(folder, "out"), "w+b") as out:
        (pathlib.Path(folder) / "case.json").write_text(json.dumps(CASE))
        started = time.monotonic()
        # pylint: disable-next=consider-using-with; wait4 tells what it used.
        process = subprocess.Popen([BINARY, *arguments], cwd=folder, stdout=out, stderr=subprocess.STDOUT)
        peak_mb = 0.0
        while True:
            peak_mb = max(peak_mb, peak_mb_of(process.pid))
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() - started > seconds_max:
                process.send_signal(signal.SIGKILL)
            time.sleep(0.01)
        seconds = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        return Outcome(process.returncode, seconds, usage, peak_mb, out.read().decode("utf-8", "replace"))


def codes_of(row):
    return row.code if isinstance(row.code, tuple) else (row.code,)


def complaints(row, outcome):
    """What is wrong with how a run of a small selection ended, its time apart."""
    found = troubles(outcome)
    if outcome.code not in codes_of(row):
        found.append(f"exit code {outcome.code}, not {' or '.join(map(str, codes_of(row)))}")
    if row.words not in outcome.text:
        found.append(f"not a word of {row.words!r}")
    return found


def troubles(outcome):
    """What is wrong with how any command ended."""
    found = []
    if outcome.code not in range(5):
        found.append(f"exit code {outcome.code}")
    if outcome.peak_mb > PEAK_MB_MAX:
        found.append(f"{outcome.peak_mb:.0f} MB")
    if any(ord(c) < 32 and c not in "\n\t" or c in "\x7f\x9b\u202e" for c in outcome.text):
        found.append("control characters in the output")
    return found


def too_long(outcome, seconds_max):
    late = outcome.seconds > seconds_max + GRACE_SECONDS
    return [f"{outcome.seconds:.1f} s, {seconds_max:.0f} are allowed"] if late else []


def play(row, target):
    """Plays a small selection against a row."""
    with hostile_server(row, target) as hostile:
        return measure([*SMALL, "--target", hostile], row.seconds * 3 + 60)


def play_all(row, target, fuzzers, seconds, names):
    """Plays a row with whole commands: those of `names`, or all. Yields the name of each, how it ended, and what is wrong."""
    commands = {"run": ["run", "--quiet", "--report", "json=r.json", "--report", "junit=r.xml"],
                "replay": ["replay", "case.json"]}
    if fuzzers:
        commands["fuzz"] = ["fuzz", "--harness", "endpoint", "--time", "10s", "--fuzzers", fuzzers, "--jobs", "1",
                            "--seeds", str(SEEDS)]
    for name in names or commands:
        command = commands[name]
        with hostile_server(row, target) as hostile:
            outcome = measure([*command, "--target", hostile], seconds)
        wrong = troubles(outcome) + too_long(outcome, seconds - GRACE_SECONDS)
        if outcome.code == 0 and 0 not in codes_of(row) and name != "replay":
            wrong.append("green")
        if outcome.code == 2 and 2 not in codes_of(row):
            wrong.append("nothing was tried")
        yield name, outcome, wrong


def show(name, command, outcome, wrong):
    print(f"{name:38} {command:7} {outcome.code:4} {outcome.seconds:6.1f} s {outcome.cpu:5.1f} CPU s "
          f"{outcome.peak_mb:5.0f} MB  {outcome.last_line()[:110]}", flush=True)
    for complaint in wrong:
        print(f"  WRONG: {complaint}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="whole commands; else small selections")
    parser.add_argument("--fuzzers", help="folder of the harness programs")
    parser.add_argument("--command", action="append", choices=("run", "replay", "fuzz"), help="with --all: only these")
    parser.add_argument("--seconds", type=float, default=120, help="what a whole command may take")
    parser.add_argument("--jobs", type=int, default=0, help="rows beside each other")
    parser.add_argument("--every", type=int, default=1, help="only each so-manieth row")
    parser.add_argument("rows", nargs="*", help="only rows whose names hold one of these")
    options = parser.parse_args()
    rows = [row for row in ROWS if not options.rows or any(word in row.name for word in options.rows)]
    failed = 0
    with mock() as target, concurrent.futures.ThreadPoolExecutor(options.jobs or (2 if options.all else 12)) as pool:
        def one(row):
            if options.all:
                return [(row, *result)
                        for result in play_all(row, target, options.fuzzers, options.seconds, options.command)]
            outcome = play(row, target)
            return [(row, "small", outcome, complaints(row, outcome) + too_long(outcome, row.seconds))]
        for results in pool.map(one, rows[::options.every]):
            for row, command, outcome, wrong in results:
                show(row.name, command, outcome, wrong)
                failed += len(wrong)
    print(f"{len(rows[::options.every])} rows, {failed} complaints")
    return 1 if failed or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
