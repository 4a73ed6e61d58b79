#!/usr/bin/env python3
"""Fuzzes a right server that has a hard time, and counts what the campaigns lay to it: that has to be nothing.

  SITEWISE_CONFORMANCE=build/release/sitewise-conformance conformance/e2e/lagging_campaigns.py --fuzzers build/fuzz --seeds 1 2 3

The mock stands behind a proxy: its `Date` header is up to 3 s late (--date none: there is none), each answer up to 50 ms,
and every 20 s it is started again, for a second nobody listens, and what was stored is gone.
"""

import argparse
import contextlib
import email.utils
import http.client
import http.server
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

from e2e_support import BINARY, mock

LAG_SECONDS_MAX = 3.0
JITTER_SECONDS_MAX = 0.05
UP_SECONDS, DOWN_SECONDS = 20.0, 1.0
PASSED_ON = ("content-type", "content-length", "x-amzn-errortype", "retry-after")


class Weather:
    """Where the mock is just now, and the dice of the proxy."""

    def __init__(self, date, seed):
        self.date, self.dice, self.port, self.stop = date, random.Random(seed), None, threading.Event()

    def date_header(self):
        lag = self.dice.uniform(0, LAG_SECONDS_MAX)
        return None if self.date == "none" else email.utils.formatdate(time.time() - lag, usegmt=True)


class Proxy(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        """A client, or the mock, that is gone."""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    weather = None

    def do_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        time.sleep(self.weather.dice.uniform(0, JITTER_SECONDS_MAX))
        connection = http.client.HTTPConnection("127.0.0.1", self.weather.port, timeout=30)
        with contextlib.closing(connection):
            headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
            connection.request(self.command, self.path, body=body, headers=headers)
            answer = connection.getresponse()
            content = answer.read()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() in PASSED_ON and name.lower() != "content-length":
                self.send_header(name, value)
        if date := self.weather.date_header():
            self.send_header("Date", date)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_any

    def log_message(self, format, *arguments):  # noqa: A002: the name of the base class
        """Nobody reads it."""


def serve(weather, port, ready, described):
    """Serves until it is stopped: 20 s with a mock, a second without anything that listens."""
    handler = type("HandlerHere", (Handler,), {"weather": weather})
    while not weather.stop.is_set():
        with mock(by=signal.SIGKILL) as target:
            described.update(json.loads(pathlib.Path(target).read_text()))
            weather.port = int(described["endpoint"].rsplit(":", 1)[1])
            with Proxy(("127.0.0.1", port), handler) as proxy:
                port = proxy.server_address[1]
                described["endpoint"] = f"http://127.0.0.1:{port}"
                threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
                ready.set()
                weather.stop.wait(UP_SECONDS)
                proxy.shutdown()
        weather.stop.wait(DOWN_SECONDS)


def campaign(options, seed, folder):
    """Runs one campaign. Returns its last line, its report, and how long it took."""
    weather, ready, described = Weather(options.date, seed), threading.Event(), {}
    server = threading.Thread(target=serve, args=(weather, 0, ready, described))
    server.start()
    try:
        if not ready.wait(20):
            raise AssertionError("the server did not start")
        target = folder / "target.json"
        target.write_text(json.dumps(described))
        begun = time.monotonic()
        done = subprocess.run(
            [BINARY, "fuzz", "--harness", "endpoint", "--fuzzers", str(options.fuzzers.resolve()), "--jobs", "1",
             "--target", str(target), "--time", options.time, "--seed", str(seed), "--report", "json=r.json"],
            cwd=folder, capture_output=True, text=True, check=False)
        return done, json.loads((folder / "r.json").read_text()), time.monotonic() - begun
    finally:
        weather.stop.set()
        server.join()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fuzzers", type=pathlib.Path, required=True)
    parser.add_argument("--time", default="180s")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--date", choices=("late", "none"), default="late")
    parser.add_argument("--keep", type=pathlib.Path, help="a folder for what the campaigns leave")
    options = parser.parse_args()
    false = 0
    for seed in options.seeds:
        with tempfile.TemporaryDirectory() as name:
            folder = options.keep / str(seed) if options.keep else pathlib.Path(name)
            os.makedirs(folder, exist_ok=True)
            done, report, seconds = campaign(options, seed, folder)
        found = [finding for finding in report["findings"] if finding["verdict"] != "WARN"]
        false += len(found)
        counted = re.search(r"\n([\d,]+ executions.*)", done.stdout)
        print(f"seed {seed}: exit code {done.returncode} after {seconds:.0f} s, {len(found)} false, "
              f"{len(report['findings']) - len(found)} seen once; {counted.group(1) if counted else ''}\n"
              f"  {done.stdout.splitlines()[-1]}", flush=True)
        for finding in report["findings"]:
            print(f"  {finding['verdict']} {finding['signature']}: {finding['observed']}", flush=True)
    print(f"{false} false in {len(options.seeds)} campaigns")
    return 1 if false else 0


if __name__ == "__main__":
    sys.exit(main())
