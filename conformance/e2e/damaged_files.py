"""Damages files that a user hands over, and looks at how the program ends: with exit code 2 and one line that names the
file, never by a crash, a hang or a page of text.

For each kind of file 200 damages (or as many as --count says) from a fixed seed: bytes changed, pieces cut out, doubled or
put elsewhere, numbers and words replaced, members renamed or doubled, deep nesting, megabytes in one string.

Example: SITEWISE_CONFORMANCE=build/release/sitewise-conformance conformance/e2e/damaged_files.py --count 200
"""

import argparse
import collections
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import time

SECONDS_MAX = 10
MESSAGE_BYTES_MAX = 3_000
KEY = "wJalrXUtnFEMI-K7MDENG-bPxRfiCYDAMAGED"
ENTRY = {"entryId": "e1", "series": "s1",
         "propertyValues": [{"value": {"doubleValue": 1.5}, "at": "now-1h+5ns", "quality": "GOOD"}]}
CASE = {"id": "a/b", "title": "One value.", "needs": ["reads"], "series": {"s1": {"kind": "stream", "dataType": "DOUBLE"}},
        "steps": [{"put": {"entries": [ENTRY]}}, {"read_back": ["s1"]},
                  {"put_raw": {"method": "POST", "path": "/properties", "headers": {"A": "b"}, "body": "{${now}}"}},
                  {"latest": {"series": "s1"}}, {"history": {"series": "s1", "start": "t0", "end": "now"}},
                  {"read_raw": {"path": "/properties/latest?propertyAlias=${s1.alias}"}},
                  {"together": {"puts": [{"entries": [ENTRY]}, {"entries": [ENTRY]}]}}],
        "seen": {"clause": "time.window.past", "signature": "x", "reproduced": True}}
TARGET = {"endpoint": "http://127.0.0.1:9", "region": "us-east-1", "auth": "none",
          "properties": [{"name": "n", "dataType": "DOUBLE", "kind": "measurement", "assetId": "a", "propertyId": "p",
                          "propertyAlias": "/x", "access": "granted"}],
          "unassociatedAliases": "accepted", "nullAndNaN": "unknown", "reads": {"latest": "all", "history": "none"},
          "frozenClock": "2025-01-01T00:00:00Z"}
MODEL = {"metadata": {"protocol": "rest-json"}, "shapes": {"EntryId": {"type": "string", "max": 64, "pattern": "^a$"}},
         "operations": {"BatchPutAssetPropertyValue": {"http": {"method": "POST", "requestUri": "/properties"},
                                                       "input": {"shape": "EntryId"}, "errors": [{"shape": "A"}]}}}
PROFILE = f"[default]\naws_access_key_id = AKIDDAMAGED12345\naws_secret_access_key = {KEY}\naws_session_token = t0ken/{KEY}\n"
SOURCES = pathlib.Path(__file__).resolve().parents[2]
REPORT = (SOURCES / "reports" / "testdata" / "report.json").read_text()
MESSAGE = {"first_line": "POST /properties", "headers": ["a: b"], "body": "{}"}
# What a harness writes beside the case of a finding.
RECORD = {"tool": "sitewise-conformance 0", "target": "", "seed": 1, "digest": "", "strict": False, "verdict": "DEVIATES",
          "exit_code": 1, "message": "", "phases": [], "clauses": [],
          "stats": {"requests": 1, "cases": 1, "cases_not_run": 0, "values": 0, "elapsed_s": 1.0, "requests_per_s": 1.0,
                    "visible_ms": {"p50": 0.0, "p99": 0.0, "max": 0.0}},
          "findings": [{"clause": "time.window.past", "signature": "time.window.past|1", "count": 1, "phase": "fuzz",
                        "case": CASE, "case_id": "x", "shrinking": "minimal", "expected": "it is refused",
                        "observed": "it was accepted", "pointer": "", "request": MESSAGE, "response": MESSAGE,
                        "reproduce": "", "curl": "", "at_request": 1, "verdict": "FAIL"}]}
LEDGER = {"schema_version": 1,
          "entries": [{"clause": "entry.id.case", "headline": "E1 is e1", "signatures": ["entry.id.case|refused|"],
                       "reason": "by design", "ticket": "T-1", "expires": "2099-12-31", "flaky": {"rate": 0.5},
                       "witness": {name: CASE[name] for name in ("id", "title", "series", "steps")}}]}
# A harness that finds what lies in the file `record`, and ends.
HARNESS = """#!/bin/sh
cp record "$SWC_FUZZ_FINDINGS/records/.new" && mv "$SWC_FUZZ_FINDINGS/records/.new" "$SWC_FUZZ_FINDINGS/records/found_x.json"
echo '#2 INITED cov: 2 ft: 2 corp: 1/1b exec/s: 0 rss: 29Mb' >&2
sleep 0.7
echo 'stat::number_of_executed_units: 5' >&2
"""
WORDS = ("null", "true", "-1", "5", '"x"', '"e1"', '"s1"', '"GOOD"', '"now"', '"\\n"', "1e999", "0.1", '""', "[]", "{}", '"\\ud800"', '"\\u0000"', "1" * 400, "[" * 30_000,
         '"' + "x" * 1_000_000 + '"', "\x1b[2J", "\r\n", '{"a":1,"a":2}', "99999999999999999999", "NaN", "\ufeff")


def damaged(text, dice):
    """Returns `text` as bytes with one to three damages."""
    for _ in range(dice.choice((1, 1, 1, 1, 2))):
        way = dice.randrange(12)
        begin = dice.randrange(len(text) + 1)
        end = min(len(text), begin + dice.choice((1, 2, 10, 50)))
        places = [found.span() for found in re.finditer(r'"[^"]*"|-?\d+|true|false|null', text)]
        if way == 0:
            text = text[:begin]
        elif way == 1:
            text = text[:begin] + text[end:]
        elif way == 2:
            text = text[:end] + text[begin:]
        elif way == 3:
            text = text[:begin] + "".join(chr(dice.randrange(256)) for _ in range(dice.randrange(1, 9))) + text[end:]
        elif way == 4:
            text = text[:begin] + dice.choice(WORDS) + text[begin:]
        elif places:
            begin, end = dice.choice(places)
            text = text[:begin] + dice.choice(WORDS) + text[end:]
    return text.encode(errors="surrogatepass") if dice.random() < 0.8 else text.encode("latin-1", "replace")



class Kind:
    """A kind of file: what a right one holds, the file's name, and the command lines that read it."""

    def __init__(self, name, right, file, commands, codes, variables=None, program=None, slow=False):
        self.name, self.right, self.file, self.commands, self.codes = name, right, file, commands, codes
        self.variables, self.program, self.slow = variables or {}, program, slow


RUN = ("--only", "time.window.past", "--cases", "0", "--phase", "known")
KINDS = (
    Kind("target", json.dumps(TARGET, indent=1), "t.json",
         (("run", "--target", "t.json", *RUN),), {2, 3}),
    Kind("case", json.dumps(CASE, indent=1), "c.json", (("replay", "c.json", "--all"), ("shrink", "c.json")),
         {0, 1, 2, 3, 4}),
    Kind("folder of cases", json.dumps(CASE, indent=1), "cases/c.json", (("run", "--case-dir", "cases", *RUN),),
         {0, 1, 2, 3, 4}),
    Kind("input of a harness", json.dumps(CASE), "input", (("input",),), {0, 4}, program="sequence_replay"),
    Kind("service model", json.dumps(MODEL, indent=1), "m.json", (("spec", "check", "--service-model", "m.json"),), {0, 1, 2}),
    Kind("report", REPORT, "r.json", (("compare", "r.json"), ("known", "check", "r.json", "--ledger", "ledger.json")),
         {0, 1, 2}),
    Kind("baseline", REPORT, "b.json", (("compare", "report.json", "--baseline", "b.json", "--fail-on", "new"),), {0, 1, 2}),
    Kind("ledger", json.dumps(LEDGER, indent=1), "l.json",
         (("known", "check", "report.json", "--ledger", "l.json"), ("run", "--known", "l.json", *RUN)), {0, 1, 2, 3, 4}),
    Kind("record of a campaign", json.dumps(RECORD, indent=1), "record",
         (("fuzz", "--harness", "request_bytes", "--fuzzers", ".", "--time", "1s", "--jobs", "1", "--no-prune", "--quiet",
           "--seeds", str(SOURCES / "fuzz" / "corpus" / "cases")),), {1, 4}, slow=True),
    Kind("credentials", PROFILE, "credentials", (("run", "--target", "signed.json", *RUN),), {2, 3},
         variables={"AWS_SHARED_CREDENTIALS_FILE": "credentials"}),
    Kind("session token", KEY, "unused", (("run", "--target", "signed.json", *RUN),), {2, 3},
         variables={"AWS_ACCESS_KEY_ID": "AKIDDAMAGED12345", "AWS_SECRET_ACCESS_KEY": KEY}),
)


def complaint(kind, code, text):
    """Returns what is wrong with how a program ended; nothing if all is well."""
    lines = text.splitlines()
    if code not in kind.codes:
        return f"exit code {code}"
    if re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", text):
        return "control characters"
    if any(len(line) > MESSAGE_BYTES_MAX for line in lines):
        return "a line without end"
    if KEY in text:
        return "a secret"
    if code == 2 and len(lines) != 1:
        return f"{len(lines)} lines"
    places = (kind.file.rsplit("/", 1)[-1], "--target", "environment")
    if code == 2 and not any(place in text for place in places):
        return "no file"
    return None


def play(binary, kind, content, folder):
    """Yields command line, exit code and complaint of each program that reads `content`."""
    path = folder / kind.file
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    for name, text in (("signed.json", json.dumps({"endpoint": "http://127.0.0.1:9", "auth": "sigv4"})),
                       ("report.json", REPORT), ("ledger.json", json.dumps(LEDGER)), ("request_bytes_fuzzer", HARNESS)):
        (folder / name).write_text(text)
    (folder / "request_bytes_fuzzer").chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    environment.update(kind.variables)
    if kind.name == "session token":
        environment["AWS_SESSION_TOKEN"] = content.replace(b"\0", b"\n").decode(errors="surrogateescape")[:100_000]
    for command in kind.commands:
        begun = time.monotonic()
        program = [binary] if kind.program is None else [pathlib.Path(binary).with_name(kind.program)]
        try:
            done = subprocess.run([*program, *command], cwd=folder, capture_output=True, timeout=SECONDS_MAX, env=environment,
                                  check=False)
            text = done.stderr.decode(errors="replace")
            wrong = complaint(kind, done.returncode, text)
            code = done.returncode if done.returncode >= 0 else signal.Signals(-done.returncode).name
        except subprocess.TimeoutExpired:
            code, text, wrong = "hang", "", f"no end after {time.monotonic() - begun:.0f} s"
        yield command, code, wrong and f"{wrong}: {text[:300]}"


def damage_all(binary, count, seed, out, kinds=KINDS):
    """Plays `count` damages of each kind. Returns the complaints."""
    complaints = []
    for kind in kinds:
        dice = random.Random(f"{seed} {kind.name}")
        codes = collections.Counter()
        for number in range(count + 1):
            content = damaged(kind.right, dice) if number > 0 else kind.right.encode()
            with tempfile.TemporaryDirectory() as folder:
                for command, code, wrong in play(binary, kind, content, pathlib.Path(folder)):
                    if number == 0 and code == 2:
                        wrong = "what is right is refused"
                    codes[code] += number > 0
                    if wrong:
                        complaints.append(f"{kind.name} {number}: {' '.join(command)}: {wrong}")
        print(f"{kind.name:<20} {count:>4} files, exit codes "
              + ", ".join(f"{code}: {times}" for code, times in sorted(codes.items(), key=str)), file=out, flush=True)
    return complaints


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=200, help="damages of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("kinds", nargs="*", help="only kinds whose names hold one of these words")
    options = parser.parse_args()
    kinds = [kind for kind in KINDS if not options.kinds or any(word in kind.name for word in options.kinds)]
    complaints = damage_all(os.path.abspath(os.environ["SITEWISE_CONFORMANCE"]), options.count, options.seed, sys.stdout, kinds)
    for line in complaints:
        print(line)
    print(f"{len(complaints)} complaints")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
