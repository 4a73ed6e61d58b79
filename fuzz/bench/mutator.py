#!/usr/bin/env python3
"""What the contract-aware mutator brings: coverage and mutants killed by mutant_fuzzer in equal time
with it and without it (SWC_FUZZ_MUTATOR=bytes), from the same seeds. Prints medians over the runs.

Build first: cmake --preset fuzz && cmake --build --preset fuzz

Example: fuzz/bench/mutator.py --runs 10 --seconds 20
"""

import argparse
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "build" / "fuzz" / "mutant_fuzzer"
COVERAGE = re.compile(r"cov: (\d+)")
# One plain case: what the seeds already hold is no merit of a mutator.
SEEDS = ROOT / "fuzz" / "corpus" / "canary"


def run(mutator, seed, seconds):
    with tempfile.TemporaryDirectory() as folder:
        findings = pathlib.Path(folder) / "findings"
        corpus = pathlib.Path(folder) / "corpus"
        corpus.mkdir()
        environment = dict(os.environ, SWC_FUZZ_MUTATOR=mutator, SWC_FUZZ_FINDINGS=str(findings))
        done = subprocess.run(
            [PROGRAM, f"-max_total_time={seconds}", f"-seed={seed}",
             f"-dict={ROOT / 'fuzz' / 'corpus' / 'contract.dict'}", f"-artifact_prefix={folder}/",
             corpus, SEEDS],
            env=environment, capture_output=True, text=True, errors="replace")
        if done.returncode != 0:
            sys.exit(f"mutator: {PROGRAM.name} failed:\n{done.stderr[-2000:]}")
        killed = len(list((findings / "records").glob("*"))) if findings.exists() else 0
        coverage = [int(number) for number in COVERAGE.findall(done.stderr)]
        return max(coverage, default=0), killed


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--seconds", type=int, default=20)
    arguments = parser.parse_args()
    results = {"contract": [], "bytes": []}
    for seed in range(1, arguments.runs + 1):
        for mutator, list_of in results.items():
            list_of.append(run(mutator, seed, arguments.seconds))
    print(f"{arguments.runs} runs of {arguments.seconds} s each, from one plain case")
    medians = {}
    for mutator, list_of in results.items():
        medians[mutator] = [statistics.median(column) for column in zip(*list_of)]
        print(f"{mutator:9} coverage {medians[mutator][0]:7,.0f}   mutants killed "
              f"{medians[mutator][1]:5,.0f}")
    print("ratio     coverage {:7.2f}   mutants killed {:5.2f}".format(
        *(a / max(b, 1) for a, b in zip(medians["contract"], medians["bytes"]))))


if __name__ == "__main__":
    main()
