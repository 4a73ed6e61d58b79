#!/usr/bin/env python3
"""Executions per second of request_bytes_fuzzer over its committed corpus, on one core.

Runs every seed many times in one process, with and without sanitizers, in turn, and prints the
median and the ratio. Build first: cmake --preset fuzz && cmake --build --preset fuzz, and the same
with fuzz-asan.

Example: fuzz/bench/throughput.py --rounds 5
"""

import argparse
import pathlib
import re
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXECUTED = re.compile(r"^Executed .* in (\d+) ms", re.MULTILINE)
# Rounds so long that the milliseconds in which libFuzzer counts do not matter.
RUNS = {"fuzz": 400, "fuzz-asan": 60}


def executions_per_second(preset, harness):
    seeds = sorted((ROOT / "fuzz" / "corpus" / harness).iterdir())
    program = ROOT / "build" / preset / f"{harness}_fuzzer"
    if not program.exists():
        sys.exit(f"throughput: {program} is missing; cmake --preset {preset} && "
                 f"cmake --build --preset {preset}")
    command = ["taskset", "-c", "0", program, f"-runs={RUNS[preset]}", *seeds]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    times = [int(ms) for ms in EXECUTED.findall(done.stderr)]
    return len(seeds) * RUNS[preset] / (sum(times) / 1000)


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--harness", default="request_bytes")
    arguments = parser.parse_args()
    rates = {preset: [] for preset in RUNS}
    for _ in range(arguments.rounds):
        for preset in RUNS:
            rates[preset].append(executions_per_second(preset, arguments.harness))
    medians = {preset: statistics.median(values) for preset, values in rates.items()}
    for preset, values in rates.items():
        print(f"{preset:10} {medians[preset]:9,.0f} executions/s   "
              f"(min {min(values):,.0f}, max {max(values):,.0f})")
    print(f"ratio      {medians['fuzz'] / medians['fuzz-asan']:9.2f}")


if __name__ == "__main__":
    main()
