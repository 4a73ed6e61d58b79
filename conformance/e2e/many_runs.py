#!/usr/bin/env python3
"""Runs a smoke selection against one mock again and again, and counts the verdicts: they have to be equal.

  SITEWISE_CONFORMANCE=build/release/sitewise-conformance conformance/e2e/many_runs.py --count 1000

Equal is more than an exit code: the last line, and the verdict of each clause with the alternative that it chose.
"""

import argparse
import collections
import json
import pathlib
import subprocess
import sys
import tempfile
import time

from e2e_support import BINARY, mock

SMOKE = ("run", "--quiet", "--only", "quality", "--only", "duplicate", "--only", "time.window", "--phase", "directed",
         "--phase", "metamorphic", "--cases", "40", "--read-deadline", "100ms", "--report", "json=r.json")


def verdict_of(target, folder):
    """Returns what a run says of the mock, as one line."""
    done = subprocess.run([BINARY, *SMOKE, "--target", target], cwd=folder, capture_output=True, text=True, timeout=120,
                          check=False)
    record = json.loads((folder / "r.json").read_text())
    clauses = [f"{clause['id']}={clause['verdict']}{clause.get('alternative', '')}" for clause in record["clauses"]]
    return f"exit code {done.returncode}: {done.stdout.splitlines()[-1]} [{' '.join(clauses)}]{done.stderr}"


def count(times, every, out):
    """Runs so often. Returns how often each verdict came."""
    verdicts = collections.Counter()
    with mock() as target, tempfile.TemporaryDirectory() as name:
        begun = time.monotonic()
        for number in range(1, times + 1):
            verdicts[verdict_of(target, pathlib.Path(name))] += 1
            if number % every == 0 or number == times:
                print(f"{number} runs in {time.monotonic() - begun:.0f} s: {len(verdicts)} different", file=out, flush=True)
    return verdicts


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=1000)
    options = parser.parse_args()
    verdicts = count(options.count, 100, sys.stdout)
    for verdict, times in verdicts.most_common():
        print(f"{times} times {verdict if len(verdicts) > 1 else verdict.split(' [')[0]}")
    return 0 if len(verdicts) == 1 else 1


if __name__ == "__main__":
    sys.exit(main())
