#!/usr/bin/python3
"""Writes docs/fidelity.md: how far servers agree with the documents, from runs against those that are there.

    SITEWISE_CONFORMANCE=build/release/sitewise-conformance conformance/e2e/fidelity.py [--out docs/fidelity.md]
        [--reports DIR] [--prism node_modules/.bin/prism] [--moto venv/bin/moto_server] [--server 'NAME=COMMAND with {port}']...

The reference server always takes part, in four characters. Prism (npm: @stoplight/prism-cli) serves an OpenAPI document that
openapi_of_model.py makes, moto (PyPI: moto[server]) itself; without an option they are looked for in PATH. Servers of your own are named by
--server. What is not there is left out, and the page says so.
"""
import argparse
import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

from e2e_support import BINARY, listing

START_SECONDS_MAX = 60
RUN_SECONDS_MAX = 900
RUN_OPTIONS = ("--seed", "1", "--read-deadline", "2s", "--shrink-requests", "100", "--quiet")
# What a lenient server and a strict one choose, the first of these that a policy has.
LENIENT = ("accepted", "read", "ignored", "answered", "allowed", "open", "created")
STRICT = ("rejected-request", "refused-request", "rejected-entry", "refused", "newer-rejected", "enforced")
HERE = pathlib.Path(__file__).resolve().parent


def choose(wanted):
    """Returns options of `mock`: of each policy the first of `wanted` that it has."""
    options = []
    for policy, alternatives in listing()[0].items():
        alternative = next((each for each in wanted if each in alternatives), None)
        if alternative is not None:
            options += ["--policy", f"{policy}={alternative}"]
    return options


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextlib.contextmanager
def serving(command, port):
    """Runs a server in a process group of its own until it listens, and ends it."""
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        deadline = time.monotonic() + START_SECONDS_MAX
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError as error:
                if server.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"{command[0]} does not listen on port {port}") from error
                time.sleep(0.2)
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def mock_target(name, what, *options):
    return {"name": name, "what": what, "described": True,
            "command": lambda port, folder: [BINARY, "mock", "--port", str(port), "--target-out", str(folder / "target.json"), *options]}


def targets_of(arguments, folder):
    """Returns the targets that are there, and what is left out with the reason."""
    targets = [
        mock_target("lenient", "the reference server; where the documents leave a choice it accepts", *choose(LENIENT)),
        mock_target("strict", "the reference server; where the documents leave a choice it refuses", *choose(STRICT)),
        mock_target("AWS-like", "the reference server as AWS is, as far as documents and observations go (`mock --preset aws-like`)",
                    "--preset", "aws-like"),
        mock_target("varying", "the reference server; what may vary varies from request to request", *choose(("varying",)))]
    left_out = []
    for word in arguments.server:
        name, _, command = word.partition("=")
        targets.append({"name": name, "what": "written by somebody who had read the documents, for tests of their own", "described": False,
                        "command": lambda port, _, command=command: command.replace("{port}", str(port)).split()})
    prism = arguments.prism or shutil.which("prism")
    if prism:
        document = folder / "openapi.json"
        model = [arguments.service_model] if arguments.service_model else []
        document.write_bytes(subprocess.run([sys.executable, HERE / "openapi_of_model.py", *model], check=True,
                                            capture_output=True).stdout)
        version = subprocess.run([prism, "--version"], capture_output=True, text=True, check=False).stdout.strip()
        targets.append({"name": "Prism", "described": False,
                        "what": f"Prism {version}: a mock of an OpenAPI document that was made from the service model of AWS",
                        "command": lambda port, _: [prism, "mock", "--host", "127.0.0.1", "--port", str(port), str(document)]})
    else:
        left_out.append("Prism: no `prism` in PATH")
    moto = arguments.moto or shutil.which("moto_server")
    if moto:
        version = subprocess.run([pathlib.Path(moto).parent / "python", "-c", "import moto; print(moto.__version__)"],
                                 capture_output=True, text=True, check=False).stdout.strip()
        targets.append({"name": "moto", "what": f"moto {version} in server mode, which has no part for this service", "described": False,
                        "command": lambda port, _: [moto, "-H", "127.0.0.1", "-p", str(port)]})
    else:
        left_out.append("moto: no `moto_server` in PATH")
    return targets, left_out


def run_on(target, folder, reports):
    """Runs against a target, unless its report lies in `reports` already. Returns the path of the report."""
    report = reports / (re.sub(r"\W+", "-", target["name"]).strip("-").lower() + ".json")
    if report.exists():
        return report
    folder.mkdir()
    port = free_port()
    with serving(target["command"](port, folder), port):
        where = ("--target", folder / "target.json") if target["described"] else ("--endpoint", f"http://127.0.0.1:{port}")
        subprocess.run([BINARY, "run", *where, *RUN_OPTIONS, "--report", f"json={report}"], cwd=folder, timeout=RUN_SECONDS_MAX,
                       stdout=subprocess.DEVNULL, check=False)
    return report


def list_of(title, items):
    return f"\n{title}\n\n" + "".join(f"- {each}\n" for each in items) if items else ""


def page_of(tested, left_out, comparison, version):
    days = sorted({target["date"][:10] for target in tested})
    rows = "".join(f"| {target['name']} | {target['what']} |\n" for target in tested)
    untested = [f"{target['name']}: {target['untested']}" for target in tested if target["untested"]]
    return f"""# Fidelity

Made by `conformance/e2e/fidelity.py` from runs that happened on {' and '.join(days)}, by sitewise-conformance {version}
(`run {' '.join(RUN_OPTIONS[:-1])}`). A row is a clause ([clauses.md](clauses.md)), a column a server; [compare.md](compare.md) says how to read it.

**AWS itself never ran**: no run against the service stands behind this page, and the column AWS-like is the reference server with the choices that
documents and observations of others speak for (`mock --list` names the fact behind each). The targets of the reference server have a description
with properties of every type, so more can be shown of them; the others were given nothing but their URL.

| server | what it is |
|---|---|
{rows}{list_of("Could not be tested, and is in no table below:", untested)}{list_of("Left out, for they were not there:", left_out)}
{comparison}"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", default=str(HERE.parents[1] / "docs" / "fidelity.md"))
    parser.add_argument("--html", help="the comparison as a page too")
    parser.add_argument("--prism")
    parser.add_argument("--moto")
    parser.add_argument("--server", action="append", default=[], metavar="NAME=COMMAND")
    parser.add_argument("--reports", help="folder that keeps the reports; one that lies there already is taken instead of a run")
    parser.add_argument("--service-model", help="for the document of Prism; left out: that of the installed botocore")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        targets, left_out = targets_of(arguments, folder)
        reports = pathlib.Path(arguments.reports or folder / "reports").resolve()
        reports.mkdir(parents=True, exist_ok=True)
        tested, words = [], []
        for target in targets:
            began = time.monotonic()
            try:
                report = run_on(target, folder / f"target-{len(tested)}", reports)
                record = json.loads(report.read_text())
            except (OSError, ValueError, RuntimeError, subprocess.TimeoutExpired) as error:
                left_out.append(f"{target['name']}: {error}")
                continue
            target["date"] = record["date"]
            target["untested"] = record["message"] if record["verdict"] == "COULD NOT TEST" else ""
            print(f"{target['name']}: {record['verdict']}, {time.monotonic() - began:.0f} s", file=sys.stderr)
            tested.append(target)
            if not target["untested"]:
                words.append(f"{target['name']}={report}")
        markdown = folder / "compared.md"
        html = ["--html", arguments.html] if arguments.html else []
        subprocess.run([BINARY, "compare", *words, "--markdown", markdown, *html], stdout=subprocess.DEVNULL, check=True)
        version = subprocess.run([BINARY, "--version"], capture_output=True, text=True, check=False).stdout.strip()
        pathlib.Path(arguments.out).write_text(page_of(tested, left_out, markdown.read_text(), version))
    for each in left_out:
        print(f"left out: {each}", file=sys.stderr)


if __name__ == "__main__":
    main()
