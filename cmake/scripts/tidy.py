#!/usr/bin/env python3
"""Runs clang-tidy over our .cc files, each only if something that it depends on has changed.

A file that passed leaves a stamp under build/tidy/ with a digest of all that the result depends on:
its own text, every header of ours that it includes, the .clang-tidy files above it, its compile
command and the version of clang-tidy.

Most of a run goes into the headers of the libraries, so many files are checked in one translation
unit that includes them all. Files that define the same internal name are kept apart; where some do not
compile all the same, the compiler says which, and they go into a unit of their own.
misc-include-cleaner looks at the file alone that it is called for, .cc or .h, so it runs once for each:
two seconds of a processor, over ten minutes for all on two of them. It runs with --includes, with the build's precompiled headers.
--changed leaves it what the last commits changed; a commit that sweeps over the house is left out,
for who makes one looks at all.

Example: cmake/scripts/tidy.py build/release            # all files
         cmake/scripts/tidy.py build/release spec/tqv.cc
         cmake/scripts/tidy.py build/release --fix   # applies what clang-tidy can repair
         cmake/scripts/tidy.py build/release --includes             # includes alone, of all files
         cmake/scripts/tidy.py build/release --includes --changed   # as ./check does
         cmake/scripts/tidy.py build/release --includes --fix spec/tqv.cc spec/tqv.h
"""

import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

CLANG_TIDY = "clang-tidy-19"
ROOT = pathlib.Path(__file__).resolve().parents[2]
STAMPS = ROOT / "build" / "tidy"
BATCH_FILES_MAX = 64
# Lines that define nothing, or nothing that could be defined twice in one program.
IMPORTS = ("using ", "template", "static_assert", "TEST", "INSTANTIATE_")
INCLUDES = "misc-include-cleaner"
FOLDERS = ("spec", "reference", "reports", "generators", "conformance", "fuzz")
# What --changed looks at, which keeps it below a minute even from scratch.
COMMITS_LOOKED_AT = 20
FILES_OF_A_COMMIT_MAX = 40


def our_sources(*endings):
    """Returns the files of our folders with one of the endings, relative to the root."""
    return sorted(
        path.relative_to(ROOT)
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.suffix in endings and "node_modules" not in path.parts
    )


def changed_files():
    """Returns what is not committed or was changed by the last commits, relative to the root; None if
    there is no history to tell."""
    # CI may check out as another user than it runs as.
    git = ["git", "-c", f"safe.directory={ROOT}", "-c", "core.quotePath=off", "-C", ROOT]
    commits = [*git, "log", f"--max-count={COMMITS_LOOKED_AT}", "--no-merges", "--name-only", "--format=%x00"]
    status = [*git, "status", "--porcelain=1", "--no-renames", "--untracked-files=all"]
    try:
        log, local = (subprocess.run(command, capture_output=True, text=True, check=True).stdout
                      for command in (commits, status))
    except (OSError, subprocess.CalledProcessError):
        return None
    found = {line[3:] for line in local.splitlines()}
    for commit in log.split("\0"):
        names = [name for name in commit.split("\n") if name.endswith((".cc", ".h"))]
        if len(names) <= FILES_OF_A_COMMIT_MAX:
            found.update(names)
    return {pathlib.Path(name) for name in found}


def compile_commands(build, precompiled=False):
    """Returns {source: command}; a file of a unit has the command of its unit. Without `precompiled`
    none uses a precompiled header: each file includes what it needs."""
    commands = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        unit = pathlib.Path(entry["file"])
        members = re.findall(r'#include "(.*)"', unit.read_text()) if "units" in unit.parts else []
        command = entry["command"]
        if not precompiled:
            command = re.sub(r"-Xclang -include(-pch)? -Xclang \S+", "", command)
        # A cache of objects stands before the compiler.
        command = re.sub(r"^.* (?=\S*clang\+\+)", "", command)
        for member in [ROOT / name for name in members] or [unit]:
            commands[member] = command.replace(str(unit), str(member))
    return commands


def add_headers(commands):
    """Adds each header with a command for it alone: that of its own .cc, or of another file that
    includes it, of its folder and no test if there is one."""
    best = {}
    for source in commands:
        for header in included(source) - {source}:
            rank = (source.parent != header.parent, source.stem != header.stem,
                    source.stem.endswith("_test"), source)
            best[header] = min(rank, best.get(header, rank))
    for header, (*_, source) in best.items():
        alone = f"-Wno-pragma-once-outside-header -x c++ -c {header}"
        commands[header] = commands[source].replace(f"-c {source}", alone)


def included(source, found=None):
    """Returns `source` and all files of ours that it includes, directly or not."""
    found = {source} if found is None else found
    for name in re.findall(r'^#include "(.*)"', source.read_text(), re.MULTILINE):
        header = ROOT / name
        if header.is_file() and header not in found:
            found.add(header)
            included(header, found)
    return found


def digest_of(source, command, version):
    """Returns the digest of everything that the verdict about `source` depends on."""
    settings = [folder / ".clang-tidy" for folder in source.parents if folder.is_relative_to(ROOT)]
    digest = hashlib.sha256(f"{version}\0{command}\0".encode())
    for path in sorted({*included(source), *filter(pathlib.Path.is_file, settings)}):
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def shape_of(command, source, defines=()):
    """Returns the words of a compile command that files of one batch must share, and `defines`. Those of
    libraries differ from target to target and change nothing for a file that does without."""
    words = shlex.split(command)
    words = words[:words.index("-o")]
    left_out = {"-c", "-Winvalid-pch", str(source)}
    return (*(word for word in words if word not in left_out and not word.startswith("-D")), *defines)


def defines_of(commands):
    """Returns what any of the commands defines."""
    return sorted({word for command in commands.values() for word in shlex.split(command)
                   if word.startswith("-D")})


def internal_names(source):
    """Returns the names that only one file of a unit may define, one guess a line: those of unnamed
    namespaces, and entry points. An alias comes with its type: two that are equal may meet."""
    names, inside = {}, False
    for line in source.read_text().splitlines():
        alias = re.match(r"using (\w+) = ", line)
        entry = re.match(r'(?:extern "C" )?\w+(?:::\w+)* (LLVMFuzzer\w+|main)\(.*\{$', line)
        if line.startswith("namespace {"):
            inside = True
        elif line.startswith("}  // namespace") and line.strip() == "}  // namespace":
            inside = False
        elif alias:
            names[alias[1]] = line
        elif entry:
            names[entry[1]] = str(source)
        elif inside and line[:1].isalpha() and not line.startswith(IMPORTS):
            # The last word before the first bracket, assignment or end is what the line declares.
            plain = re.sub(r"<[^<>]*(<[^<>]*>[^<>]*)*>", "", line)
            head = re.split(r"[({=;\[]|(?<!:):(?!:)", plain)[0].replace(" final", "")
            names.update(dict.fromkeys(re.findall(r"(\w+)\W*$", head), str(source)))
    # Each is for a type of its own.
    names.pop("PrintTo", None)
    return names


def collide(names, taken):
    """Returns whether a name stands for two things."""
    return any(taken.get(name, meaning) != meaning for name, meaning in names.items())


def batches_of(pending, commands):
    """Returns lists of files that can probably be checked as one translation unit, about as long as each
    other. A file joins the shortest list that has none of its internal names."""
    defines = defines_of(commands)
    named = {source: internal_names(source) for source in pending}
    shapes = {}
    for source in pending:
        shapes.setdefault(shape_of(commands[source], source, defines), []).append(source)
    found = []
    for shape, sources in shapes.items():
        batches = [([], {}) for _ in range(-(-len(sources) // BATCH_FILES_MAX))]
        # Who has many names fits least, so it chooses first.
        for source in sorted(sources, key=lambda source: -len(named[source])):
            fitting = [batch for batch in batches if not collide(named[source], batch[1])]
            if not fitting:
                fitting = [([], {})]
                batches += fitting
            members, taken = min(fitting, key=lambda batch: len(batch[0]))
            members.append(source)
            taken.update(named[source])
        found += [(shape, sorted(members)) for members, _ in batches]
    return sorted(found, key=lambda batch: -len(batch[1]))


def strangers_of(shape, members):
    """Returns the files that the compiler blames when all are one translation unit: those with an error,
    and those whose internal names stand in the way of others."""
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run([*shape, "-fsyntax-only", "-w", "-ferror-limit=0", unit_of(folder, members)],
                             capture_output=True, text=True, check=False)
    said = r"^(/[^:\n]+):\d+:\d+: (?:(?:fatal )?error: |note: .*\(anonymous namespace\))"
    blamed = set(re.findall(said, run.stderr, re.MULTILINE))
    return [member for member in members if str(member) in blamed]


def run_clang_tidy(folder, source, extra):
    """Returns what clang-tidy says about `source`; empty if it says nothing."""
    command = [CLANG_TIDY, f"--config-file={ROOT / '.clang-tidy'}", "-p", folder, "--quiet", *extra]
    run = subprocess.run([*command, source], capture_output=True, text=True, check=False)
    if run.returncode == 0:
        return ""
    return run.stdout or run.stderr or f"{source}: clang-tidy ended with {run.returncode}\n"


def unit_of(folder, members):
    """Returns a file that is all of `members`: itself if it is one, else a new one in `folder`."""
    if len(members) == 1:
        return members[0]
    unit = pathlib.Path(folder) / "unit.cc"
    unit.write_text("".join(f'#include "{member}"\n' for member in members))
    return unit


def tell_command(folder, build, source, command):
    """Writes the file from which clang-tidy learns how `source` is compiled."""
    entry = {"directory": str(build), "file": str(source), "command": command}
    (pathlib.Path(folder) / "compile_commands.json").write_text(json.dumps([entry]))


def tidy_batch(build, shape, members):
    """Returns {file: findings} of files that are checked together."""
    with tempfile.TemporaryDirectory() as folder:
        unit = unit_of(folder, members)
        tell_command(folder, build, unit, shlex.join([*shape, "-c", str(unit)]))
        own = f"--header-filter=^{re.escape(str(ROOT))}/({'|'.join(FOLDERS)})/"
        checks = f"--checks=-bugprone-suspicious-include,-{INCLUDES}"
        said = run_clang_tidy(folder, unit, [own, checks, "--extra-arg=-Wno-shadow"])
    if "[clang-diagnostic-" in said and len(members) > 1:
        strangers = strangers_of(shape, members)
        rest = [member for member in members if member not in strangers]
        if not strangers or not rest:
            rest, strangers = members[::2], members[1::2]
        return tidy_batch(build, shape, rest) | tidy_batch(build, shape, strangers)
    return {member: said if member == members[0] else said and " " for member in members}


def tidy_includes(build, commands, source):
    """Returns {source: findings} about what `source` includes. Several commands are tried in turn: a
    precompiled header may be older than what it was made of."""
    for command in commands:
        with tempfile.TemporaryDirectory() as folder:
            tell_command(folder, build, source, command)
            said = run_clang_tidy(folder, source, [f"--checks=-*,{INCLUDES}"])
        if "[clang-diagnostic-" not in said:
            break
    return {source: said}


def repair(build, command, source, checks):
    """Applies what clang-tidy can repair in one file, and says what it said."""
    with tempfile.TemporaryDirectory() as folder:
        tell_command(folder, build, source, command)
        said = run_clang_tidy(folder, source, ["--fix", "--format-style=file", f"--checks={checks}"])
        print(said, end="", flush=True)


def repair_all(build, commands, pending, includes):
    """Repairs files one after the other: two runs must not repair one header at the same time. A file
    comes before what it includes, so it has what it needs when a header stops providing it."""
    for source in sorted(pending, key=lambda source: -len(included(source))):
        repair(build, commands[source], source, f"-*,{INCLUDES}" if includes else f"-{INCLUDES}")


def findings_of(options, build, commands, pending):
    """Yields (file, findings) of each file of `pending` as soon as it is known."""
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        if options.includes:
            precompiled = compile_commands(build, precompiled=True)
            add_headers(precompiled)
            runs = [pool.submit(tidy_includes, build, [precompiled[source], commands[source]], source)
                    for source in pending]
        else:
            runs = [pool.submit(tidy_batch, build, *batch)
                    for batch in batches_of(pending, commands)]
        for run in concurrent.futures.as_completed(runs):
            yield from run.result().items()


def chosen_files(options):
    """Returns the files that the command line asks for, relative to the root."""
    if options.sources:
        return [path.resolve().relative_to(ROOT) for path in options.sources]
    files = our_sources(".cc", ".h") if options.includes else our_sources(".cc")
    changed = changed_files() if options.changed else None
    if changed is not None:
        return [name for name in files if name in changed]
    if options.changed:
        print("git knows no history here, so all files count as changed", flush=True)
    return files


def options_of_command_line():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("build", type=pathlib.Path, help="build folder, already built")
    parser.add_argument("sources", nargs="*", type=pathlib.Path, help="only these files")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--includes", action="store_true", help=f"run {INCLUDES}, and nothing else")
    parser.add_argument("--changed", action="store_true",
                        help="only files that are not committed, or were by one of the last "
                             f"{COMMITS_LOOKED_AT} commits that changed at most {FILES_OF_A_COMMIT_MAX}")
    parser.add_argument("--fix", action="store_true", help="repair the files, one after the other")
    return parser.parse_intermixed_args()


def main():
    options = options_of_command_line()
    build = options.build.resolve()
    commands = compile_commands(build)
    if options.includes:
        add_headers(commands)
    version = subprocess.run([CLANG_TIDY, "--version"], capture_output=True, text=True, check=True)
    sources = chosen_files(options)

    failures = 0
    pending = {}
    for name in sources:
        source = ROOT / name
        if source not in commands:
            print(f"{name}: no target builds it, so neither compiler nor linter sees it", flush=True)
            failures += 1
            continue
        digest = digest_of(source, commands[source], version.stdout)
        stamp = STAMPS / f"{name}.{'includes' if options.includes else 'passed'}"
        if not stamp.is_file() or stamp.read_text() != digest:
            pending[source] = (stamp, digest)

    print(f"{len(sources)} files, {len(pending)} to check", flush=True)
    if options.fix:
        repair_all(build, commands, pending, options.includes)
        return 0
    for source, said in findings_of(options, build, commands, pending):
        stamp, digest = pending[source]
        if said:
            failures += 1
            print(said.strip(" "), end="", flush=True)
        else:
            stamp.parent.mkdir(parents=True, exist_ok=True)
            stamp.write_text(digest)
    if failures:
        print(f"{failures} of {len(sources)} files have findings or share a unit with one that has")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
