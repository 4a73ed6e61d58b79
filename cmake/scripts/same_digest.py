#!/usr/bin/env python3
"""Whether two builds of the tool send the same requests for the same seed: compares the digests of
their streams.

Example: cmake/scripts/same_digest.py build/release/sitewise-conformance build/gcc/sitewise-conformance
"""

import concurrent.futures
import json
import pathlib
import subprocess
import sys
import tempfile

SECONDS_MAX = 120
ARGUMENTS = ("run", "--quiet", "--seed", "1", "--cases", "500", "--phase", "pairwise", "--phase", "stateful",
             "--phase", "metamorphic", "--phase", "wire", "--phase", "random")


def digest_of(binary):
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder) / "report.json"
        done = subprocess.run([binary, *ARGUMENTS, "--report", f"json={report}"], cwd=folder,
                              capture_output=True, text=True, timeout=SECONDS_MAX, check=False)
        if not report.is_file():
            sys.exit(f"same_digest: {binary} ended with {done.returncode} and no report: {done.stderr}")
        record = json.loads(report.read_text())
        print(f"{binary}: exit {done.returncode}, {record['stats']['requests']} requests, "
              f"digest {record['digest']}")
        return done.returncode, record["digest"]


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    # They wait more than they work.
    with concurrent.futures.ThreadPoolExecutor() as pool:
        first, second = pool.map(digest_of, (pathlib.Path(word).resolve() for word in sys.argv[1:]))
    if first != second:
        sys.exit("same_digest: they differ: something depends on the compiler")


if __name__ == "__main__":
    main()
