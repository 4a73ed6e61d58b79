"""Targets behind TLS and a gateway: certificates, and a header that lets requests pass."""

import contextlib
import http.client
import http.server
import json
import os
import pathlib
import ssl
import subprocess
import tempfile
import threading
import unittest
from urllib.parse import urlsplit

from e2e_support import endpoint_of, mock, run

KEY = "k3y-that-nobody-may-see"
FEW = ("--phase", "directed", "--only", "entry.id.pattern", "--min-coverage", "0", "--shrink-requests", "200", "--quiet")


class Gateway(http.server.BaseHTTPRequestHandler):
    """Hands requests with the right key on to a server, and answers the others with 403."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def pass_on(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.keys.add(self.headers.get("x-api-key"))
        if self.headers.get("x-api-key") != KEY:
            self.answer(403, {"Content-Type": "application/json"}, b'{"message":"no key"}')
            return
        connection = http.client.HTTPConnection(self.server.behind, timeout=20)
        headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
        connection.request(self.command, self.path, body, headers)
        answer = connection.getresponse()
        self.answer(answer.status, dict(answer.getheaders()), answer.read())
        connection.close()

    def answer(self, status, headers, body):
        self.send_response_only(status)
        for name, value in headers.items():
            if name.lower() not in ("content-length", "connection"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = pass_on

    def log_message(self, *_):
        pass


class TlsServer(http.server.ThreadingHTTPServer):

    def handle_error(self, *_):
        """A client that does not trust the certificate hangs up."""


def make_certificate(folder, host):
    """Makes a certificate for `host` that signs itself. Returns the paths of certificate and key."""
    certificate, key = os.path.join(folder, f"{host}.pem"), os.path.join(folder, f"{host}.key")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                    "-nodes", "-days", "2", "-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}",
                    "-keyout", key, "-out", certificate], check=True, capture_output=True)
    return certificate, key


@contextlib.contextmanager
def gateway(target, certificate):
    """Serves `target` behind TLS; yields the server."""
    server = TlsServer(("127.0.0.1", 0), Gateway)
    server.behind, server.keys = urlsplit(endpoint_of(target)).netloc, set()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.endpoint = f"https://localhost:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def environment(**more):
    kept = {name: value for name, value in os.environ.items() if name not in ("AWS_CA_BUNDLE", "SSL_CERT_FILE")}
    return {**kept, **more}


class Tls(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.certificate = make_certificate(cls.folder.name, "localhost")
        cls.stack = contextlib.ExitStack()
        cls.server = cls.stack.enter_context(gateway(cls.stack.enter_context(mock()), cls.certificate))
        cls.broken = cls.stack.enter_context(
            gateway(cls.stack.enter_context(mock("--mutant", "entry-id-hyphen-refused")), cls.certificate))

    @classmethod
    def tearDownClass(cls):
        cls.stack.close()
        cls.folder.cleanup()

    def target_file(self, endpoint, **more):
        path = os.path.join(self.folder.name, "target.json")
        pathlib.Path(path).write_text(json.dumps({"endpoint": endpoint, **more}))
        return path

    def test_a_certificate_that_is_not_trusted_is_named(self):
        done = run("run", "--endpoint", self.server.endpoint, *FEW, env=environment())
        self.assertEqual(done.returncode, 3, done.stdout + done.stderr)
        self.assertIn("the certificate of the server is not trusted", done.stdout)
        self.assertIn("--ca-file", done.stdout)
        self.assertNotIn("is a server listening there", done.stdout)

    def test_a_certificate_of_another_host_is_not_helped_by_trust(self):
        with tempfile.TemporaryDirectory() as folder, mock() as target:
            other = make_certificate(folder, "other.test")
            with gateway(target, other) as server:
                done = run("run", "--endpoint", server.endpoint, "--ca-file", other[0], *FEW, env=environment())
        self.assertEqual(done.returncode, 3)
        self.assertIn("the certificate of the server is not trusted", done.stdout)
        self.assertNotIn("--ca-file PEM", done.stdout)

    def test_a_server_without_tls_is_told(self):
        with mock() as target:
            endpoint = endpoint_of(target).replace("http:", "https:")
            done = run("run", "--endpoint", endpoint, *FEW, env=environment())
        self.assertEqual(done.returncode, 3)
        self.assertIn("does it speak http instead of https?", done.stdout)

    def test_whoever_is_trusted_and_has_the_key_is_served(self):
        option = ("--ca-file", self.certificate[0])
        for words, more in ((option, {}), ((), {"AWS_CA_BUNDLE": self.certificate[0]}),
                            ((), {"SSL_CERT_FILE": self.certificate[0]})):
            with self.subTest(words=words, **more):
                self.server.keys.clear()
                done = run("run", "--endpoint", self.server.endpoint, "--header", f"x-api-key: {KEY}", *words,
                           *FEW, env=environment(**more))
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                self.assertEqual(self.server.keys, {KEY})

    def test_a_target_file_names_the_variable(self):
        path = self.target_file(self.server.endpoint, caFile=self.certificate[0],
                                headers={"x-api-key": {"env": "GATEWAY_KEY"}})
        done = run("run", "--target", path, *FEW, env=environment(GATEWAY_KEY=KEY))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        done = run("run", "--target", path, *FEW, env=environment())
        self.assertEqual(done.returncode, 2)
        self.assertIn("/headers/x-api-key: the environment variable GATEWAY_KEY is not set", done.stderr)

    def test_a_finding_is_shown_again_with_the_key_from_a_variable(self):
        with tempfile.TemporaryDirectory() as folder:
            words = ("--endpoint", self.broken.endpoint, "--ca-file", self.certificate[0])
            report = os.path.join(folder, "report.json")
            done = run("run", *words, "--header", f"x-api-key: {KEY}", *FEW, "--report", f"json={report}",
                       cwd=folder, env=environment())
            self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
            written = [path for path in pathlib.Path(folder).rglob("*") if path.is_file()]
            for text in [done.stdout, done.stderr, *(path.read_text() for path in written)]:
                self.assertNotIn(KEY, text)
            finding = json.loads(pathlib.Path(report).read_text())["findings"][0]
            self.assertIn('--header "x-api-key: $SWC_HEADER_X_API_KEY"', finding["reproduce"])
            with_key = environment(SWC_HEADER_X_API_KEY=KEY)
            again = subprocess.run(["sh", "-c", finding["reproduce"]], cwd=folder, capture_output=True,
                                   text=True, timeout=60, check=False, env=with_key)
            self.assertEqual(again.returncode, 1, again.stdout + again.stderr)
            script = next(path for path in written if path.suffix == ".sh")
            shown = subprocess.run(["sh", script], capture_output=True, text=True, timeout=60, check=False,
                                   env=with_key)
            self.assertRegex(shown.stdout, "HTTP/1.1 [24]00")
            self.assertNotIn("no key", shown.stdout)
            unset = subprocess.run(["sh", script], capture_output=True, text=True, timeout=60, check=False,
                                   env=environment())
            self.assertIn("SWC_HEADER_X_API_KEY", unset.stderr)
            self.assertNotEqual(unset.returncode, 0)

    def test_what_cannot_be_added_is_wrong_usage_and_not_repeated(self):
        for header, why in ((f"host: {KEY}", "the suite sets host itself"),
                            (f"Content-Length: {KEY}", "the suite sets content-length itself"),
                            (KEY, "write 'name: value'"), (f"x-api-key: {KEY}\r\nx: y", "line end"),
                            (f"{KEY} a: b", "a name has"), ("x-api-key:", "the value is empty")):
            with self.subTest(header):
                done = run("run", "--endpoint", self.server.endpoint, "--header", header, *FEW)
                self.assertEqual(done.returncode, 2, done.stdout)
                self.assertIn(why, done.stderr)
                self.assertNotIn(KEY, done.stdout + done.stderr)
        path = self.target_file(self.server.endpoint, auth="sigv4")
        done = run("run", "--target", path, "--header", f"Authorization: {KEY}", *FEW)
        self.assertEqual(done.returncode, 2)
        self.assertIn("the signature sets authorization", done.stderr)

    def test_a_file_of_no_certificates_is_wrong_usage(self):
        for path, why in (("/nowhere.pem", "/nowhere.pem"), (os.path.abspath(__file__), "no certificate in PEM form")):
            done = run("run", "--endpoint", self.server.endpoint, "--ca-file", path, *FEW)
            self.assertEqual(done.returncode, 2, done.stdout)
            self.assertIn(why, done.stderr)

    def test_the_embedded_target_needs_neither(self):
        for words in (("--header", "a: b"), ("--ca-file", self.certificate[0])):
            done = run("run", *words, *FEW)
            self.assertEqual(done.returncode, 2)
            self.assertIn("need a target", done.stderr)


if __name__ == "__main__":
    unittest.main()
