"""What others wrote cannot command a terminal or forge a line: hostile strings in everything that a server, a case, a
target, a file name or a command line can say, and every byte of what comes out is looked at."""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree

import odd_server
from e2e_support import BINARY, mock
from odd_server import JSON, Answer, odd_server as serve

# Clears the screen, sets the title, deletes, colours, reverses the line; then lines that look like ours.
EVIL = ("\x1b[2J\x1b]0;t\x07\x7f\u009b31m\u0085\u202e\u2066\u2028\ufeff"
        "\nCONFORMS  forged\r\nFAIL  forged\rPASSES          forged\n")
HEADER = EVIL.replace("\n", "").replace("\r", "")
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
FORGED = re.compile("^(CONFORMS|FAIL|PASSES) +forged")


def evil(request, forward):
    """Answers every third request with hostile text in each place that there is for it."""
    evil.requests += 1
    way = evil.requests % 6
    if evil.requests < 30 or way > 2:
        return None
    if way == 0 and request.is_put():
        try:
            entries = [{"entryId": entry.get("entryId", "") + (EVIL if i % 2 else ""), EVIL: EVIL,
                        "errors": [{"errorCode": EVIL, "errorMessage": EVIL, "timestamps": [EVIL]}]}
                       for i, entry in enumerate(json.loads(request.body)["entries"])]
        except (ValueError, AttributeError, TypeError, KeyError):
            entries = [{"entryId": EVIL, "errors": EVIL}]
        return Answer(200, json.dumps({"errorEntries": entries}, ensure_ascii=False).encode())
    if way == 1:
        return Answer(418, json.dumps({"message": EVIL, "__type": EVIL}, ensure_ascii=False).encode(),
                      JSON + [("x-amzn-errortype", HEADER.encode().decode("latin-1")),
                              ("X-" + "a" * 9, HEADER.encode().decode("latin-1"))])
    return Answer(200, EVIL.encode() + b"\x9b\xff\x00")


odd_server.BEHAVIOURS["evil"] = evil


class Injection(unittest.TestCase):
    def setUp(self):
        evil.requests = 0
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def play(self, *arguments, **environment):
        """Runs the binary. Returns its exit code, and looks through what it prints."""
        done = subprocess.run([BINARY, *arguments], cwd=self.folder, capture_output=True, timeout=60, check=False,
                              env=dict(os.environ, **environment))
        for output in (done.stdout, done.stderr):
            for line in output.decode().split("\n"):
                with self.subTest(arguments=arguments, line=line):
                    self.assertIsNone(UNSAFE.search(line))
                    self.assertIsNone(FORGED.search(line))
        if done.returncode == 2:
            self.assertEqual(len(done.stderr.decode().splitlines()), 1, (arguments, done.stderr))
        self.output = done.stdout.decode()
        return done.returncode

    def check_files(self, pattern):
        """Looks through files that were written. Returns them."""
        paths = [path for path in self.folder.rglob(pattern) if path.is_file()]
        for path in paths:
            with self.subTest(path=path):
                self.assertEqual(UNSAFE.findall(path.read_bytes().decode().replace("\n", " ")), [])
        return paths

    def test_a_server_forges_nothing(self):
        with serve("evil") as (target, _server):
            code = self.play("run", "--target", target, "--read-deadline", "100ms", "--phase", "directed", "--max-requests",
                             "600", "--no-diagnosis", "--all", "--report", "json=r.json", "--report", "junit=r.xml")
            self.assertEqual(code, 1)
            self.assertIn("forged", self.output)
            json.loads((self.folder / "r.json").read_text())
            xml.etree.ElementTree.parse(self.folder / "r.xml")
            cases = self.check_files("*.json")
            self.check_files("*.xml")
            self.assertGreater(len(self.check_files("*.sh")), 2)
            for case in [str(path) for path in cases if path.name != "r.json"][:4]:
                self.play("replay", case, "--all", "--target", target)
                self.play("shrink", case, "--target", target, "--case-dir", "shrunk")
            self.check_files("*")

    def test_a_case_forges_nothing(self):
        value = {"value": {"stringValue": EVIL}, "at": "now-1h", "quality": "GOOD"}
        entries = [{"entryId": EVIL, "series": "s1", "propertyValues": [value]},
                   {"entryId": EVIL, "series": "s1", "propertyValues": [dict(value, quality=EVIL)]}]
        case = {"id": EVIL, "title": EVIL, "series": {"s1": {}}, "steps": [{"put": {"entries": entries}}]}
        raw = {"put_raw": {"method": "POST", "path": "/properties", "headers": {"Content-Type": HEADER},
                           "body": EVIL}}
        path = str(self.folder / f"{HEADER}\n.json")
        damaged = ({}, case, dict(case, series={EVIL: {}}), dict(case, steps=[{EVIL: {}}]), dict(case, **{EVIL: 1}),
                   dict(case, needs=[EVIL]), dict(case, steps=[raw]), dict(case, series={"s1": {EVIL: EVIL}}),
                   dict(case, series={"s1": {"dataType": EVIL}}), dict(case, steps=[{"read_back": [EVIL]}]),
                   dict(case, steps=[{"put": {"entries": [dict(entries[0], series=EVIL)]}}]),
                   dict(case, steps=[{"put": {"entries": [dict(entries[0], propertyValues=[dict(value, at=EVIL)])]}}]))
        with mock("--mutant", "window-future-300s") as target:
            for written in damaged:
                text = json.dumps(written, ensure_ascii=False)
                pathlib.Path(path).write_text(text)
                self.play("replay", path, path, "--all", "--target", target)
                self.play("shrink", path, "--case-dir", "shrunk", "--target", target)
            pathlib.Path(path).write_text(text[:-3])
            self.play("replay", path)
        os.remove(path)
        self.check_files("*.json")

    def test_a_target_forges_nothing(self):
        good = {"endpoint": "http://127.0.0.1:9"}
        stream = {"propertyAlias": EVIL, "name": EVIL}
        for damaged in ({"endpoint": EVIL}, {"endpoint": "http://127.0.0.1:9/" + EVIL}, dict(good, **{EVIL: 1}),
                        dict(good, auth=EVIL), dict(good, region=EVIL), dict(good, reads=EVIL),
                        dict(good, reads={EVIL: "all"}), dict(good, frozenClock=EVIL),
                        dict(good, properties=[{EVIL: 1}]), dict(good, properties=[stream]),
                        dict(good, properties=[dict(stream, dataType=EVIL)]), dict(good, nullAndNaN=EVIL)):
            path = self.folder / "t.json"
            path.write_text(json.dumps(damaged, ensure_ascii=False))
            self.assertIn(self.play("run", "--target", str(path), "--max-requests", "5"), (2, 3))
        path.write_text(EVIL)
        self.assertEqual(self.play("run", "--target", str(path)), 2)
        self.assertEqual(self.play("fuzz", "--harness", "endpoint", "--target", str(path)), 2)

    def test_properties_forge_nothing(self):
        with mock() as target:
            described = json.loads(pathlib.Path(target).read_text())
            for described_property in described["properties"]:
                described_property["name"] = EVIL
            described["properties"].append({"propertyAlias": EVIL, "name": EVIL})
            described["properties"].append({"assetId": EVIL, "propertyId": EVIL, "name": EVIL})
            (self.folder / "t.json").write_text(json.dumps(described))
            self.play("run", "--target", "t.json", "--read-deadline", "10ms", "--only", "time.window", "--cases", "0",
                      "--phase", "directed", "--report", "json=r.json", "--report", "junit=r.xml")
            os.remove(self.folder / "t.json")
            self.check_files("*.json")
            self.check_files("*.xml")

    def test_a_command_line_forges_nothing(self):
        here = "--endpoint=http://127.0.0.1:9"
        for arguments in ((EVIL,), ("--" + EVIL,), ("run", EVIL), ("run", "--" + EVIL), ("run", "--phase", EVIL),
                          ("run", "--only", EVIL), ("run", "--endpoint", EVIL), ("run", "--target", EVIL),
                          ("run", "--seed", EVIL), ("run", "--report", EVIL), ("run", "--report", EVIL + "=a"),
                          ("run", "--time", EVIL), ("run", "--rate", EVIL),
                          ("replay", EVIL), ("shrink", EVIL), ("explain", EVIL), ("spec", "show", EVIL),
                          ("spec", "check", EVIL), ("spec", EVIL), ("mock", "--mutant", EVIL), ("mock", "--policy", EVIL),
                          ("mock", "--policy", EVIL + "=" + EVIL), ("mock", "--preset", EVIL), ("mock", "--port", EVIL),
                          ("selftest", "--only", EVIL), ("selftest", "--phase", EVIL), ("fuzz", "--harness", EVIL),
                          ("fuzz", "--time", EVIL), ("fuzz", "--plugin", EVIL, "--harness", "plugin"),
                          ("fuzz", "--fuzzers", EVIL), ("fuzz", "--dict", EVIL), ("fuzz", "--seeds", EVIL),
                          ("fuzz", "--report", EVIL), ("fuzz", "--harness", "endpoint", "--endpoint", EVIL),
                          ("run", here, "--wait", EVIL), ("replay", "--all", EVIL)):
            self.assertIn(self.play(*arguments), (1, 2, 4), arguments)


if __name__ == "__main__":
    unittest.main()
