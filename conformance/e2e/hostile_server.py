"""A server that breaks what a client takes for granted: a row for each behaviour, for the process-level tests.

A behaviour is either bytes (a function of a Connection, which reads requests and sends what it likes) or words (a
function of a request and of what the mock answers to it, as in odd_server.py). ROWS has all of them, each with what the
suite has to say about such a server.
"""

import collections
import contextlib
import gzip
import http.client
import json
import pathlib
import random
import socket
import struct
import tempfile
import threading
import time
import urllib.parse

from odd_server import Answer, Request, error

ACCEPTED = b'{"errorEntries": []}'


def response(body=ACCEPTED, status="200 OK", headers=(), length=None):
    """The bytes of an answer. `length` is what Content-Length claims."""
    lines = [f"HTTP/1.1 {status}".encode(), b"Content-Type: application/json",
             b"Content-Length: %d" % (len(body) if length is None else length), *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


class Connection:
    """One client, as a behaviour of bytes sees it."""

    def __init__(self, server, client):
        self.server, self.client, self.text = server, client, b""

    def request(self):
        """Returns the next request as a Request, or None when the client is gone."""
        while b"\r\n\r\n" not in self.text:
            if not self.receive():
                return None
        head, self.text = self.text.split(b"\r\n\r\n", 1)
        lines = head.decode("latin1").split("\r\n")
        self.headers = [tuple(part.strip() for part in line.split(":", 1)) for line in lines[1:] if ":" in line]
        lengths = [value for name, value in self.headers if name.lower() == "content-length"]
        length = int(lengths[0]) if lengths and lengths[0].isdigit() else 0
        while len(self.text) < length:
            if not self.receive():
                return None
        body, self.text = self.text[:length], self.text[length:]
        words = lines[0].split(" ")
        self.server.requests += 1
        return Request(words[0], words[1] if len(words) > 1 else "", body)

    def receive(self):
        more = self.client.recv(65536)
        self.text += more
        return more

    def send(self, *pieces, pause=0.0):
        for piece in pieces:
            self.client.sendall(piece)
            if pause and self.server.stopping.wait(pause):
                break

    def forever(self, piece, pause=0.0):
        while not self.server.stopping.is_set():
            self.send(piece, pause=pause)

    def silence(self):
        self.server.stopping.wait(60)

    def reset(self):
        self.client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.client.close()


def answers(*pieces, pause=0.0, close=False):
    """Each request gets these pieces; with `close` the connection ends behind them."""
    def serve(connection):
        while connection.request():
            connection.send(*pieces, pause=pause)
            if close:
                return
    return serve


def drip(data, seconds):
    return answers(*[data[i:i + 1] for i in range(len(data))], pause=seconds)


def endless(begin, piece, pause=0.0):
    """The first request gets an answer without an end."""
    def serve(connection):
        while connection.request():
            connection.send(begin)
            connection.forever(piece, pause)
    return serve


def silent_after(begin):
    def serve(connection):
        while connection.request():
            connection.send(begin)
            connection.silence()
    return serve


def reset_after(begin):
    def serve(connection):
        if connection.request():
            connection.send(begin)
            time.sleep(0.02)
            connection.reset()
    return serve


def always(body=ACCEPTED, status=200, headers=None):
    """Every request gets the same answer."""
    return lambda request, forward: Answer(status, body, headers)


def reads(change):
    """Puts are the mock's; of what reads show `change` makes something else."""
    return lambda request, forward: None if request.is_put() else change(request, forward())


def puts(change):
    return lambda request, forward: change(request, forward()) if request.is_put() else None


def edit(change):
    """Edits the JSON of a good answer to a read."""
    def edited(request, answer):
        if answer.status == 200:
            body = json.loads(answer.body)
            change(request, body)
            answer.body = json.dumps(body).encode()
        return answer
    return reads(edited)


def rows_of(body):
    return body.get("assetPropertyValueHistory") or []


def change_values(request, body):
    for row in rows_of(body) + ([body["propertyValue"]] if body.get("propertyValue") else []):
        row["value"] = {"doubleValue": 7.25}


def reverse(request, body):
    rows_of(body).reverse()


def dated(seconds_of):
    """The clock of the server is somewhere else."""
    def answer(request, forward):
        made = forward()
        moment = seconds_of(time.time())
        text = moment if isinstance(moment, str) else time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(moment))
        made.headers = [*made.headers, ("Date", text)]
        return made
    return answer


def history_page(count, token):
    rows = [{"value": {"doubleValue": float(i)}, "quality": "GOOD",
             "timestamp": {"timeInSeconds": 1_600_000_000 + i, "offsetInNanos": 0}} for i in range(count)]
    return json.dumps({"assetPropertyValueHistory": rows, "nextToken": token}).encode()


def pages(count, token):
    """A history whose pages have no end."""
    numbers = iter(range(10 ** 9))

    def change(request, forward):
        if not request.path.startswith("/properties/history"):
            return None
        return Answer(200, history_page(count, token or f"t{next(numbers)}"))
    return change


def without(parameter):
    """A history that takes no notice of a parameter."""
    def change(request, forward):
        if not request.path.startswith("/properties/history"):
            return None
        query = {name: values for name, values in request.query.items() if name != parameter}
        made = [forward(request.path + "?" + urllib.parse.urlencode({**query, **more}, doseq=True))
                for more in ([{}] if parameter != "qualities" else
                             [{parameter: quality} for quality in ("GOOD", "BAD", "UNCERTAIN")])]
        if any(answer.status != 200 for answer in made):
            return made[0]
        body = {"assetPropertyValueHistory": [row for answer in made for row in rows_of(json.loads(answer.body))]}
        return Answer(200, json.dumps(body).encode())
    return change


def errors(count, times=0, name="x{}"):
    """Each put is answered with `count` errors."""
    some = [{"timeInSeconds": i, "offsetInNanos": 0} for i in range(times)]
    body = json.dumps({"errorEntries": [
        {"entryId": name.format(i), "errors": [
            {"errorCode": "TimestampOutOfRangeException", "errorMessage": "m", "timestamps": some}]}
        for i in range(count)]}).encode()
    return lambda request, forward: Answer(200, body)


def echo(request, forward):
    return error(400, "InvalidRequestException", request.target + request.body.decode("latin1"))


def after(count, then, once=False):
    """The first `count` requests are the mock's; to those behind `then()` happens."""
    seen = collections.Counter()

    def serve(request, forward):
        seen["requests"] += 1
        behind = seen["requests"] > count and not (once and seen["requests"] > count + 20)
        return then() if behind else None
    return serve


def sometimes(share, then):
    dice = random.Random(1)
    return lambda request, forward: then() if dice.random() < share else None


def slower(request_seconds):
    seen = collections.Counter()

    def serve(request, forward):
        seen["requests"] += 1
        answer = forward()
        answer.hang = min(seen["requests"] * request_seconds, 0.5)
        return answer
    return serve


OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
NASTY = "\x1b[31mRED\x1b]0;t\x07\x1b[2J\r\nFAIL forged \u202e\u2028\x7f\x9b31m<script>]]>&'\""
DROP = lambda: Answer(200, drop=True)  # noqa: E731
MEGABYTE = 1 << 20


def string_of(size):
    return response(b'{"errorEntries": [{"entryId": "' + b"a" * size + b'", "errors": []}]}')


class Row:
    """What a server does, and what has to be said of it: the exit code of a run, and words in its output."""

    def __init__(self, name, serve, code, words="", seconds=4.0, wire=True):
        self.name, self.serve, self.code, self.words = name, serve, code, words
        self.seconds, self.wire = seconds, wire


def said(name, serve, code, words="", seconds=4.0):
    return Row(name, serve, code, words, seconds, wire=False)


TIMEOUT = 18.0  # Two requests, each of which is waited for eight seconds.
COSTLY = 30.0  # Numbers that no double holds: each costs one more reading.
# Exit codes that are not green.
RED = (1, 3, 4)

TCP = [
    Row("refuses", None, 3, "cannot connect"),
    Row("accepts and is silent", Connection.silence, 3, "accepts connections and does not answer", TIMEOUT),
    Row("closes at once", lambda connection: None, 3, "COULD NOT TEST"),
    Row("resets at once", Connection.reset, 3, "COULD NOT TEST"),
    Row("resets after the request", reset_after(b""), 3, "connection dropped"),
    Row("resets within the head", reset_after(response()[:30]), 3, "connection dropped"),
    Row("resets within the body", reset_after(response()[:-4]), 3, "connection dropped"),
    Row("closes within the head", answers(response()[:30], close=True), 3, "connection dropped"),
    Row("closes within the body", answers(response()[:-4], close=True), 3, "connection dropped"),
    Row("is silent within the head", silent_after(response()[:40]), 3, "did not end", TIMEOUT),
    Row("is silent within the body", silent_after(response()[:-4]), 3, "did not end", TIMEOUT),
    Row("drips its head", drip(response(), 1.0), 3, "a part of its first line came", TIMEOUT),
    Row("drips its body", answers(response()[:-20], *[b"a"] * 20, pause=1.0), 3, "did not end", TIMEOUT),
    Row("speaks SMTP", lambda connection: (connection.send(b"220 mail.test ESMTP\r\n"), connection.silence()),
        3, "not HTTP"),
    Row("speaks HTTP/2", lambda connection: (connection.receive(),
                                             connection.send(b"\0\0\x12\4\0\0\0\0\0" + b"\0" * 18),
                                             connection.silence()), 3, "", TIMEOUT),
    Row("speaks TLS", lambda connection: (connection.receive(), connection.send(b"\x15\3\1\0\2\2\x28")), 3, "not HTTP"),
]

HTTP = [
    Row("a status that is no number", answers(b"HTTP/1.1 abc Foo\r\nContent-Length: 0\r\n\r\n"), 3, "not HTTP"),
    Row("no status line", answers(b"hello\r\n" + ACCEPTED, close=True), 3, "not HTTP"),
    Row("status 999", answers(response(status="999 Odd")), RED),
    Row("status 204 with a body", answers(response(status="204 No Content")), RED),
    Row("status 304 with a body", answers(response(status="304 Not Modified")), 3),
    Row("switches protocols", answers(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"), 3, "", TIMEOUT),
    Row("headers without end", endless(OK, b"X-A: bbbbbbbbbbbbbbbbbbbbbbb\r\n" * 100), 3, "too large"),
    Row("a header line without end", endless(OK + b"X-A: ", b"b" * 65536), 3, "too large"),
    Row("a header of a megabyte", answers(response(headers=[b"X-A: " + b"b" * MEGABYTE])), 3,
        "a header line of more than 100 KiB"),
    Row("ten thousand headers", answers(response(headers=[b"X-%d: v" % i for i in range(10_000)])), RED),
    Row("NUL in headers", answers(response(headers=[b"X-A: a\0b"])), RED),
    Row("chunks that are none", answers(CHUNKED + b"ZZZ\r\n" + ACCEPTED + b"\r\n0\r\n\r\n"), 3, "not HTTP"),
    Row("a chunk beyond every size", answers(CHUNKED + b"F" * 40 + b"\r\n" + ACCEPTED + b"\r\n0\r\n\r\n"), 3),
    Row("chunks cut short", answers(CHUNKED + b"FF\r\n" + ACCEPTED, close=True), 3, "connection dropped"),
    Row("chunks without end", endless(CHUNKED, b"10000\r\n" + b"a" * 65536 + b"\r\n"), 3, "more than 2097152 bytes"),
    Row("slow chunks without end", endless(CHUNKED, b"1\r\na\r\n", 0.5), 3, "did not end", TIMEOUT),
    Row("a body without end", endless(OK + b"\r\n", b"a" * 65536), 3, "more than 2097152 bytes"),
    Row("a length that is too long", silent_after(response(length=100)), 3, "did not end", TIMEOUT),
    Row("a length that is too short", answers(response(length=5)), RED),
    Row("a negative length", answers(response(length=-1)), 3),
    Row("a length beyond 64 bits", answers(response(length=10 ** 30), close=True), 3),
    Row("a length of a terabyte", answers(response(length=1 << 40), close=True), 3, "more than 2097152 bytes"),
    Row("two lengths", answers(response(headers=[b"Content-Length: 3"])), RED),
    Row("a length and chunks", answers(OK + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n" +
                                       ACCEPTED + b"\r\n0\r\n\r\n"), RED),
    Row("gzip that nobody asked for", answers(response(gzip.compress(ACCEPTED),
        headers=[b"Content-Encoding: gzip"])), RED),
    Row("a gzip bomb", answers(response(gzip.compress(b"0" * (64 * MEGABYTE)),
        headers=[b"Content-Encoding: gzip"])), RED),
    Row("interim answers without end", endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 50), 3, "too large"),
    Row("slow interim answers without end", endless(b"", b"HTTP/1.1 103 Early\r\n\r\n", 0.5), 3, "did not end",
        TIMEOUT),
    Row("redirects to itself", answers(response(b"", "307 Temporary Redirect", [b"Location: /properties"])), 3,
        "redirects"),
    Row("redirects to a file", answers(response(b"", "302 Found", [b"Location: file:///etc/passwd"])), 3, "redirects"),
    Row("a page for people", answers(response(b"<html>Welcome!</html>")), 3, "HTML"),
    Row("a page for people, 404", answers(response(b"<html>Nothing</html>", "404 Not Found")), 3,
        "not as IoT SiteWise"),
    Row("says keep-alive and closes", answers(response(headers=[b"Connection: keep-alive"]), close=True), RED),
    Row("answers twice", answers(response() + response(b'{"message": "x"}', "500 Oh")), RED),
    Row("garbage behind the answer", answers(response() + b"garbage\r\n"), RED),
    Row("line feeds alone", answers(response().replace(b"\r\n", b"\n")), RED),
]

JSON = [
    Row("an empty body", answers(response(b"")), RED),
    Row("null", answers(response(b"null")), RED),
    Row("lists in lists", answers(response(b"[" * 50_000 + b"]" * 50_000)), RED),
    Row("lists that only open", answers(response(b"[" * MEGABYTE)), 3, "values of JSON"),
    Row("objects in objects", answers(response(b'{"errorEntries":' + b'[{"errors":' * 40_000 + b"1" + b"}]" * 40_000 +
                                               b"}")), RED),
    Row("a number of a million digits", answers(response(
        b'{"errorEntries": [{"entryId": "e", "errors": [{"errorCode": "X", "errorMessage": "m", "timestamps": '
        b'[{"timeInSeconds": ' + b"9" * 1_000_000 + b', "offsetInNanos": 1e999999}]}]}]}')), RED, "", COSTLY),
    Row("a thousand numbers too large",
        answers(response(b'{"errorEntries": [' + b", ".join([b"1e999"] * 1000) + b"]}")), RED, "", COSTLY),
    Row("members twice", answers(response(b'{"errorEntries": null, "errorEntries": [], "errorEntries": 1}')), RED),
    Row("wrong types", answers(response(b'{"errorEntries": {"entryId": []}, "propertyValue": [], '
                                        b'"assetPropertyValueHistory": {}, "nextToken": 5}')), RED),
    Row("NUL bytes", answers(response(b'{"errorEntries": [\0]}\0')), RED),
    Row("bytes that are no UTF-8",
        answers(response(b'{"errorEntries": [{"entryId": "\xff\xc0\x80\xed\xa0\x80"}]}')), RED),
    Row("half a surrogate pair", answers(response(b'{"errorEntries": [{"entryId": "\\ud800"}]}')), RED),
    Row("a string of 1.9 MB", answers(string_of(1_900_000)), RED),
    Row("a string of 5 MB", answers(string_of(5_000_000)), 3, "more than 2097152 bytes"),
    Row("a list without end", endless(OK + b"\r\n{\"errorEntries\": [", b"{}," * 20_000), 3, "values of JSON"),
    Row("a list of 190,000 lists", answers(response(b'{"errorEntries": [' + b",".join([b"1"] * 190_000) + b"]}")), RED),
    Row("control characters", answers(response(json.dumps({"errorEntries": [{"entryId": NASTY, "errors": [
        {"errorCode": NASTY, "errorMessage": NASTY, "timestamps": []}]}]}).encode())), RED),
    Row("garbage behind the JSON", answers(response(ACCEPTED + b"]]")), RED),
]

CONTRACT = [
    said("accepts all and stores nothing", always(), (1, 3)),
    said("reads are empty", reads(lambda request, answer: Answer(200, b"{}")), (1, 3, 4)),
    said("reads are refused", reads(lambda request, answer: error(403, "AccessDeniedException")), (1, 3, 4)),
    said("reads fail", reads(lambda request, answer: error(500, "InternalFailureException")), (1, 3, 4), seconds=20.0),
    said("refuses every put", puts(lambda request, answer: error(400, "InvalidRequestException")), (1, 3)),
    said("refuses everybody", always(b"{}", 403), 3, "refuses the caller"),
    said("throttles for an hour", lambda request, forward: Answer(
        429, b"{}", [("Retry-After", "3600"), ("x-amzn-ErrorType", "ThrottlingException")]), 3, "429", 75.0),
    said("is never available", always(b"{}", 503), 3, "503", 20.0),
    said("the year 9999", dated(lambda now: "Fri, 31 Dec 9999 23:59:59 GMT"), 3, "years ahead of our clock"),
    said("the year 1970", dated(lambda now: 0), 3, "years behind our clock"),
    said("an hour ahead", dated(lambda now: now + 3600), (0, 1, 3, 4), ""),
    said("a clock that jumps", dated(lambda now: now + random.randint(-86400, 86400)), (0, 1, 3, 4)),
    said("a date that is none", dated(lambda now: "soon \xff"), (0, 4)),
    said("pages with one token", pages(0, "same"), (1, 3), "", 18.0),
    said("pages without end", pages(3, None), (1, 3), "", 30.0),
    said("large pages without end", pages(10_000, None), (1, 3), "", 20.0),
    said("errors by the thousand", errors(8_000), 1, "", 20.0),
    said("errors with times by the thousand", errors(20, 1_000), 1, "", 20.0),
    said("errors for an entry, by the thousand", errors(8_000, name="e1"), 1, "", 20.0),
    said("echoes what is sent", echo, (1, 3), "", 8.0),
    said("changes values", edit(change_values), 1, "", 8.0),
    said("turns histories round", edit(reverse), (0, 1, 4), "", 8.0),
    said("histories of every quality", without("qualities"), 1, "", 12.0),
    said("histories of all times", without("startDate"), (0, 1, 4), "", 8.0),
]

LOAD = [
    said("slows down", slower(0.002), (0, 1, 3, 4), "", 30.0),
    said("dies", after(15, DROP), (1, 3, 4), "", 20.0),
    said("dies silently", after(15, lambda: Answer(200, hang=30)), (1, 3, 4), "", 60.0),
    said("is away for twenty requests", after(15, DROP, once=True), (0, 1, 3, 4), "", 20.0),
    said("drops one in five", sometimes(0.2, DROP), (0, 1, 3, 4), "", 30.0),
    said("is unavailable one time in five", sometimes(0.2, lambda: Answer(503, b"{}")), (0, 1, 3, 4), "", 30.0),
]

ROWS = [*TCP, *HTTP, *JSON, *CONTRACT, *LOAD]


class HostileServer:
    """Serves one row on a loopback port, a thread for each connection."""

    def __init__(self, row, backend):
        self.row, self.backend, self.requests = row, backend, 0
        self.stopping = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self.listener.getsockname()[1]
        if row.serve is None:
            self.listener.close()
            return
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        with contextlib.suppress(OSError, http.client.HTTPException), client:
            connection = Connection(self, client)
            if self.row.wire:
                self.row.serve(connection)
            else:
                self.speak(connection)

    def speak(self, connection):
        back = http.client.HTTPConnection(*self.backend, timeout=30)
        with contextlib.closing(back):
            while request := connection.request():
                def forward(target=None):
                    headers = {name: value for name, value in connection.headers
                               if name.lower() not in ("host", "content-length", "connection")}
                    back.request(request.method, target or request.target, request.body, headers)
                    answer = back.getresponse()
                    kept = [(name, value) for name, value in answer.getheaders()
                            if name.lower() in ("content-type", "x-amzn-errortype")]
                    return Answer(answer.status, answer.read(), kept)

                answer = self.row.serve(request, forward) or forward()
                if answer.hang:
                    self.stopping.wait(answer.hang)
                if answer.drop:
                    return
                lines = [f"{name}: {value}".encode("latin1") for name, value in answer.headers]
                connection.send(b"\r\n".join([b"HTTP/1.1 %d Said" % answer.status, *lines,
                                              b"Content-Length: %d" % len(answer.body)]) + b"\r\n\r\n" + answer.body)

    def stop(self):
        self.stopping.set()
        self.listener.close()


@contextlib.contextmanager
def hostile_server(row, target):
    """Serves `row` in front of the mock that `target` describes. Yields the path of a description of it."""
    description = json.loads(pathlib.Path(target).read_text())
    address = urllib.parse.urlsplit(description["endpoint"])
    server = HostileServer(row, (address.hostname, address.port))
    with tempfile.TemporaryDirectory() as folder:
        description["endpoint"] = f"http://127.0.0.1:{server.port}"
        path = pathlib.Path(folder) / "target.json"
        path.write_text(json.dumps(description))
        try:
            yield str(path)
        finally:
            server.stop()
