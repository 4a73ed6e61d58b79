#!/usr/bin/env python3
"""What flags of libFuzzer bring: executions, coverage and findings of harnesses in equal processor time
(so that what else the machine does matters little), each from the committed seeds. Prints a table of
Markdown; with several runs the medians.

Coverage is what a run over the corpus of each comes to afterwards, so that all are counted alike.
Findings are mutants killed for `mutant`; for the others what stopped the harness, which should be none.

Build first: cmake --preset fuzz && cmake --build --preset fuzz --target fuzzers

Example: fuzz/bench/engines.py --seconds 30 --runs 3
"""

import argparse
import os
import pathlib
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
HARNESSES = ("request_bytes", "sequence", "response_bytes", "mutant")
# The folder of seeds, and the longest input that the driver allows.
SEEDS = {"request_bytes": ("request_bytes", 16384), "sequence": ("cases", 16384),
         "response_bytes": ("response_bytes", 65536), "mutant": ("cases", 16384)}
DICTIONARY = f"-dict={ROOT / 'fuzz' / 'corpus' / 'contract.dict'}"
# The flags of the driver (fuzz/plan/campaign_plan.cc), and what differs from them.
DRIVER = [DICTIONARY, "-entropic=0"]
VARIANTS = {
    "as the driver": DRIVER,
    "entropic on": [DICTIONARY, "-entropic=1"],
    "no dictionary": DRIVER[1:],
    "value profile": [*DRIVER, "-use_value_profile=1"],
    "cross_over=0": [*DRIVER, "-cross_over=0"],
    "reduce_inputs=0": [*DRIVER, "-reduce_inputs=0"],
    "len_control=100": [*DRIVER, "-len_control=100"],
    "fork": [*DRIVER, "-fork=1"],
}
EXECUTED = re.compile(r"stat::number_of_executed_units:\s*(\d+)|^#(\d+): cov:", re.MULTILINE)
COVERAGE = re.compile(r"cov: (\d+)")


def coverage_of(program, corpus, seeds, length):
    done = subprocess.run([program, "-runs=0", f"-max_len={length}", corpus, seeds], capture_output=True,
                          text=True, errors="replace")
    return max((int(number) for number in COVERAGE.findall(done.stderr)), default=0)


def note_processor_seconds(session, seconds):
    """Notes what each process of a session has had. A parent alone would not do: libFuzzer's forks are not added to it."""
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(") ")[2].split()
        except OSError:  # It has just ended.
            continue
        if int(fields[3]) == session:
            seconds[stat.parent.name] = sum(int(ticks) for ticks in fields[11:13]) / os.sysconf("SC_CLK_TCK")


def run_for(command, environment, seconds, log):
    """Runs a harness until it has had so many seconds of a processor. Returns what it printed."""
    had = {}
    with open(log, "w", errors="replace") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output, start_new_session=True)
        while process.poll() is None and sum(had.values()) < seconds:
            time.sleep(0.1)
            note_processor_seconds(process.pid, had)
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            pass  # With forks it does not listen.
        try:
            os.killpg(process.pid, signal.SIGKILL)  # What is still under way.
        except ProcessLookupError:
            pass
        process.wait()
    return pathlib.Path(log).read_text(errors="replace")


def run(harness, flags, seed, arguments):
    """Returns executions, coverage and findings."""
    program = arguments.build / f"{harness}_fuzzer"
    if not program.exists():
        sys.exit(f"engines: {program} is missing: cmake --build --preset fuzz --target fuzzers")
    folder_of_seeds, length = SEEDS[harness]
    seeds = ROOT / "fuzz" / "corpus" / folder_of_seeds
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        for name in ("corpus", "artifacts", "findings"):
            (place / name).mkdir()
        environment = dict(os.environ, SWC_FUZZ_FINDINGS=str(place / "findings"))
        said = run_for(
            [program, f"-seed={seed}", "-print_final_stats=1", "-timeout=10", "-rss_limit_mb=2048",
             f"-max_len={length}", f"-artifact_prefix={place}/artifacts/", *flags, place / "corpus", seeds],
            environment, arguments.seconds, place / "log")
        counts = [int(a or b) for a, b in EXECUTED.findall(said)]
        if not counts:
            sys.exit(f"engines: {harness} {flags} failed:\n{said[-2000:]}")
        records = place / "findings" / "records"
        findings = len(list(records.glob("*"))) if records.exists() else 0
        findings += len(list((place / "artifacts").glob("*")))
        return counts[-1], coverage_of(program, place / "corpus", seeds, length), findings


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build" / "fuzz")
    parser.add_argument("--harness", choices=HARNESSES, action="append")
    parser.add_argument("--variant", choices=VARIANTS, action="append")
    arguments = parser.parse_args()
    print(f"{arguments.runs} runs of {arguments.seconds} s of a processor each, medians\n")
    print("| harness | flags | executions | coverage | findings |\n|---|---|---|---|---|")
    for harness in arguments.harness or HARNESSES:
        for variant in arguments.variant or VARIANTS:
            results = [run(harness, VARIANTS[variant], seed, arguments)
                       for seed in range(1, arguments.runs + 1)]
            executions, coverage, findings = (statistics.median(column) for column in zip(*results))
            print(f"| {harness} | {variant} | {executions:,.0f} | {coverage:,.0f} | {findings:,.0f} |", flush=True)


if __name__ == "__main__":
    main()
