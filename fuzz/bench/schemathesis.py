#!/usr/bin/env python3
"""Schemathesis and `fuzz --harness endpoint` on the same servers for the same time: the mock without a fault, before and behind, and with
each of some seeded faults. Prints a table: who found which fault, and how many failures each told.

Schemathesis gets the document that conformance/e2e/openapi_of_model.py makes of the published shapes, and the same seed for each server. It
takes much for a failure that is none here, so a fault counts as found by it if it shows a kind of failure at an operation that neither run
without a fault showed; the lists of failures are left to be read, since chance does that too. A fault counts as found by `fuzz` if it tells
a cause.

Build first: the presets release (sitewise-conformance) and fuzz (endpoint_fuzzer). `schemathesis` has to be installed, or named; the
Python beside it, or this one, needs botocore, which has the shapes.

Example: fuzz/bench/schemathesis.py --seconds 60 --schemathesis /tmp/venv/bin/schemathesis
"""

import argparse
import contextlib
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "build" / "release" / "sitewise-conformance"
FUZZERS = ROOT / "build" / "fuzz"
MUTANTS = ("quoted-number-coerced", "entry-id-pattern-unchecked", "error-code-is-a-number", "success-body-empty", "malformed-json-crashes",
           "zero-results-crash", "body-limit-of-framework", "window-past-unchecked", "first-write-wins", "quality-not-in-key",
           "next-page-repeats-last", "double-through-float")
MOCK_PATIENCE_S = 20


@contextlib.contextmanager
def mock(folder, mutant):
    """Serves the reference server, with a fault if one is named. Gives its target description."""
    target = folder / "target.json"
    target.unlink(missing_ok=True)
    options = ["--mutant", mutant] if mutant else []
    with subprocess.Popen([PROGRAM, "mock", "--port", "0", "--target-out", target, *options], stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as server:
        end = time.monotonic() + MOCK_PATIENCE_S
        while not (target.exists() and target.read_text().rstrip().endswith("}")):
            if server.poll() is not None or time.monotonic() > end:
                sys.exit(f"schemathesis.py: mock with {mutant or 'no fault'} did not start")
            time.sleep(0.1)
        try:
            yield target
        finally:
            server.terminate()


def by_schemathesis(program, document, target, folder, seconds):
    """Returns the kinds of failure with their operations, and how many failures there were."""
    endpoint = json.loads(target.read_text())["endpoint"]
    report = folder / "schemathesis.json"
    report.unlink(missing_ok=True)
    subprocess.run([program, "run", document, "--url", endpoint, "--max-time", str(seconds), "--continue-on-failure", "--warnings", "off",
                    "--seed", "1",
                    "--report", "json", "--report-json-path", report], cwd=folder, capture_output=True, check=False)
    if not report.exists():
        sys.exit("schemathesis.py: schemathesis wrote no report; it has to know --max-time and --report json")
    told = json.loads(report.read_text())
    return ({f"{each['type']} {operation}" for each in told["failures"] for operation in each["operations"]},
            sum(each["count"] for each in told["failures"]))


def by_fuzz(target, folder, seconds):
    """Returns the clauses of the causes."""
    with tempfile.TemporaryDirectory(dir=folder) as own:
        report = pathlib.Path(own) / "report.json"
        done = subprocess.run([PROGRAM, "fuzz", "--harness", "endpoint", "--target", target, "--time", f"{seconds}s", "--jobs", "1",
                               "--fuzzers", FUZZERS, "--seeds", ROOT / "fuzz" / "corpus" / "cases", "--corpus", f"{own}/corpus",
                               "--findings", f"{own}/findings", "--report", f"json={report}", "--quiet"],
                              cwd=own, capture_output=True, text=True, errors="replace", check=False)
        if not report.exists():
            sys.exit(f"schemathesis.py: fuzz wrote no report:\n{done.stdout}{done.stderr}")
        return [cause["clause"] for cause in json.loads(report.read_text()).get("causes", [])]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--schemathesis", default="schemathesis", help="the program, where it is not in the path")
    parser.add_argument("--mutant", action="append", help="a fault of the mock; may be repeated")
    arguments = parser.parse_args()
    program = shutil.which(arguments.schemathesis)
    if program is None:
        sys.exit(f"schemathesis.py: {arguments.schemathesis} is not installed: name it by --schemathesis, or install it with pip")
    for needed in (PROGRAM, FUZZERS / "endpoint_fuzzer"):
        if not needed.exists():
            sys.exit(f"schemathesis.py: {needed} is missing: build the presets release and fuzz")
    beside = pathlib.Path(program).with_name("python")
    python = beside if beside.exists() else sys.executable
    faults = arguments.mutant or MUTANTS
    rows = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        document = folder / "openapi.json"
        with document.open("w") as text:
            subprocess.run([python, ROOT / "conformance" / "e2e" / "openapi_of_model.py"], stdout=text, check=True)
        for fault in ("", *faults, ""):
            with mock(folder, fault) as target:
                kinds, count = by_schemathesis(program, document, target, folder, arguments.seconds)
            with mock(folder, fault) as target:
                causes = by_fuzz(target, folder, arguments.seconds)
            rows.append((fault, kinds, count, causes))
            print(f"# {fault or 'no fault'}: {count} failures by Schemathesis, {len(causes)} causes by fuzz", flush=True)
    usual = rows[0][1] | rows[-1][1]
    print(f"\n| server, {arguments.seconds} s each | Schemathesis | fuzz --harness endpoint |\n|---|---|---|")
    for fault, kinds, count, causes in rows:
        beyond = sorted(kinds - usual) if fault else []
        theirs = f"found: {', '.join(beyond)}" if beyond else "not found" if fault else "no fault"
        ours = f"found: {', '.join(causes)}" if causes and fault else f"ALARM: {', '.join(causes)}" if causes else "no cause"
        print(f"| {f'`{fault}`' if fault else 'no fault'} | {theirs} ({count} failures) | {ours} |")


if __name__ == "__main__":
    main()
