#!/usr/bin/env python3
"""Runs the unit tests of a build, and the replays of its corpora, each program in as many shards as
there are jobs.

A program that passed is not run again until it or a data file of the checkout changes: its stamp
holds a digest of both. Results are JUnit XML, one file a shard, so that they can be counted; those of
an unchanged program stay from the last time.

Example: cmake/scripts/unit_tests.py build/dev --results build/check/dev-tests
"""

import argparse
import concurrent.futures
import dataclasses
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import time
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM_SECONDS_MAX = 600
SLOWEST_SHOWN = 5
LOG_CHARACTERS_MAX = 20_000
SKIPPED_FOLDERS = {"build", ".git", "node_modules", "__pycache__", "sitewise-conformance-cases",
                   "sitewise-conformance-fuzz"}


@dataclasses.dataclass
class Program:
    """A test of CTest: its name, its command, and whether GoogleTest can divide it."""
    name: str
    command: list
    sharded: bool
    digest: str = ""


def digest_of_data():
    """Returns a digest of every file of the checkout that is no source text: cases, corpora, pages."""
    digest = hashlib.sha256()
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(name for name in folders if name not in SKIPPED_FOLDERS)
        for name in sorted(names):
            path = pathlib.Path(folder, name)
            if path.suffix not in (".h", ".cc") and path.is_file():
                digest.update(f"{path.relative_to(ROOT)}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def programs_of(build, only):
    """Returns the tests that CTest knows and whose names match, without those of whole processes."""
    listed = subprocess.run(["ctest", "--test-dir", build, "--label-exclude", "^e2e$",
                             "--show-only=json-v1"], capture_output=True, text=True, check=True)
    data, found = digest_of_data(), []
    for test in json.loads(listed.stdout)["tests"]:
        if not re.search(only, test["name"]):
            continue
        command = test.get("command")
        if not command or not os.access(command[0], os.X_OK):
            sys.exit(f"unit_tests: {test['name']} is not built; build {build} first")
        program = Program(test["name"], command, command[0].endswith("_test"))
        binary = hashlib.sha256(pathlib.Path(command[0]).read_bytes()).hexdigest()
        program.digest = f"{binary} {data}"
        found.append(program)
    return found


def write_replay_result(path, program, seconds, failed):
    """A replay has no XML of its own: it is one test."""
    path.write_text(f'<testsuites tests="1" failures="{int(failed)}" disabled="0" skipped="0">'
                    f'<testsuite><testcase name="replay" classname="{program.name}" time="{seconds:.3f}"/>'
                    "</testsuite></testsuites>\n")


def run_shard(program, index, shards, results):
    """Runs one shard; returns its seconds and what it said if it failed, or nothing."""
    path = results / f"{program.name}.{index}.xml"
    environment = dict(os.environ)
    if program.sharded:
        environment |= {"GTEST_OUTPUT": f"xml:{path}", "GTEST_TOTAL_SHARDS": str(shards),
                        "GTEST_SHARD_INDEX": str(index), "GTEST_BRIEF": "1"}
    begun = time.monotonic()
    try:
        done = subprocess.run(program.command, cwd=ROOT, env=environment, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, errors="replace",
                              timeout=PROGRAM_SECONDS_MAX, check=False)
        said, code = done.stdout, done.returncode
    except subprocess.TimeoutExpired as late:
        said, code = f"{late.stdout or ''}\nstopped after {PROGRAM_SECONDS_MAX} s", 1
    seconds = time.monotonic() - begun
    if not program.sharded or (code != 0 and not path.is_file()):
        write_replay_result(path, program, seconds, code != 0)
    return seconds, said[-LOG_CHARACTERS_MAX:] if code != 0 else None


def slowest(results):
    """Returns (seconds, name) of the tests that took longest."""
    rows = []
    for path in results.glob("*.xml"):
        try:
            cases = list(xml.etree.ElementTree.parse(path).iter("testcase"))
        except xml.etree.ElementTree.ParseError:
            continue  # A message of a failed test may hold bytes that XML does not know.
        for case in cases:
            rows.append((float(case.get("time", 0)), f"{case.get('classname')}.{case.get('name')}"))
    return sorted(rows, reverse=True)[:SLOWEST_SHOWN]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=pathlib.Path, help="build folder, already built")
    parser.add_argument("--results", type=pathlib.Path, required=True, help="folder of XML and stamps")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--again", action="store_true", help="run what did not change too")
    parser.add_argument("--only", default="", help="regular expression: names of programs")
    options = parser.parse_args()
    results = options.results.resolve()
    results.mkdir(parents=True, exist_ok=True)

    programs = programs_of(options.build, options.only)
    if not programs:
        sys.exit("unit_tests: no program is selected")
    pending = []
    for program in programs:
        stamp = results / f"{program.name}.passed"
        if not options.again and stamp.is_file() and stamp.read_text() == program.digest:
            print(f"{program.name}: unchanged since it passed")
            continue
        for old in results.glob(f"{program.name}.*"):
            old.unlink()
        pending.append(program)

    failed, seconds, left = set(), {}, {}
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        runs = {}
        for program in pending:
            shards = left[program.name] = options.jobs if program.sharded else 1
            for index in range(shards):
                runs[pool.submit(run_shard, program, index, shards, results)] = program
        for run in concurrent.futures.as_completed(runs):
            program, (took, said) = runs[run], run.result()
            seconds[program.name] = seconds.get(program.name, 0) + took
            left[program.name] -= 1
            if said is not None:
                failed.add(program.name)
                print(f"---- {program.name} failed:\n{said}", flush=True)
            if left[program.name] == 0:
                print(f"{program.name}: {'FAILED' if program.name in failed else 'ok'}, "
                      f"{seconds[program.name]:.1f} s", flush=True)
                if program.name not in failed:
                    (results / f"{program.name}.passed").write_text(program.digest)
    for took, name in slowest(results):
        print(f"slow: {took:6.1f} s  {name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
