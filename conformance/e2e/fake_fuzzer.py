#!/usr/bin/python3
"""A libFuzzer program that fuzzes nothing: for the tests of `fuzz`.

It keeps the contract of a harness (flags, lines on stderr, artifacts, findings), and does what
FAKE_FUZZER says, a list of words: `finding` writes findings, `crash` ends with an artifact once,
`unreachable` cannot talk to its target, `broken` ends at once, `deaf` ignores SIGINT, `late` does not look at the
time, `mended` shows no earlier finding, `telltale` says in a crash what its credentials are, `slow` gets through no more than a few of its 409 seeds.
Whatever it has finished writing it enters in FAKE_JOURNAL, a line each: path and SHA-256.
"""

import ctypes
import hashlib
import json
import os
import pathlib
import shutil
import signal
import sys
import time

PR_SET_PDEATHSIG = 1
WORDS = os.environ.get("FAKE_FUZZER", "").split()
FLAGS = dict(a[1:].split("=", 1) for a in sys.argv[1:] if a.startswith("-"))
FOLDERS = [pathlib.Path(a) for a in sys.argv[1:] if not a.startswith("-")]
FINDINGS = pathlib.Path(os.environ["SWC_FUZZ_FINDINGS"])
RECORD = {
    "tool": "sitewise-conformance 0", "target": "", "seed": 1, "digest": "", "strict": False,
    "verdict": "DEVIATES", "exit_code": 1, "message": "",
    "stats": {"requests": 1, "cases": 1, "cases_not_run": 0, "values": 0, "elapsed_s": 1.0,
              "requests_per_s": 1.0, "visible_ms": {"p50": 0.0, "p99": 0.0, "max": 0.0}},
    "phases": [], "clauses": []}
MESSAGE = {"first_line": "", "headers": [], "body": ""}


def say(line):
    print(line, file=sys.stderr, flush=True)


def enter(path, content):
    """Says that `content` lies in `path` for good."""
    if "FAKE_JOURNAL" in os.environ:
        with open(os.environ["FAKE_JOURNAL"], "a", encoding="utf-8") as journal:
            journal.write(f"{path} {hashlib.sha256(content).hexdigest()}\n")


def write_whole(path, text):
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_text(text)
    temporary.rename(path)
    enter(path, text.encode())


def write_finding(number):
    name = f"found_time.window.past_{number:08x}.json"
    case = {"id": f"found/time.window.past_{number:08x}", "steps": [{"put": {"entries": []}}]}
    finding = {"clause": "time.window.past", "signature": f"time.window.past|{number}", "count": 1,
               "phase": "fuzz", "case": case, "case_id": "x", "shrinking": "minimal",
               "expected": "it is refused", "observed": "it was accepted", "pointer": "",
               "request": MESSAGE, "response": MESSAGE, "reproduce": "", "curl": "",
               "at_request": 1, "verdict": "FAIL"}
    write_whole(FINDINGS / name, json.dumps(case))
    write_whole(FINDINGS / "records" / name, json.dumps(dict(RECORD, findings=[finding])))


def write_input(corpus, number):
    """Writes an input as libFuzzer does: under its final name from the first byte on."""
    content = (f"{os.getpid()} {number} " * 200).encode()
    path = corpus / hashlib.sha1(content).hexdigest()
    with open(path, "wb") as file:
        file.write(content[:len(content) // 2])
        file.flush()
        file.write(content[len(content) // 2:])
    enter(path, content)


def crash():
    content = b"{\"entries\": 1}"
    path = pathlib.Path(f"{FLAGS['artifact_prefix']}crash-{hashlib.sha1(content).hexdigest()}")
    if not path.exists():
        path.write_bytes(content)
        fall_on(path)


def fall_on(path):
    told = [os.environ[name] for name in sorted(os.environ) if name.startswith("AWS_") and "telltale" in WORDS]
    say(f"a.cc:9: internal error: odd {' '.join(told)}")
    say("==1== ERROR: libFuzzer: deadly signal")
    say(f"artifact_prefix='{FLAGS['artifact_prefix']}'; Test unit written to {path}")
    sys.exit(77)


def interrupted(_signal, _frame):
    say("==1== libFuzzer: run interrupted; exiting")
    os._exit(72)


def main():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN if "deaf" in WORDS else interrupted)
    if "merge" in FLAGS:
        fresh, corpus = FOLDERS
        for path in sorted(corpus.iterdir()):
            shutil.copy(path, fresh)
            time.sleep(0.001)
        return 0
    if "broken" in WORDS:
        say("libc++.so: cannot open shared object file")
        return 127
    if "unreachable" in WORDS:
        target = json.loads(pathlib.Path(os.environ["SWC_FUZZ_TARGET"]).read_text())
        say(f"sitewise-conformance: {target['endpoint']}: connection refused")
        return 3
    if "SWC_FUZZ_KNOWN" in os.environ:
        for path in FOLDERS:
            (FINDINGS / "records" / path.name).touch()
            say(f"sitewise-conformance: known {path.name}: {'fixed' if 'mended' in WORDS else 'still open'}")
        return 0
    if FOLDERS[0].is_file():  # The input of an earlier crash.
        if "crash" in WORDS:
            fall_on(FOLDERS[0])
        return 0
    end = time.monotonic() + int(FLAGS["max_total_time"]) + (60 if "late" in WORDS else 0)
    say("INFO: seed corpus: files: 409 min: 1b max: 9b total: 900b rss: 29Mb")
    number = 0
    if "slow" in WORDS:
        say("#91\tpulse  cov: 2 ft: 2 exec/s: 9 rss: 29Mb")
        time.sleep(max(0, end - time.monotonic()))
    else:
        say("#2\tINITED cov: 2 ft: 2 corp: 1/1b exec/s: 0 rss: 29Mb")
    while time.monotonic() < end:
        number += 1
        write_input(FOLDERS[0], number)
        if "finding" in WORDS and number % 10 == 1:
            write_finding(number // 10 % 5)
        if "crash" in WORDS:
            crash()
        say(f"#{number}\tNEW    cov: {number} ft: 2 corp: {number}/1b exec/s: 9 rss: 29Mb L: 1/1")
        time.sleep(0.01)
    say(f"stat::number_of_executed_units: {number}")
    return 0


sys.exit(main())
