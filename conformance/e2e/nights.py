#!/usr/bin/env python3
"""Plays three nights of a server's owner: fuzz, mend one of three bugs, fuzz, bring in another one, fuzz.

  SITEWISE_CONFORMANCE=build/release/sitewise-conformance conformance/e2e/nights.py --fuzzers build/fuzz --time 60s

Prints what each night said first, its last line, exit code and seconds. The server is a mock with seeded bugs. It listens on
another port each night, and corpus and findings stay, as they do on a CI server. The new bug of the third night shows itself
by a signature that the mended one of the first night had, so that an old case cannot stand for it.
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile
import time

from e2e_support import BINARY, mock

# Bugs of each night. The second has the double mended; the new bug of the third is another one of doubles.
NIGHTS = (("window-future-300s", "quality-in-lower-case", "double-through-float"),
          ("window-future-300s", "quality-in-lower-case"),
          ("window-future-300s", "quality-in-lower-case", "double-with-15-digits"))


def play(number, mutants, options, folder):
    """Runs the campaign of one night. Returns its exit code."""
    switches = [word for mutant in mutants for word in ("--mutant", mutant)]
    with mock(*switches) as target:
        begun = time.monotonic()
        done = subprocess.run(
            [BINARY, "fuzz", "--harness", "endpoint", "--target", target, "--fuzzers", options.fuzzers, "--seeds",
             options.seeds, "--time", options.time, "--corpus", "corpus", "--findings", "findings", *options.words],
            cwd=folder, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - begun
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    print(f"== night {number}: {', '.join(mutants)}")
    print("\n".join(line[:options.columns] for line in lines[:options.lines]))
    print(f"   [{max(0, len(lines) - options.lines)} more lines, of which the last:]")
    ending = next((i for i, line in enumerate(lines) if " executions in " in line), len(lines) - 1)
    print("\n".join(line[:options.columns] for line in lines[ending:]) + done.stderr)
    print(f"== night {number}: exit code {done.returncode} after {seconds:.0f} s\n", flush=True)
    return done.returncode


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fuzzers", required=True, help="folder of endpoint_fuzzer")
    parser.add_argument("--seeds", default=pathlib.Path(__file__).parents[2] / "fuzz/corpus/cases")
    parser.add_argument("--time", default="60s")
    parser.add_argument("--lines", type=int, default=15)
    parser.add_argument("--columns", type=int, default=160)
    parser.add_argument("words", nargs="*", help="more words for `fuzz`, behind --")
    options = parser.parse_args()
    options.fuzzers = pathlib.Path(options.fuzzers).resolve()
    options.seeds = pathlib.Path(options.seeds).resolve()
    with tempfile.TemporaryDirectory() as folder:
        codes = [play(number, mutants, options, folder) for number, mutants in enumerate(NIGHTS, 1)]
    return 0 if codes == [1, 1, 1] else 1


if __name__ == "__main__":
    sys.exit(main())
