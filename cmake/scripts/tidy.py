#!/usr/bin/env python3
"""Runs clang-tidy over our .cc files, each only if something that it depends on has changed.

A file that passed leaves a stamp under build/tidy/ with a digest of all that the result depends on:
its own text, every header of ours that it includes (as ninja recorded them when it built the
object), the .clang-tidy files above it, its compile command and the version of clang-tidy.

Example: cmake/scripts/tidy.py build/release            # all files
         cmake/scripts/tidy.py build/release spec/tqv.cc
         cmake/scripts/tidy.py build/release --fix   # applies what clang-tidy can repair
"""

import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import shlex
import subprocess
import sys

CLANG_TIDY = "clang-tidy-19"
ROOT = pathlib.Path(__file__).resolve().parents[2]
STAMPS = ROOT / "build" / "tidy"
FOLDERS = ("spec", "reference", "reports", "generators", "conformance", "fuzz")


def our_sources():
    """Returns the .cc files of our folders, relative to the root."""
    return sorted(
        path.relative_to(ROOT)
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*.cc")
        if "node_modules" not in path.parts
    )


def compile_commands(build):
    """Returns {source: (command, object)} from compile_commands.json."""
    commands = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        words = shlex.split(entry["command"])
        commands[pathlib.Path(entry["file"])] = (entry["command"], words[words.index("-o") + 1])
    return commands


def recorded_headers(build):
    """Returns {object: our files that it was built from}, as ninja knows them."""
    listing = subprocess.run(
        ["ninja", "-C", build, "-t", "deps"], capture_output=True, text=True, check=True
    ).stdout
    headers, current = {}, []
    for line in listing.splitlines():
        if line.startswith(" "):
            path = pathlib.Path(os.path.normpath(build / line.strip()))
            if path.is_relative_to(ROOT):
                current.append(path)
        elif ": #deps" in line:
            current = headers.setdefault(line.split(": #deps")[0], [])
    return headers


def digest_of(source, command, dependencies, version):
    """Returns the digest of everything that the verdict about `source` depends on."""
    settings = [folder / ".clang-tidy" for folder in source.parents if folder.is_relative_to(ROOT)]
    digest = hashlib.sha256(f"{version}\0{command}\0".encode())
    for path in sorted({source, *dependencies, *settings}):
        if path.is_file():
            digest.update(f"{path.relative_to(ROOT)}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def tidy(build, source, extra):
    """Returns what clang-tidy says about `source`; empty if it says nothing."""
    command = [CLANG_TIDY, "-p", build, "--quiet", *extra, source]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode == 0:
        return ""
    return run.stdout or run.stderr or f"{source}: clang-tidy ended with {run.returncode}\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=pathlib.Path, help="build folder, already built")
    parser.add_argument("sources", nargs="*", type=pathlib.Path, help="only these .cc files")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--fix", action="store_true", help="repair the files, one after the other")
    options = parser.parse_args()
    # Two runs must not repair one header at the same time.
    extra = ["--fix", "--format-style=file"] if options.fix else []
    jobs = 1 if options.fix else options.jobs

    build = options.build.resolve()
    commands = compile_commands(build)
    headers = recorded_headers(build)
    version = subprocess.run([CLANG_TIDY, "--version"], capture_output=True, text=True, check=True)
    sources = [path.resolve().relative_to(ROOT) for path in options.sources] or our_sources()

    failures = 0
    pending = {}
    for name in sources:
        source = ROOT / name
        if source not in commands:
            print(f"{name}: no target builds it, so neither compiler nor linter sees it", flush=True)
            failures += 1
            continue
        command, built = commands[source]
        digest = ""
        if built in headers:
            digest = digest_of(source, command, headers[built], version.stdout)
        stamp = STAMPS / f"{name}.passed"
        if not digest or not stamp.is_file() or stamp.read_text() != digest:
            pending[source] = (stamp, digest)

    print(f"{len(sources)} files, {len(pending)} to check", flush=True)
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        runs = {pool.submit(tidy, build, source, extra): source for source in pending}
        for run in concurrent.futures.as_completed(runs):
            stamp, digest = pending[runs[run]]
            if run.result():
                failures += 1
                print(run.result(), end="", flush=True)
            elif digest and not options.fix:
                stamp.parent.mkdir(parents=True, exist_ok=True)
                stamp.write_text(digest)
    if failures:
        print(f"{failures} of {len(sources)} files have findings")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
