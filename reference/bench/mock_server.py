"""Measures what `mock` costs its clients: large requests, a large series, and who waits meanwhile.

Usage: python3 reference/bench/mock_server.py build/release/sitewise-conformance

Prints one line a figure, in milliseconds. "beside" is the longest wait of another client that asks
for the current value again and again while the large request is answered.
"""

import http.client
import json
import subprocess
import sys
import threading
import time

BODY_BYTES = 8_000_000
POINTS = 100_000
PAGE = 250
SECONDS_MAX = 120


def timed(work):
    """Returns the milliseconds that `work` took, and what it returned."""
    begin = time.perf_counter()
    result = work()
    return (time.perf_counter() - begin) * 1000, result


class Client:

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS_MAX)

    def ask(self, method, target, body=None):
        self.connection.request(method, target, body, {"Content-Type": "application/json"})
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def put(self, entries, partial=True):
        return self.ask("POST", "/properties", json.dumps(
            {"enablePartialEntryProcessing": partial, "entries": entries}))


def value(seconds, number=1.5, quality="GOOD"):
    return {"value": {"doubleValue": number}, "quality": quality,
            "timestamp": {"timeInSeconds": seconds, "offsetInNanos": 0}}


def large_bodies(now):
    """Yields a name and a body of about eight megabytes each; what grows differs."""
    def filled(part):
        return max(1, BODY_BYTES // (len(json.dumps(part)) + 2))
    def entry(values, **more):
        return {"entryId": "e1", "propertyAlias": "/bench/large", "propertyValues": values, **more}
    one = value(now - 60)
    count = filled(one)
    yield "values of one entry, times apart", {"entries": [
        entry([value(now - 60 - i) for i in range(count)])]}
    yield "values of one entry, one time", {"entries": [entry([one] * count)]}
    mixed = [one, dict(one, value={"integerValue": 1}), dict(one, quality="BAD")]
    yield "values of one entry, types and qualities mixed", {"entries": [
        entry((mixed * count)[:count])]}
    small = {"entryId": "e1", "propertyAlias": "/bench/large", "propertyValues": []}
    yield "entries with one id", {"entries": [small] * filled(small)}
    yield "entries with ids apart", {"entries": [
        dict(small, entryId=f"e{i}") for i in range(filled(dict(small, entryId="e100000")))]}
    long_alias = "a" * (BODY_BYTES // 2)
    yield "values of one entry, long alias", {"entries": [
        dict(entry([one] * (count // 2)), propertyAlias=long_alias)]}
    yield "members that nobody knows", {"entries": [
        dict(entry([one] * (count // 2)), **{f"x{i}": 0 for i in range(BODY_BYTES // 24)})]}


def wait_beside(port, stop, longest):
    client = Client(port)
    while not stop.is_set():
        spent, _ = timed(lambda: client.ask("GET", "/properties/latest?propertyAlias=/bench/none"))
        longest[0] = max(longest[0], spent)
        time.sleep(0.002)


def measure_large(port, now):
    for name, body in large_bodies(now):
        text = json.dumps(body, separators=(",", ":"))
        stop, longest = threading.Event(), [0.0]
        beside = threading.Thread(target=wait_beside, args=(port, stop, longest))
        beside.start()
        try:
            spent, (status, _) = timed(lambda t=text: Client(port).ask("POST", "/properties", t))
            print(f"{name}: {spent:.0f} ms, status {status}", end="")
        except TimeoutError:
            print(f"{name}: more than {SECONDS_MAX} s", end="")
        stop.set()
        beside.join()
        print(f"; beside {longest[0]:.0f} ms", flush=True)


def fill(client, now):
    for begin in range(0, POINTS, 100):
        entries = [{"entryId": f"e{i}", "propertyAlias": "/bench/long", "propertyValues": [
            value(now - 500_000 + begin + 10 * i + j) for j in range(10)]} for i in range(10)]
        status, answer = client.put(entries)
        assert status == 200 and json.loads(answer)["errorEntries"] == [], answer


def measure_reads(port, now):
    client = Client(port)
    spent, _ = timed(lambda: fill(client, now))
    print(f"{POINTS} points written: {spent:.0f} ms")
    times = [timed(lambda: client.ask("GET", "/properties/latest?propertyAlias=/bench/long"))[0]
             for _ in range(20)]
    print(f"latest of {POINTS} points: {sorted(times)[10]:.2f} ms")
    target = f"/properties/history?propertyAlias=/bench/long&maxResults={PAGE}"
    token, times, rows = None, [], 0
    begin = time.perf_counter()
    while True:
        more = f"&nextToken={token.replace('+', '%2B')}" if token else ""
        spent, (status, body) = timed(lambda m=more: client.ask("GET", target + m))
        assert status == 200, body
        times.append(spent)
        page = json.loads(body)
        rows += len(page["assetPropertyValueHistory"])
        token = page.get("nextToken")
        if not token:
            break
    assert rows == POINTS, rows
    print(f"history of {POINTS} points in pages of {PAGE}: first {times[0]:.2f} ms, "
          f"median {sorted(times)[len(times) // 2]:.2f} ms, all {time.perf_counter() - begin:.1f} s")


def main():
    server = subprocess.Popen([sys.argv[1], "mock", "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        port = int(server.stdout.readline().split(":")[-1])
        now = int(time.time())
        measure_reads(port, now)
        measure_large(port, now)
    finally:
        server.kill()
        server.wait()


if __name__ == "__main__":
    main()
