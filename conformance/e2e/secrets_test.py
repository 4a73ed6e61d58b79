"""No secret leaves the program: against a server that sends back all it was sent, in every form, no byte of any output
holds a piece of a key, a token, a signature or a password."""

import base64
import contextlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import threading
import unittest
import urllib.parse

import odd_server
from e2e_support import BINARY, mock, run
from odd_server import JSON, Answer

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "AKIDCANARYKEYOFNOBODY",
               "AWS_SECRET_ACCESS_KEY": "wJalr/XUtn+FEMI/K7MDENG/bPxRfiCYCANARYKEY=",
               "AWS_SESSION_TOKEN": "FwoGZXIvYXdzEJr/wEaDPlainCanary+Token/Of/Nobody=="}
USER, PASSWORD = "somebody", "canary-p@ss/word+of-nobody"
SIGNATURE = re.compile(r"Signature=([0-9a-f]{64})")
# A shorter piece of a secret stands in a text by chance.
PIECE = 12


def forms(secret):
    """Yields what a secret may look like in a text."""
    yield secret
    for safe in ("", "/", "+/="):
        quoted = urllib.parse.quote(secret, safe=safe)
        yield quoted
        yield re.sub("%..", lambda found: found[0].lower(), quoted)
    yield json.dumps(secret)[1:-1].replace("/", "\\/")
    for before in (0, 1, 2):
        begin = (before * 8 + 5) // 6
        end = (before + len(secret)) * 8 // 6
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            yield encode(b"\0" * before + secret.encode()).decode()[begin:end]


def pieces(secret):
    return {form[i:i + PIECE] for form in forms(secret) for i in range(len(form) - PIECE + 1)}


class Echo:
    """Sends back what it was sent. How, changes from request to request; the first ones and every other are answered
    as they should be, for a run that gets no sense out of a server ends soon."""

    def __init__(self, puts_only):
        self.puts_only = puts_only
        self.lock, self.requests, self.signatures = threading.Lock(), 0, set()

    def __call__(self, request, forward):
        authorization = request.headers.get("Authorization", "")
        with self.lock:
            self.requests += 1
            way = self.requests
            self.signatures.update(SIGNATURE.findall(authorization))
        if way < 30 or way % 2 == 0 or (self.puts_only and not request.is_put()):
            return None
        token = request.headers.get("X-Amz-Security-Token", "")
        plain = f"{request.method} {request.target} " + " ".join(f"{n}: {v}" for n, v in request.headers.items())
        text = (plain, urllib.parse.quote(plain), urllib.parse.quote(plain, safe="+/="), plain.replace("/", "\\/"),
                base64.b64encode(plain.encode()).decode(), base64.b64encode(token.encode()).decode(),
                "Basic " + base64.b64encode(b"me:" + token.encode()).decode())[way % 7]
        if way % 3 == 0 and request.is_put():
            return Answer(200, json.dumps({"errorEntries": self.entries(request.body, authorization, text)}).encode())
        if way % 3 == 1:
            return Answer(400, json.dumps({"message": text}).encode(),
                          JSON + [("x-amzn-errortype", token or "None"), ("X-Echo", text[:4000])])
        return Answer(200 if way % 5 == 0 else 400, text.encode())

    @staticmethod
    def entries(body, code, text):
        try:
            return [{"entryId": entry["entryId"],
                     "errors": [{"errorCode": code, "errorMessage": text, "timestamps": []}]}
                    for entry in json.loads(body)["entries"]]
        except (ValueError, KeyError, TypeError):
            return [{"entryId": text, "errors": []}]


@contextlib.contextmanager
def echo_server(puts_only=False):
    """Yields the path of a target description, and what the server has seen."""
    echo = Echo(puts_only)
    odd_server.BEHAVIOURS["echoes"] = echo
    with odd_server.odd_server("echoes", auth="sigv4") as (target, _server):
        yield target, echo


class Secrets(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.environment = dict(os.environ, **CREDENTIALS,
                                http_proxy=f"http://{USER}:{urllib.parse.quote(PASSWORD)}@127.0.0.1:9")
        self.printed = []

    def play(self, *arguments, **options):
        done = run(*arguments, cwd=self.folder, env=self.environment, **options)
        self.printed.append((" ".join(arguments), done.stdout + done.stderr))
        return done

    def expect_no_secrets(self, signatures=()):
        """Looks through what was printed and all that lies in the folder."""
        outputs = self.printed + [(str(path), path.read_bytes().decode(errors="replace"))
                                  for path in self.folder.rglob("*") if path.is_file()]
        found = {}
        for secret in [*CREDENTIALS.values(), f"{USER}:{PASSWORD}", *signatures]:
            for piece in pieces(secret):
                for name, text in outputs:
                    if piece in text:
                        found.setdefault(name, piece)
        self.assertEqual(found, {})
        return outputs

    def test_nothing_comes_back_out_of_runs_and_replays(self):
        with echo_server() as (target, echo):
            self.play("run", "--target", target, "--read-deadline", "100ms", "--phase", "directed",
                      "--max-requests", "400", "--no-diagnosis", "--case-dir", "cases", "--report", "json=r.json", "--report", "junit=r.xml")
            cases = sorted(str(path) for path in (self.folder / "cases").glob("*.json"))
            self.assertTrue(cases)
            self.play("replay", *cases[:8], "--all", "--target", target)
            self.play("shrink", cases[0], "--target", target, "--case-dir", "shrunk")
            self.assertGreater(len(echo.signatures), 100)
            outputs = self.expect_no_secrets(sorted(echo.signatures)[:40])
        self.assertTrue(any("***" in text for name, text in outputs if name.endswith("r.json")))
        for report in (self.folder / "r.json", *(self.folder / "cases").glob("*.json")):
            json.loads(report.read_text())
        scripts = list((self.folder / "cases").glob("*.sh"))
        self.assertTrue(scripts)
        for script in scripts:
            self.assertIn('"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"', script.read_text())

    def test_nothing_comes_back_out_of_harnesses(self):
        # Several: which of them deviate depends on when they are played.
        seeds = sorted((pathlib.Path(__file__).parents[2] / "fuzz/corpus/cases").iterdir())[:4]
        with echo_server(puts_only=True) as (target, echo):
            done = subprocess.run(
                [pathlib.Path(BINARY).with_name("endpoint_replay"), *seeds], cwd=self.folder, capture_output=True, text=True,
                env=dict(self.environment, SWC_FUZZ_TARGET=target, SWC_FUZZ_FINDINGS="findings"), timeout=60, check=False)
            self.printed.append(("endpoint_replay", done.stdout + done.stderr))
            self.assertTrue(list((self.folder / "findings").glob("*.json")), done.stderr)
            self.expect_no_secrets(sorted(echo.signatures)[:40])

    def test_nothing_comes_back_out_of_campaigns(self):
        fuzzers = self.folder / "fuzzers"
        fuzzers.mkdir()
        shutil.copy(pathlib.Path(__file__).with_name("fake_fuzzer.py"), fuzzers / "endpoint_fuzzer")
        self.environment["FAKE_FUZZER"] = "crash telltale"
        with echo_server() as (target, _echo):
            self.play("fuzz", "--harness", "endpoint", "--target", target, "--time", "1s", "--jobs", "1",
                      "--fuzzers", str(fuzzers), "--no-prune", "--report", "json=r.json", "--report", "junit=r.xml")
        self.assertTrue(list(self.folder.rglob("*.log")))
        self.expect_no_secrets()

    def test_the_mock_tells_nobody_who_asked(self):
        with mock("--mutant", "window-future-300s") as target:
            signed = json.loads(pathlib.Path(target).read_text())
            (self.folder / "signed.json").write_text(json.dumps(dict(signed, auth="sigv4")))
            done = self.play("run", "--target", "signed.json", "--only", "time", "--cases", "0",
                             "--read-deadline", "100ms", "--report", "json=r.json")
            self.assertEqual(done.returncode, 1)
        self.expect_no_secrets()

    def test_passwords_of_urls_are_not_repeated(self):
        url = f"http://{USER}:{urllib.parse.quote(PASSWORD, safe='')}@127.0.0.1:9/"
        raw = f"http://{USER}:{PASSWORD}@127.0.0.1:9/"
        for number, bad in enumerate((url, raw)):
            for text in (json.dumps({"endpoint": bad}), '{"endpoint": "' + bad, '{"endpoint": "' + bad + '" 1}',
                         json.dumps({"endpoint": "http://127.0.0.1:9", "auth": bad}),
                         json.dumps({"endpoint": "http://127.0.0.1:9", bad: 1}), bad):
                with self.subTest(number=number, text=text):
                    with tempfile.TemporaryDirectory() as folder:
                        path = os.path.join(folder, "t.json")
                        pathlib.Path(path).write_text(text)
                        for command in (("run",), ("fuzz", "--harness", "endpoint")):
                            self.assertEqual(self.play(*command, "--target", path).returncode, 2)
            for arguments in (("run", "--endpoint", bad), ("run", bad), (bad,), ("run", "--seed", bad),
                              ("run", "--endpoint", bad, "--target", "t.json"), ("run", "--phase", bad),
                              ("fuzz", "--harness", "endpoint", "--endpoint", bad), ("replay", bad),
                              ("run", "--endpoint", "http://127.0.0.1:9", "--clause", bad)):
                with self.subTest(arguments=arguments):
                    self.assertEqual(self.play(*arguments).returncode, 2)
        self.expect_no_secrets()


if __name__ == "__main__":
    unittest.main()
