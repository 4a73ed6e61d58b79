"""A server that does one odd thing: a proxy in front of the mock, for the process-level tests.

Each behaviour is a row of BEHAVIOURS: a function of a request and of what the mock answers to it. It returns an
Answer, or None for the mock's own.
"""

import contextlib
import http.client
import http.server
import json
import pathlib
import re
import tempfile
import threading
import time
import urllib.parse

from e2e_support import mock

JSON = [("Content-Type", "application/json")]


class Answer:
    """What the client gets. `hang` seconds pass before it; with `drop` the connection ends instead."""

    def __init__(self, status, body=b"", headers=None, hang=0.0, drop=False):
        self.status, self.body, self.hang, self.drop = status, body, hang, drop
        self.headers = JSON if headers is None else headers


def error(status, name, message="no"):
    """An error as an AWS service writes it."""
    return Answer(status, json.dumps({"message": message}).encode(),
                  JSON + [("x-amzn-ErrorType", name)])


class Request:
    """What the client sent."""

    def __init__(self, method, target, body, headers=None):
        self.method, self.target, self.body, self.headers = method, target, body, headers or {}
        self.path = urllib.parse.urlsplit(target).path
        self.query = urllib.parse.parse_qs(urllib.parse.urlsplit(target).query)

    def is_put(self):
        return self.method == "POST" and self.path == "/properties"


def on(path, answer):
    """Answers requests for `path` (a prefix of it) by `answer()`."""
    return lambda request, forward: answer() if request.path.startswith(path) else None


def when(test, answer):
    """Answers what `test` of the request holds for."""
    return lambda request, forward: answer() if test(request) else None


def puts_only(answer):
    return when(lambda request: not request.is_put(), answer)


def integers_fail(request, forward):
    """The current value of an INTEGER is an internal error."""
    if request.path != "/properties/latest":
        return None
    answer = forward()
    return error(500, "InternalFailureException") if b"integerValue" in answer.body else answer


def stores_nothing(request, forward):
    """Every put is acknowledged, and nothing is stored."""
    return Answer(200, b'{"errorEntries": []}') if request.is_put() else None


def null_history(request, forward):
    """An empty history is null, as lists of some languages are."""
    answer = forward()
    if request.path == "/properties/history" and answer.status == 200:
        body = json.loads(answer.body)
        if not body.get("assetPropertyValueHistory"):
            body["assetPropertyValueHistory"] = None
            answer.body = json.dumps(body).encode()
    return answer


BEHAVIOURS = {
    "none": lambda request, forward: None,
    "latest is 404": on("/properties/latest", lambda: error(404, "UnknownOperationException")),
    "latest is empty": on("/properties/latest", lambda: Answer(200, b"{}")),
    "latest is 501": on("/properties/latest", lambda: error(501, "NotImplementedException")),
    "no reads": puts_only(lambda: error(404, "UnknownOperationException")),
    "bytes nobody reads": lambda request, forward: Answer(200, b"\x1f\x8b\x08\x00garbage",
                                                          JSON + [("Content-Encoding", "gzip")]),
    "integers fail": integers_fail,
    "bad page size fails": when(lambda request: request.query.get("maxResults") == ["0"],
                                lambda: error(500, "InternalFailureException")),
    "history is 422": on("/properties/history", lambda: error(422, "ValidationException")),
    "stores nothing": stores_nothing,
    "redirects": lambda request, forward: Answer(
        302, b"", [("Location", "https://elsewhere.test/")]),
    "pages for people": lambda request, forward: Answer(
        200, b"<html>sign in</html>", [("Content-Type", "text/html")]),
    "long numbers hang": when(lambda request: re.search(rb"[0-9]{60}", request.body),
                              lambda: Answer(200, hang=30)),
    "drops emoji": when(lambda request: b"\xf0\x9f" in request.body or b"\\ud83d" in request.body.lower(),
                        lambda: Answer(200, drop=True)),
    "null histories": null_history,
    "slow": lambda request, forward: Answer(200, b"{}", hang=8),
}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # An answer leaves as one piece: what follows a first piece waits 40 ms for its acknowledgement.
    wbufsize = -1
    disable_nagle_algorithm = True

    def log_message(self, *arguments):
        pass

    def forward(self, method, target, body):
        local = self.server.connections
        headers = {name: value for name, value in self.headers.items()
                   if name.lower() not in ("host", "content-length", "connection")}
        for attempt in range(2):
            if not hasattr(local, "connection"):
                local.connection = http.client.HTTPConnection(*self.server.backend, timeout=30)
                self.server.opened.append(local.connection)
            try:
                local.connection.request(method, target, body, headers)
                answer = local.connection.getresponse()
                kept = [(name, value) for name, value in answer.getheaders()
                        if name.lower() in ("content-type", "x-amzn-errortype")]
                return Answer(answer.status, answer.read(), kept)
            except (http.client.HTTPException, OSError):
                local.connection.close()
                del local.connection
                if attempt == 1:
                    raise
        raise AssertionError("not reached")

    def handle_one(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        request = Request(self.command, self.path, body, self.headers)
        self.server.requests += 1

        def forward():
            return self.forward(request.method, request.target, body)

        answer = self.server.behaviour(request, forward) or forward()
        if answer.hang:
            self.server.stopping.wait(answer.hang)
        if answer.drop:
            self.close_connection = True
            return
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def do(self):
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.handle_one()

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do


class OddServer(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, behaviour, backend, shift=0.0):
        super().__init__(("127.0.0.1", 0), Handler)
        self.behaviour, self.backend, self.shift = behaviour, backend, shift
        self.connections = threading.local()
        self.opened = []
        self.stopping = threading.Event()
        self.requests = 0


@contextlib.contextmanager
def odd_server(behaviour, *mock_arguments, **changes):
    """Serves `behaviour` (a name of BEHAVIOURS). Yields the path of its target description, in which `changes` are
    made, and the server."""
    with mock(*mock_arguments) as target, tempfile.TemporaryDirectory() as folder:
        description = json.loads(pathlib.Path(target).read_text())
        backend = urllib.parse.urlsplit(description["endpoint"])
        server = OddServer(BEHAVIOURS[behaviour], (backend.hostname, backend.port))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        description["endpoint"] = f"http://127.0.0.1:{server.server_port}"
        description.update(changes)
        path = pathlib.Path(folder) / "target.json"
        path.write_text(json.dumps(description))
        try:
            yield str(path), server
        finally:
            server.stopping.set()
            server.shutdown()
            server.server_close()
            for connection in server.opened:
                connection.close()


def until(condition, seconds=20.0):
    """Waits until `condition()` holds. Returns whether it did."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.01)
    return False
