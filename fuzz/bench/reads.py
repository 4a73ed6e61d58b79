#!/usr/bin/env python3
"""How soon a campaign finds code that parses a part of a read without care: executions and seconds
until plugin_fuzzer ends in fuzz/bench/stumbling_handler.cc, for each of its faults, from one plain
case that reads nothing (or from the committed seeds, with --seeds). Builds the preset `plugin` with
that handler first, unless --program names what is built.

Example: fuzz/bench/reads.py --runs 3 --seconds 60
"""

import argparse
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
FAULTS = ("maxResults", "nextToken", "startDate", "timeOrdering", "qualities", "doubled", "utf8",
          "batch-maxResults", "batch-qualities")
EXECUTED = re.compile(r"stat::number_of_executed_units:\s*(\d+)")
SOURCES = ("fuzz/examples/ingest_put.cc", "fuzz/examples/ingest_query.cc", "fuzz/examples/ingest_reads.cc",
           "fuzz/examples/ingest_handler.cc", "fuzz/bench/stumbling_handler.cc")


def build():
    """Returns the plugin_fuzzer that is linked with the handler."""
    objects = ROOT / "build" / "stumbling"
    objects.mkdir(parents=True, exist_ok=True)
    made = []
    for source in SOURCES:
        target = objects / (pathlib.Path(source).stem + ".o")
        flags = ["-Dsitewise_plugin_handle=example_handle"] if source.endswith("ingest_handler.cc") else []
        subprocess.run(["clang++-19", "-std=c++23", "-O1", "-g1", "-fsanitize=fuzzer-no-link", f"-I{ROOT}",
                        *flags, "-c", ROOT / source, "-o", target], check=True)
        made.append(str(target))
    folder = ROOT / "build" / "plugin-stumbling"
    subprocess.run(["cmake", "--preset", "plugin", "-B", folder, f"-DSWC_PLUGIN={';'.join(made)}"], cwd=ROOT,
                   check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", folder, "--target", "plugin_fuzzer"], cwd=ROOT, check=True,
                   stdout=subprocess.DEVNULL)
    return next(folder.rglob("plugin_fuzzer"))


def run(program, fault, seed, arguments):
    """Returns the executions and seconds until the fault showed, or None for the seconds if it did not."""
    seeds = ROOT / "fuzz" / "corpus" / ("cases" if arguments.seeds else "canary")
    with tempfile.TemporaryDirectory() as folder:
        corpus = pathlib.Path(folder) / "corpus"
        corpus.mkdir()
        began = time.monotonic()
        done = subprocess.run(
            [program, f"-max_total_time={arguments.seconds}", f"-seed={seed}", "-print_final_stats=1",
             "-max_len=16384", f"-dict={ROOT / 'fuzz' / 'corpus' / 'contract.dict'}",
             f"-artifact_prefix={folder}/", corpus, seeds],
            env=dict(os.environ, STUMBLE=fault), capture_output=True, text=True, errors="replace")
        seconds = time.monotonic() - began
        executed = EXECUTED.search(done.stderr)
        if executed is None:
            sys.exit(f"reads: {program} failed:\n{done.stderr[-2000:]}")
        found = any(pathlib.Path(folder).glob("crash-*"))
        return int(executed[1]), seconds if found else None


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seeds", action="store_true", help="begin with the committed seeds")
    parser.add_argument("--program", type=pathlib.Path, help="plugin_fuzzer, linked with the handler")
    parser.add_argument("--only", choices=FAULTS, action="append")
    arguments = parser.parse_args()
    program = arguments.program or build()
    print(f"{'fault':17} {'found':>7} {'executions':>21} {'seconds':>8}   (medians of {arguments.runs} runs, "
          f"{arguments.seconds} s at most)")
    for fault in arguments.only or FAULTS:
        results = [run(program, fault, seed, arguments) for seed in range(1, arguments.runs + 1)]
        found = [result for result in results if result[1] is not None]
        executions = statistics.median(result[0] for result in results)
        seconds = f"{statistics.median(result[1] for result in found):8.1f}" if found else "       -"
        print(f"{fault:17} {len(found):>3} of {arguments.runs} {executions:>21,.0f} {seconds}", flush=True)


if __name__ == "__main__":
    main()
