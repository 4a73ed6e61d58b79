"""`mock` as a server in other people's builds: what it says at its start, and how it ends."""

import http.client
import json
import re
import signal
import socket
import subprocess
import time
import unittest
from urllib.parse import urlsplit

from e2e_support import BINARY, endpoint_of, mock

SECONDS_TO_END = 2


def put(size):
    value = {"value": {"doubleValue": 1.5}, "timestamp": {"timeInSeconds": int(time.time())}}
    return json.dumps({"entries": [
        {"entryId": "e1", "propertyAlias": "/a", "propertyValues": [value] * size}]}).encode()


def post(target, body):
    """Sends a put. Returns the connection that waits for the answer."""
    connection = http.client.HTTPConnection(urlsplit(endpoint_of(target)).netloc, timeout=20)
    connection.request("POST", "/properties", body, {"Content-Type": "application/json"})
    return connection


class Mock(unittest.TestCase):

    def test_its_first_lines_tell_how_an_sdk_reaches_it(self):
        server = subprocess.Popen([BINARY, "mock", "--port", "0"], stdout=subprocess.PIPE, text=True)
        try:
            lines = [server.stdout.readline() for _ in range(3)]
        finally:
            server.terminate()
            server.wait(timeout=SECONDS_TO_END)
            server.stdout.close()
        endpoint = re.search("http://127.0.0.1:[0-9]+", lines[0])[0]
        self.assertIn(f"HTTP_PROXY={endpoint} AWS_ENDPOINT_URL=http://sitewise.test", lines[1])
        self.assertIn(f"AWS_DISABLE_HOST_PREFIX_INJECTION=true AWS_ENDPOINT_URL={endpoint}", lines[2])

    def test_what_is_under_way_is_finished(self):
        for signal_number in (signal.SIGTERM, signal.SIGINT):
            with self.subTest(signal_number), mock("--latency", "1h", by=signal_number) as target:
                held = post(target, put(1))
                host, port = urlsplit(endpoint_of(target)).netloc.split(":")
                half = socket.create_connection((host, int(port)))
                if signal_number == signal.SIGTERM:  # What never comes is waited for, but not long.
                    half.sendall(b"POST /properties HTTP/1.1\r\nContent-Length: 9\r\n\r\n")
                large = post(target, put(20_000))
                begin = time.monotonic()
            self.assertLess(time.monotonic() - begin, SECONDS_TO_END)
            for connection in (held, large):
                answer = connection.getresponse()
                self.assertEqual(answer.status, 200)
                self.assertEqual(len(json.loads(answer.read())["errorEntries"]), connection is large)
                connection.close()
            half.close()


if __name__ == "__main__":
    unittest.main()
