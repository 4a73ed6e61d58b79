#!/usr/bin/env python3
"""Measures how much of the judge and of the model the unit tests execute (llvm-cov).

Builds the preset `coverage`, runs the unit tests, and prints lines and branches of each file. Exit
code 1 if the sum lies below the bar. Branches are counted once each, over all instantiations.

Example: cmake/scripts/coverage.py
         cmake/scripts/coverage.py --show conformance/judge/put/judge.cc   # its lines that nothing executes
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "coverage"
PROFILES = BUILD / "profiles"
PROGRAMS = ("swc_spec_test", "swc_reference_test", "swc_generators_test", "swc_conformance_test")
LINES_PERCENT_MIN = 95.0
BRANCHES_PERCENT_MIN = 90.0

# What decides: the reading of a request, the model and its store, and all that judges.
MEASURED = re.compile(r"^(reference/(reading|model)|conformance/judge(/put|/read)?)/[a-z_]*\.(cc|h)$"
                      r"|^conformance/run/tally\.(cc|h)$")


def build():
    subprocess.run(["cmake", "--preset", "coverage"], cwd=ROOT, check=True,
                   stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", "--preset", "coverage", "--parallel", str(os.cpu_count()),
                    "--target", *PROGRAMS], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def run_tests():
    """Runs every program; returns the merged profile."""
    for program in PROGRAMS:
        environment = dict(os.environ, LLVM_PROFILE_FILE=str(PROFILES / f"{program}.profraw"))
        subprocess.run([BUILD / program, "--gtest_brief=1"], cwd=ROOT, env=environment, check=True,
                       stdout=subprocess.DEVNULL)
    merged = PROFILES / "all.profdata"
    raw = [PROFILES / f"{program}.profraw" for program in PROGRAMS]
    subprocess.run(["llvm-profdata-19", "merge", "-sparse", *raw, "-o", merged], check=True)
    return merged


def llvm_cov(command, profile, *arguments):
    objects = [word for program in PROGRAMS[1:] for word in ("-object", BUILD / program)]
    return subprocess.run(
        ["llvm-cov-19", command, BUILD / PROGRAMS[0], *objects, f"-instr-profile={profile}",
         *arguments], capture_output=True, text=True, check=True).stdout


def percent(covered, count):
    return 100.0 if count == 0 else 100.0 * covered / count


def print_table(profile):
    """Returns the percentages of lines and of branches of all measured files together."""
    sums = {"lines": [0, 0], "branches": [0, 0]}
    print(f"{'FILE':<40} {'LINES':>14} {'BRANCHES':>16}")
    for entry in json.loads(llvm_cov("export", profile, "-summary-only"))["data"][0]["files"]:
        name = os.path.relpath(entry["filename"], ROOT)
        if not MEASURED.match(name) or name.endswith("_test.cc"):
            continue
        cells = []
        for kind, total in sums.items():
            covered, count = entry["summary"][kind]["covered"], entry["summary"][kind]["count"]
            total[0] += covered
            total[1] += count
            cells.append(f"{covered:>5}/{count:<5}{percent(covered, count):>5.1f}")
        print(f"{name:<38} {cells[0]} {cells[1]}")
    results = [percent(*total) for total in sums.values()]
    print(f"judge and model: {results[0]:.1f} % of lines (at least {LINES_PERCENT_MIN:.0f}), "
          f"{results[1]:.1f} % of branches (at least {BRANCHES_PERCENT_MIN:.0f})")
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--show", metavar="FILE", help="print the lines of FILE that never ran")
    parser.add_argument("--no-run", action="store_true", help="use the profile of the last run")
    options = parser.parse_args()
    if not options.no_run:
        build()
    profile = PROFILES / "all.profdata" if options.no_run else run_tests()
    if options.show:
        shown = llvm_cov("show", profile, str(ROOT / options.show), "-show-branches=count")
        for line in shown.splitlines():
            if re.match(r"^ +\d+\| +0\|", line) or re.search(r"(True|False): 0\b", line):
                print(line)
        return 0
    lines, branches = print_table(profile)
    return 0 if lines >= LINES_PERCENT_MIN and branches >= BRANCHES_PERCENT_MIN else 1


if __name__ == "__main__":
    sys.exit(main())
