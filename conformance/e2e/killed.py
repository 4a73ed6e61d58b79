#!/usr/bin/env python3
"""Ends `run`, `fuzz` and `mock` by signals at random moments, and looks at what they leave behind.

  SITEWISE_CONFORMANCE=build/release/sitewise-conformance conformance/e2e/killed.py --count 50

Each of SIGKILL, SIGTERM and SIGINT comes so often, the commands in turn, the moments from a fixed seed. What has to hold:
files are whole, no process is left, the exit code says what happened, and nobody says CONFORMS. Of `fuzz` the harness is
fake_fuzzer.py, or those in the folder --fuzzers.
"""

import argparse
import collections
import contextlib
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree

from e2e_support import BINARY, endpoint_of, mock

SEEDS = pathlib.Path(__file__).resolve().parents[2] / "fuzz" / "corpus" / "cases"
SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
# The longest moment: each of the commands has still much to do then.
SECONDS_MAX = {"run": 2.5, "fuzz": 2.5, "mock": 1.0}
END_SECONDS_MAX = 8
# What a command may say that was stopped: COULD NOT TEST and INCOMPLETE, and DEVIATES where something was found before.
CODES = {"run": (1, 4), "fuzz": (1, 4), "mock": (0,)}


def command_of(name, target, fuzzers):
    if name == "run":
        return ["run", "--target", target, "--cases", "20000", "--report", "json=r.json", "--report", "ndjson=r.ndjson",
                "--report", "junit=r.xml", "--report", "html=r.html"]
    if name == "fuzz":
        return ["fuzz", "--fuzzers", fuzzers, "--harness", "endpoint", "--endpoint", endpoint_of(target), "--time", "60s",
                "--jobs", "2", "--seeds", str(SEEDS), "--report", "json=r.json"]
    return ["mock", "--port", "0", "--target-out", "t.json"]


def asks_for(number, pid):
    """Returns whether a process catches a signal, or waits for it."""
    with contextlib.suppress(OSError):
        for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(("SigCgt:", "SigBlk:")) and int(line.split()[1], 16) >> (number - 1) & 1:
                return True
    return False


def torn(folder):
    """Yields the files that are not whole."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name == "out" or "corpus" in path.parts or not path.stat().st_size:
            continue
        text = path.read_bytes().decode("utf-8", "strict")
        try:
            if path.suffix == ".json":
                json.loads(text)
            elif path.suffix == ".ndjson":
                for line in text.splitlines():
                    json.loads(line)
                if not text.endswith("\n"):
                    yield f"{path.name}: its last line has no end"
            elif path.suffix == ".xml":
                xml.etree.ElementTree.fromstring(text)
            elif path.suffix == ".html" and not text.rstrip().endswith("</html>"):
                yield f"{path.name}: no end"
        except (ValueError, xml.etree.ElementTree.ParseError) as error:
            yield f"{path.name}: {error}"


def left_in(folder):
    """Returns the processes that work in `folder`, or were begun with a file of it."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if os.readlink(entry / "cwd").startswith(str(folder)):
                    found.append((entry / "comm").read_text().strip())
    return found


def wait_until_none_is_left(folder):
    deadline = time.monotonic() + 3
    while (left := left_in(folder)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def play(name, number, moment, target, fuzzers):
    """Starts a command, sends it a signal at `moment`. Returns how it ended, and what is wrong with that."""
    with tempfile.TemporaryDirectory() as at:
        folder = pathlib.Path(at).resolve()
        with open(folder / "out", "w+b") as out:
            # pylint: disable-next=consider-using-with; it is waited for below.
            process = subprocess.Popen([BINARY, *command_of(name, target, fuzzers)], cwd=folder, stdout=out, stderr=out,
                                       env=dict(os.environ, FAKE_FUZZER="finding"))
            time.sleep(moment)
            early = process.poll() is not None
            asked = asks_for(number, process.pid)
            process.send_signal(number)
            try:
                code = process.wait(timeout=END_SECONDS_MAX)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                code = "no end"
            text = (folder / "out").read_text(errors="replace")
        wrong = list(torn(folder))
        if left := wait_until_none_is_left(folder):
            wrong.append(f"left behind: {', '.join(left)}")
        # Until it has asked for a signal it is ended by it as any program.
        if code not in (CODES[name] if asked else (-number, *CODES[name])):
            wrong.append(f"exit code {code}")
        if early:
            wrong.append("it ended before the signal")
        if "CONFORMS:" in text or any("CONFORMS" == verdict_in(path) for path in folder.glob("r.json")):
            wrong.append("CONFORMS")
        return code, [f"{complaint}: {text[-300:]!r}" for complaint in wrong]


def verdict_in(path):
    try:
        return json.loads(path.read_text()).get("verdict")
    except ValueError:
        return None  # Torn, or not yet begun.


def play_all(count, seed, fuzzers, out):
    """Sends each signal `count` times, to the commands in turn. Returns the complaints."""
    dice = random.Random(seed)
    complaints = []
    with tempfile.TemporaryDirectory() as own, mock() as target:
        if fuzzers is None:
            fuzzers = own
            shutil.copy(pathlib.Path(__file__).with_name("fake_fuzzer.py"), pathlib.Path(own) / "endpoint_fuzzer")
        ends = collections.defaultdict(collections.Counter)
        for number in SIGNALS:
            for turn in range(count):
                name = tuple(CODES)[turn % len(CODES)]
                moment = dice.uniform(0.03, SECONDS_MAX[name])
                code, wrong = play(name, number, moment, target, str(fuzzers))
                ends[name, number][code] += 1
                complaints += [f"{name}, {number.name} after {moment:.3f} s: {each}" for each in wrong]
        for (name, number), codes in sorted(ends.items()):
            print(f"{name:5} {number.name:8} " + ", ".join(f"exit code {code}: {times}" for code, times in
                                                        sorted(codes.items(), key=str)), file=out, flush=True)
    return complaints


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=50, help="how often each signal comes")
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--fuzzers", help="folder of harness programs")
    options = parser.parse_args()
    complaints = play_all(options.count, options.seed, options.fuzzers, sys.stdout)
    for complaint in complaints:
        print(f"WRONG: {complaint}")
    print(f"{3 * options.count} signals, {len(complaints)} complaints")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
