#!/usr/bin/env python3
"""Whether a short campaign against a server finds bugs that are hard to see: each of twenty seeded bugs alone behind
`mock`, `fuzz --harness endpoint` for a minute with one job, from the committed seeds. Prints for each whether it was found
under a clause that it breaks, when, by how small a case, how many causes were told of that one bug, and the exit code.

The list is by data: of the 1,610 directed and wire cases one shows the bug, rarely more, and of the seeds none (so that only
mutation finds it) or one. They are from all areas; several need two requests or more, an edge, or a text that looks harmless.

Build first: cmake --preset fuzz && cmake --build --preset fuzz --target endpoint_fuzzer

Example: fuzz/bench/hard_mutants.py --time 60s --seed 1 2 3
"""

import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Name, how many seeds show it, what a case has to hold.
MUTANTS = (
    ("single-quotes-accepted", 0, "a body as text, all of its strings in single quotes"),
    ("quoted-seconds-coerced", 0, "timeInSeconds as text"),
    ("half-identified-entry-stored", 0, "an assetId alone, and a read of the series where it leads"),
    ("alias-composed", 0, "two aliases, of an accent that is composed in one of them"),
    ("shorter-alias-names-property", 0, "a read by an alias that lacks its last letter"),
    ("nanos-carried", 0, "offsetInNanos of exactly 1000000000"),
    ("boolean-stored-in-integer", 0, "a booleanValue for an INTEGER property"),
    ("string-delete-accepted", 0, "one control character of 65 in a string"),
    ("null-letter-lost", 0, "a nullValue of a property's type, and its letter in the read"),
    ("empty-quality-is-good", 0, "a quality that is an empty text"),
    ("overwrite-by-null-ignored", 0, "two writes of a time and quality, the second one null"),
    ("history-by-second-and-arrival", 0, "values of one second that arrive against the order of their nanoseconds"),
    ("latest-ignores-future", 0, "a current value ahead of the clock"),
    ("latest-ignores-overwritten", 0, "a newest value that was overwritten"),
    ("next-page-forgets-start", 0, "descending pages of a range with values in front of it"),
    ("latest-by-alias-cached", 0, "two writes and two reads of the current value, by alias"),
    ("string-format-applied", 0, "a printf form in a string"),
    ("cut-token-crashes", 0, "a second page of a batch by a token without its last character"),
    ("window-past-exclusive", 1, "a time of exactly seven days ago"),
    ("every-seventh-put-lost", 1, "seven puts in a row"),
)


def declared(program):
    """Returns the clauses that each seeded bug breaks, as `mock --list` tells them."""
    clauses, name = {}, None
    listing = subprocess.run([program, "mock", "--list"], capture_output=True, text=True, check=True).stdout
    for line in listing.partition("MUTANTS")[2].splitlines():
        if line.startswith("    breaks "):
            clauses[name] = line.strip()[len("breaks "):].split(", ")
        elif line.strip():
            name = line.split()[0]
    return clauses


def size_of(finding):
    """Returns how many steps and values its case has."""
    steps = finding["case"]["steps"]
    values = sum(len(entry.get("propertyValues") or ()) for step in steps if isinstance(step.get("put"), dict)
                 for entry in step["put"].get("entries") or () if isinstance(entry, dict))
    return len(steps), values


def campaign(mutant, target, seed, options, folder):
    """Returns the report, the exit code, and the seconds to the first finding."""
    report = folder / "report.json"
    command = [options.program, "fuzz", "--harness", "endpoint", "--target", target, "--fuzzers", options.fuzzers,
               "--seeds", options.seeds, "--jobs", "1", "--time", options.time, "--seed", str(seed), "--corpus",
               folder / "corpus", "--findings", folder / "findings", "--report", f"json={report}", *options.words]
    begun, first = time.monotonic(), None
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                               errors="replace")
    output = collections.deque(maxlen=40)
    for line in process.stdout:
        output.append(line)
        if first is None and line.startswith(("FAIL", "WARN")):
            first = time.monotonic() - begun
    code = process.wait()
    if not report.exists():
        sys.exit(f"hard_mutants: {mutant}: no report, exit code {code}:\n{''.join(output)}")
    return json.loads(report.read_text()), code, first


def play(mutant, clauses, seed, options):
    """Returns whether the bug was found rightly, and prints its row."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        target = folder / "target.json"
        server = subprocess.Popen([options.program, "mock", "--port", "0", "--target-out", target, "--mutant", mutant],
                                  stdout=subprocess.PIPE, text=True)
        try:
            server.stdout.readline()
            report, code, first = campaign(mutant, target, seed, options, folder)
        finally:
            server.terminate()
            server.wait()
            server.stdout.close()
        if options.keep:
            kept = options.keep / f"{mutant}-{seed}.json"
            kept.write_text(json.dumps(report, indent=1))
    # The mock is right but for this bug, so that each finding that showed itself again is of it.
    found = [finding for finding in report["findings"] if finding["case"].get("seen", {}).get("reproduced")]
    once = "once" if report["findings"] else "no"
    causes = report["causes"]
    under = causes[0]["clause"] if causes else "-"
    declared_one = any(finding["clause"] in clauses for finding in found)
    named = sum(cause["mutant"] == mutant for cause in causes)
    steps, values = min(map(size_of, found), default=(0, 0))
    print(f"| {mutant} | {seed} | {'yes' if found else once} | {'-' if first is None else f'{first:.0f}'} | {under} | "
          f"{'yes' if declared_one else 'no'} | {steps} / {values} | {len(causes)} | {'yes' if named else 'no'} | {code} |", flush=True)
    return bool(found), declared_one, len(causes) == 1, 0 < steps <= 3


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--time", default="60s")
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    parser.add_argument("--only", nargs="+", choices=[row[0] for row in MUTANTS])
    parser.add_argument("--seeds", type=pathlib.Path, default=ROOT / "fuzz/corpus/cases")
    parser.add_argument("--fuzzers", type=pathlib.Path, default=ROOT / "build/fuzz")
    parser.add_argument("--program", type=pathlib.Path,
                        default=os.environ.get("SITEWISE_CONFORMANCE", ROOT / "build/release/sitewise-conformance"))
    parser.add_argument("--keep", type=pathlib.Path, help="folder for the reports")
    parser.add_argument("words", nargs="*", help="more words for `fuzz`, behind --")
    options = parser.parse_args()
    for name in ("seeds", "fuzzers", "program"):
        setattr(options, name, getattr(options, name).resolve())
    clauses = declared(options.program)
    print("| mutant | seed | found | after s | under | declared | steps / values | causes | named | exit code |\n"
          "|---|--:|---|--:|---|---|--:|--:|---|--:|")
    results = [play(mutant, clauses[mutant], seed, options) for seed in options.seed for mutant, _, _ in MUTANTS
               if not options.only or mutant in options.only]
    found, right, one, small = (sum(column) for column in zip(*results))
    print(f"\n{found} of {len(results)} found, {right} under a clause that the bug breaks, {one} as one cause, "
          f"{small} in at most three steps")


if __name__ == "__main__":
    main()
