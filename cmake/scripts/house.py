#!/usr/bin/env python3
"""Prints the figures of the house: files by room, arrows between rooms, long files and functions, and
places in product code that write down a number or name of the contract.

A room is a folder. What cmake/rooms.txt lists, in its order, may include what stands above it there;
an arrow to a room that stands below runs back up.

With --check it fails where a figure is worse than the house allows: an arrow that runs back up, a
function over 60 lines, a line that writes down what stands in spec/contract.json, and a file over 300
lines that cmake/long_files.txt does not name with its reason; and text that leaves the process elsewhere than through
spec/text.

Example: cmake/scripts/house.py
         cmake/scripts/house.py --check
         cmake/scripts/house.py --plan plan.txt   # "room: name name ..." a line: files as if they lay there
"""

import argparse
import collections
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDERS = ("spec", "reference", "reports", "generators", "conformance", "fuzz")
ROOMS = ROOT / "cmake" / "rooms.txt"
LONG_FILES = ROOT / "cmake" / "long_files.txt"
FILE_LINES_MAX = 300
FUNCTION_LINES_MAX = 60
# What stands in spec/contract.json and nowhere else.
WRITTEN = {
    "a path of an operation": re.compile(r'"[^"]*/properties(/|"|\?)'),
    "a limit": re.compile(r"(?<![\w'.])(604'?800|600|1'?024|2'?048|20'?000|4'?096)(?![\d'.])"),
    "an error code": re.compile(r'"(InvalidRequest|ResourceNotFound|InternalFailure|ServiceUnavailable|Throttling|'
                                r'LimitExceeded|ConflictingOperation|TimestampOutOfRange|AccessDenied)Exception"'),
}
# What leaves the process leaves where secrets are masked.
PRINTS = re.compile(r"\bfmt::print\(|\bstd::(f?printf|f?puts|fwrite|cout|cerr|ofstream)\b")
MAY_PRINT = {"spec/text/live_file.cc", "spec/text/print.cc", "spec/text/text_file.cc", "spec/check.h", "fuzz/examples/ingest_handler.cc"}
# These state numbers of their own on purpose.
OWN_NUMBERS = re.compile(r"(_test\.cc|_testing\.h|/mutants|fuzz/examples/)")
# The same figures and words where they mean something else.
MEMORY = re.compile(r"Bytes|Megabytes|\* 1024|std::array<(char|std::uint8_t),")
NOT_MEANT = {
    ("a path of an operation", "conformance/target/target_file.cc"): "JSON pointers into a target file",
    ("a limit", "conformance/play/case_reads.cc"): "the longest slice of a property that is not fresh",
    ("a limit", "conformance/smallest/visible_times.h"): "how many samples are kept for a quantile",
    ("a limit", "fuzz/plan/campaign_plan.cc"): "seconds for one input",
    ("a limit", "fuzz/corpora/corpus_pruning.cc"): "seconds for pruning",
    ("a limit", "generators/random/random_values.cc"): "steps of a sensor's reading",
    ("a limit", "generators/shrink/case_edits.cc"): "pieces of a raw body",
    ("a limit", "generators/case/alias_form.cc"): "an example in a message",
    ("a limit", "generators/case/time_expression.cc"): "an example in a message",
}


NO_FUNCTION = re.compile(r"(namespace|struct|class|enum|union|extern|if|for|while|switch|do|else|case|try|constexpr .*=|"
                         r"(static |inline |const |constexpr )*[\w:<>, ]+ = )\b")


def sources():
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".h", ".cc") and "node_modules" not in path.parts:
                yield path.relative_to(ROOT).as_posix()


def is_test(path):
    return path.endswith(("_test.cc", "_testing.h")) or "/bench/" in path


def stem_of(path):
    return re.sub(r"\.(h|cc)$", "", path)


def functions(text):
    """Yields (first line, lines) of each function, as clang-format lays it out: its first line and its
    last brace stand at the same column, all else further in."""
    starts = {}
    for number, line in enumerate(text.splitlines(), 1):
        indent = len(line) - len(line.lstrip())
        if line.strip() == "}" and indent in starts:
            begin, first = starts[indent]
            if not NO_FUNCTION.match(first):
                yield first, number - begin + 1
        elif line.strip() and not line.lstrip().startswith(("//", "#", "}")) and indent in (0, 2):
            starts[indent] = (number, line.strip())


def planned(plan):
    """Returns {file without its ending: room} of a plan."""
    rooms = {}
    for line in plan.read_text().splitlines():
        room, _, names = line.partition(":")
        for name in names.split():
            rooms[f"{room.split('/')[0]}/{name}"] = room.strip()
    return rooms


def reasons_for_length():
    """Returns {path: reason} of the files that may be long."""
    rows = [line.partition("#") for line in LONG_FILES.read_text().splitlines() if not line.startswith("#")]
    return {path.strip(): reason.strip() for path, _, reason in rows if path.strip()}


def check(back, long_files, long_functions, written, printing):
    """Yields what is not allowed, and how to mend it."""
    for room, to, path, header in sorted(back):
        yield f"{path}: includes {header}: {room} stands above {to} in {ROOMS.name}; move what both need up"
    reasons = reasons_for_length()
    for count, path in long_files:
        if not reasons.get(path):
            yield (f"{path}: {count} lines, more than {FILE_LINES_MAX}: cut it, or name it in "
                   f"cmake/{LONG_FILES.name} with the reason why it is one thing")
    for path in sorted(set(reasons) - {path for _, path in long_files}):
        yield f"cmake/{LONG_FILES.name}: {path} is not over {FILE_LINES_MAX} lines; remove the line"
    for count, path, name in long_functions:
        yield f"{path}: {count} lines, more than {FUNCTION_LINES_MAX}: {name}"
    for what, places in written.items():
        for place in places:
            yield f"{place}: writes {what}; it stands in spec/contract.json, ask spec::Contract"
    for place in printing:
        yield f"{place}: lets text out by itself; spec/text/print.h and text_file.h mask secrets"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plan", type=pathlib.Path, help="rooms in which files shall lie one day")
    parser.add_argument("--arrows", action="store_true", help="name the arrows that run back up")
    parser.add_argument("--check", action="store_true", help="fail where a figure is not allowed")
    options = parser.parse_args()
    plan = planned(options.plan) if options.plan else {}
    order = list(dict.fromkeys(plan.values())) if plan else []
    if not plan and ROOMS.is_file():
        order = [line.split("#")[0].strip() for line in ROOMS.read_text().splitlines()]
        order = [room for room in order if room]

    def room_of(path):
        return plan.get(re.sub(r"(_test|_testing)$", "", stem_of(path)), path.rsplit("/", 1)[0])

    files, lines = collections.Counter(), collections.Counter()
    arrows, back, long_files, long_functions = set(), set(), [], []
    written, printing = collections.defaultdict(list), []
    for path in sources():
        text = (ROOT / path).read_text()
        room = room_of(path)
        if len(text.splitlines()) > FILE_LINES_MAX:
            long_files.append((len(text.splitlines()), path))
        long_functions += [(count, path, name) for name, count in functions(text)
                           if count > FUNCTION_LINES_MAX]
        if not OWN_NUMBERS.search("/" + path):
            for number, line in enumerate(text.splitlines(), 1):
                code = re.sub(r"/\*.*?\*/", "", line.split("//")[0])
                for what, pattern in WRITTEN.items():
                    if (what, path) not in NOT_MEANT and not (what == "a limit" and MEMORY.search(code)):
                        if pattern.search(code):
                            written[what].append(f"{path}:{number}")
        if is_test(path):
            continue
        if path not in MAY_PRINT:
            printing += [f"{path}:{number}" for number, line in enumerate(text.splitlines(), 1)
                         if PRINTS.search(line.split("//")[0])]
        files[room] += 1
        lines[room] += len(text.splitlines())
        for header in re.findall(r'^#include "(.*)"', text, re.MULTILINE):
            if stem_of(header) == stem_of(path):
                continue
            to = room_of(header)
            arrows.add((stem_of(path), stem_of(header)))
            if room != to and room in order and to in order and order.index(to) > order.index(room):
                back.add((room, to, path, header))
    print(f"{'room':<24} {'files':>5} {'lines':>6}")
    for room in sorted(files, key=lambda each: (order.index(each) if each in order else -1, each)):
        print(f"{room:<24} {files[room]:>5} {lines[room]:>6}")
    print(f"arrows between files: {len(arrows)}, that run back up: "
          + (str(len(back)) if order else "unknown without cmake/rooms.txt"))
    if options.arrows:
        for row in sorted(back):
            print("  {0} -> {1}: {2} includes {3}".format(*row))
    print(f"files over {FILE_LINES_MAX} lines: {len(long_files)}")
    for count, path in sorted(long_files, reverse=True):
        print(f"  {count:>5} {path}")
    print(f"functions over {FUNCTION_LINES_MAX} lines: {len(long_functions)}")
    for count, path, name in sorted(long_functions, reverse=True):
        print(f"  {count:>5} {path}: {name[:80]}")
    for what in WRITTEN:
        print(f"lines of product code that write {what}: {len(written[what])}")
    complaints = list(check(back, long_files, long_functions, written, printing)) if options.check else []
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
