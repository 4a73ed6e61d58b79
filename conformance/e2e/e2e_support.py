"""What the process-level tests share: the binary, a mock server, reports."""

import contextlib
import hashlib
import json
import os
import pathlib
import signal
import subprocess
import tempfile

BINARY = os.environ["SITEWISE_CONFORMANCE"]
START_SECONDS_MAX = 20
# What the mock has stored can be read at once: who waits ten seconds, as a user's run does, waits in vain.
SOON = ("--read-deadline", "1s")


def run(*arguments, timeout=120, **options):
    """Runs the binary in a folder of its own. Returns the finished process."""
    with tempfile.TemporaryDirectory() as folder:
        options.setdefault("cwd", folder)
        return subprocess.run([BINARY, *arguments], capture_output=True, text=True,
                              timeout=timeout, check=False, **options)


@contextlib.contextmanager
def mock(*arguments, by=signal.SIGTERM, out=None):
    """Serves the reference server; yields the path of its target description, which is `out` if given. Ends it with `by`."""
    with tempfile.TemporaryDirectory() as folder:
        target = os.path.join(folder, "target.json") if out is None else str(out)
        server = subprocess.Popen(
            [BINARY, "mock", "--port", "0", "--target-out", target, *arguments],
            stdout=subprocess.PIPE, text=True)
        try:
            line = server.stdout.readline()
            if "listens on" not in line:
                raise AssertionError(f"mock {arguments} did not start: {line!r}")
            yield target
        finally:
            server.send_signal(by)
            server.wait(timeout=START_SECONDS_MAX)
            server.stdout.close()


def endpoint_of(target):
    """Returns the endpoint in a target description."""
    return json.loads(pathlib.Path(target).read_text())["endpoint"]


def documented(heading, language, target, index=0):
    """Returns code of a language under a heading of docs/clients.md, for the port of `target`."""
    text = (pathlib.Path(__file__).parents[2] / "docs" / "clients.md").read_text()
    code = text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    code = code.split(f"```{language}\n")[1 + index].split("```")[0]
    return code.replace("http://127.0.0.1:9000", endpoint_of(target))


def report_of_run(target, *arguments):
    """Runs against `target`. Returns exit code and report."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "report.json")
        done = run("run", "--target", target, "--quiet", "--report", f"json={path}", *arguments)
        if not os.path.exists(path):
            raise AssertionError(f"no report: exit {done.returncode}: {done.stderr}")
        return done.returncode, json.loads(pathlib.Path(path).read_text())


def listing():
    """Returns the policies {name: [alternatives]} and mutants {name: [clauses]} of `mock --list`."""
    policies, mutants, name = {}, {}, None
    section = None
    for line in run("mock", "--list").stdout.splitlines():
        if line.startswith("POLICIES"):
            section = policies
        elif line.startswith("PRESETS"):
            section = None
        elif line.startswith("MUTANTS"):
            section = mutants
        elif section is policies and "=" in line:
            policy, alternatives = line.strip().split("=", 1)
            policies[policy] = alternatives.split("|")
        elif section is mutants and line.startswith("    breaks "):
            mutants[name] = line.strip()[len("breaks "):].split(", ")
        elif section is mutants and line.strip():
            name = line.split()[0]
    return policies, mutants


def presets():
    """Returns the presets {name: {policy: alternative}} of `mock --list`."""
    found, section = {}, False
    for line in run("mock", "--list").stdout.splitlines():
        if not line.startswith(" "):
            section = line.startswith("PRESETS") or (section and not line)
        elif section and line.startswith("    "):
            policy, alternative = line.split()[0].split("=")
            found[name][policy] = alternative
        elif section:
            name = line.split()[0]
            found[name] = {}
    return found


@contextlib.contextmanager
def unless_unchanged(name, *inputs):
    """Yields whether the work has to be done; leaves a stamp if it ended without an exception.

    The stamp holds a digest of the binary and `inputs`, so that an unchanged binary is not tested
    again for minutes.
    """
    digest = hashlib.sha256(pathlib.Path(BINARY).read_bytes())
    for path in inputs:
        digest.update(pathlib.Path(path).read_bytes())
    stamp = pathlib.Path(BINARY).parent / f"{name}.stamp"
    fresh = stamp.exists() and stamp.read_text() == digest.hexdigest()
    yield not fresh
    stamp.write_text(digest.hexdigest())
