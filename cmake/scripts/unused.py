#!/usr/bin/env python3
"""Names headers that no file includes, functions of headers that no product code uses, and includes of
ours from which a file takes nothing.

A header is used if another file of the product includes it: not its own .cc, not a test. A function
is used if its name stands in product code in any place but its declaration and its definition. An
include is used if its file has any name that the header makes known. Names are compared as text, so
what is not used escapes if it shares its name with something that is, and a use is never overlooked.
cmake/unused_on_purpose.txt lists exceptions, each with its reason.

Example: cmake/scripts/unused.py    # exit code 1 if there is something, or an exception is not needed
"""

import collections
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDERS = ("spec", "reference", "reports", "generators", "conformance", "fuzz")
EXCEPTIONS = ROOT / "cmake" / "unused_on_purpose.txt"

COMMENT_OR_TEXT = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"', re.DOTALL)
# As clang-format lays it out: what precedes the name of a function that a line declares is
# specifiers and a type, at the column of a namespace or of a class.
DECLARED = re.compile(
    r"^(?P<indent>  )?(?!  )(?:\[\[\w+\]\] |template <.*> )*(?P<type>[\w:<>,&*\[\] ]*[\w>&*\]] ?[&*]?)"
    r"(?<=[ &*])(?P<name>[A-Za-z_]\w*)\(")
NOT_A_TYPE = re.compile(
    r"\b(return|co_return|co_await|co_yield|else|case|throw|new|delete|goto|using|typedef|operator)\b")
# A definition in a .cc file begins at the first column; so does nothing that calls.
DEFINED = re.compile(r"^(?:[\w:<>,&*\[\]\" ]*[ &*])?(?:\w+(?:<[^<>]*>)?::)*(?P<name>~?\w+)\([^=]*$|"
                     r"^(?:[\w:<>,&*\[\]\" ]*[ &*])?(?:\w+::)*(?P<inline>\w+)\(.*\{.*\}$")


def is_test(path):
    return path.endswith(("_test.cc", "_testing.h")) or "/bench/" in path or path.startswith("fuzz/examples/")


def sources():
    """Yields (path, text without comments and literals) of all files."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".h", ".cc") and "node_modules" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), path.read_text()


def plain(text):
    """Returns `text` with comments and literals blanked, lines kept."""
    return COMMENT_OR_TEXT.sub(lambda match: "\n" * match[0].count("\n") or '""', text)


def declared_in(text):
    """Yields (line number, name) of each function that a header declares."""
    for number, line in enumerate(text.splitlines()):
        match = DECLARED.match(line)
        if match and not NOT_A_TYPE.search(match["type"]) and "=" not in match["type"]:
            yield number, match["name"]


def uses_in(path, text, declarations):
    """Yields each name that product code mentions but where it declares or defines it."""
    own = collections.defaultdict(set)
    for number, name in declarations:
        own[number].add(name)
    for number, line in enumerate(text.splitlines()):
        if line.startswith("#include"):
            continue
        words = re.findall(r"[A-Za-z_]\w*", line)
        skipped = set(own.get(number, ()))
        if path.endswith(".cc") and line[:1] not in (" ", "#", "}", ""):
            defined = DEFINED.match(line)
            if defined:
                skipped.add(defined["name"] or defined["inline"])
        for word in words:
            if word in skipped:
                skipped.discard(word)
                continue
            yield word


# What a header makes known: types, constants, macros, enumerators, functions.
KNOWN = re.compile(
    r"\b(?:class|struct|enum(?: class)?|concept|using)\s+(\w+)|\b(k[A-Z]\w*)\b|^#define\s+(\w+)|"
    r"^\s*(\w+)(?: = [^,]*)?,?$|\b([A-Za-z_]\w*)\s*\(", re.MULTILINE)


def names_of(text):
    """Returns the names that a header makes known, and some more."""
    found = {name for match in KNOWN.finditer(text) for name in match.groups() if name}
    return found - {"if", "for", "while", "switch", "return"}


def idle_includes(texts):
    """Yields (file, header) where a file takes nothing from a header of ours; its own one is no include."""
    bare = {path: plain(text) for path, text in texts.items()}
    names = {path: names_of(text) for path, text in bare.items() if path.endswith(".h")}
    for path, text in texts.items():
        words = set(re.findall(r"[A-Za-z_]\w*", re.sub(r"^#include.*$", "", bare[path], flags=re.MULTILINE)))
        own = re.sub(r"(_test)?\.(cc|h)$", ".h", path)
        for header in re.findall(r'^#include "(.*)"', text, re.MULTILINE):
            if header != own and header in names and not names[header] & words:
                yield path, header


def exceptions():
    """Returns the names that may be unused; a line without a reason is not one."""
    lines = EXCEPTIONS.read_text().splitlines() if EXCEPTIONS.is_file() else []
    rows = [re.match(r"(\S+)\s+# \S", line) for line in lines]
    return {row[1] for row in rows if row}


def main():
    texts = dict(sources())
    product = {path: plain(text) for path, text in texts.items() if not is_test(path)}
    included, used, declared = set(), set(), []
    for path, text in product.items():
        headers = re.findall(r'^#include "(.*)"', texts[path], re.MULTILINE)
        included.update(name for name in headers if name.removesuffix(".h") != path.removesuffix(".cc"))
        declarations = list(declared_in(text)) if path.endswith(".h") else []
        declared += [(path, name) for _, name in declarations]
        used.update(uses_in(path, text, declarations))
    used_by_tests = set()
    for path, text in texts.items():
        if is_test(path):
            used_by_tests.update(re.findall(r"\w+", plain(text)))
            included_here = re.findall(r'^#include "(.*)"', text, re.MULTILINE)
            used_by_tests.update(included_here)

    found = {}
    for path in product:
        if path.endswith(".h") and path not in included:
            found[path] = "tests include it, nothing else" if path in used_by_tests else "nothing includes it"
    for path, name in declared:
        if name not in used:
            who = "only tests use it" if name in used_by_tests else "nothing uses it"
            found[f"{path}:{name}"] = who
    allowed = exceptions()
    bad = {name: why for name, why in found.items() if name not in allowed}
    for name, why in sorted(bad.items()):
        print(f"{name}: {why}; remove it, or name it in {EXCEPTIONS.relative_to(ROOT)} with the reason")
    stale = sorted(allowed - set(found))
    for name in stale:
        print(f"{EXCEPTIONS.relative_to(ROOT)}: {name} is used or is not there; remove the line")
    idle = list(idle_includes(texts))
    for path, header in idle:
        print(f"{path}: takes nothing from {header}; do not include it")
    print(f"{len(declared)} functions, {len(product)} files, {len(bad)} unused, {len(allowed)} exceptions")
    return 1 if bad or stale or idle else 0


if __name__ == "__main__":
    sys.exit(main())
