#!/usr/bin/env python3
"""Prints what a build spent its time on: how many units were compiled, and which took longest.

Example: cmake/scripts/build_times.py build/dev --most 10
"""

import argparse
import pathlib
import sys


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=pathlib.Path, help="build folder")
    parser.add_argument("--since", type=int, default=0, help="leave out what was built before: epoch seconds")
    parser.add_argument("--most", type=int, default=10, help="how many of the longest are shown")
    options = parser.parse_args()
    log = options.build / ".ninja_log"
    if not log.is_file():
        sys.exit(f"build_times: {log} is missing: build it first")
    rows = {}
    for line in log.read_text().splitlines()[1:]:
        begin, end, stamp, output = line.split("\t")[:4]
        # Ninja counts the stamp in nanoseconds.
        if output.endswith((".o", ".pch", ".gch")) and int(stamp) >= options.since * 10**9:
            rows[output] = (int(end) - int(begin)) / 1000
    if not rows:
        return
    print(f"   {options.build}: {len(rows)} units compiled in {sum(rows.values()):.0f} s")
    for output, seconds in sorted(rows.items(), key=lambda row: -row[1])[:options.most]:
        print(f"     {seconds:5.1f} s  {output}")


if __name__ == "__main__":
    main()
