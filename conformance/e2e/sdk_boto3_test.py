"""An unmodified AWS SDK for Python talks to `mock`.

Debian's boto3 is of 2022: it knows neither nullValue nor enablePartialEntryProcessing.
"""

import datetime
import json
import math
import os
import shutil
import subprocess
import time
import unittest
from unittest import mock as patches

import boto3

from e2e_support import documented, mock

TYPED = {"doubleValue": 20.25, "integerValue": 7, "stringValue": "grün", "booleanValue": True}


def client_for(target, heading="Options in code"):
    """Returns the client that docs/clients.md makes."""
    names = {}
    exec(documented(heading, "python", target), names)  # pylint: disable=exec-used
    return names["client"]


class Boto3(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.server = mock()
        cls.client = client_for(cls.server.__enter__())
        cls.now = int(time.time())

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        cls.server.__exit__(None, None, None)

    def put(self, alias, value, nanos=0, quality="GOOD", seconds=None):
        timestamp = {"timeInSeconds": seconds or self.now - 60, "offsetInNanos": nanos}
        return self.client.batch_put_asset_property_value(entries=[{
            "entryId": "e1", "propertyAlias": alias,
            "propertyValues": [{"value": value, "timestamp": timestamp, "quality": quality}]}])

    def history(self, alias, quality):
        pages = self.client.get_paginator("get_asset_property_value_history").paginate(
            propertyAlias=alias, qualities=[quality],
            startDate=datetime.datetime.fromtimestamp(self.now - 3600, datetime.timezone.utc),
            endDate=datetime.datetime.fromtimestamp(self.now + 60, datetime.timezone.utc),
            maxResults=2)
        return [value for page in pages for value in page["assetPropertyValueHistory"]]

    def test_every_type_is_read_back_with_its_nanoseconds(self):
        for member, value in TYPED.items():
            with self.subTest(member):
                alias = f"/boto3/{member}"
                answer = self.put(alias, {member: value}, nanos=123456789)
                self.assertEqual(answer["errorEntries"], [])
                latest = self.client.get_asset_property_value(propertyAlias=alias)["propertyValue"]
                self.assertEqual(latest["value"], {member: value})
                self.assertEqual(latest["timestamp"]["offsetInNanos"], 123456789)
                self.assertEqual(latest["quality"], "GOOD")

    def test_qualities_stay_apart(self):
        self.put("/boto3/quality", {"doubleValue": 1.5}, quality="BAD")
        self.assertEqual(len(self.history("/boto3/quality", "BAD")), 1)
        self.assertEqual(self.history("/boto3/quality", "GOOD"), [])

    def test_a_bare_nan_is_not_json(self):
        # This botocore writes NaN without quotes; the protocol has it as a string.
        with self.assertRaises(self.client.exceptions.InvalidRequestException):
            self.put("/boto3/nan", {"doubleValue": math.nan}, quality="BAD")

    def test_pages_hold_every_value_once(self):
        for i in range(5):
            self.put("/boto3/pages", {"integerValue": i}, seconds=self.now - 100 + i)
        values = [value["value"]["integerValue"] for value in self.history("/boto3/pages", "GOOD")]
        self.assertEqual(values, [0, 1, 2, 3, 4])

    def test_an_old_value_is_an_error_of_its_entry(self):
        errors = self.put("/boto3/old", {"doubleValue": 1.5},
                          seconds=self.now - 30 * 86400)["errorEntries"]
        self.assertEqual([entry["entryId"] for entry in errors], ["e1"])
        self.assertEqual(errors[0]["errors"][0]["errorCode"], "TimestampOutOfRangeException")

    def test_a_refused_request_is_a_modelled_exception(self):
        with self.assertRaises(self.client.exceptions.InvalidRequestException):
            self.client.batch_put_asset_property_value(entries=[])

    def test_batch_reads_answer_each_entry(self):
        self.put("/boto3/batch", {"doubleValue": 2.5})
        unknown = "00000000-0000-4000-8000-000000000001"
        answer = self.client.batch_get_asset_property_value(entries=[
            {"entryId": "known", "propertyAlias": "/boto3/batch"},
            {"entryId": "unknown", "assetId": unknown, "propertyId": unknown}])
        self.assertEqual(answer["successEntries"][0]["assetPropertyValue"]["value"],
                         {"doubleValue": 2.5})
        self.assertEqual(answer["errorEntries"][0]["entryId"], "unknown")
        history = self.client.batch_get_asset_property_value_history(entries=[
            {"entryId": "known", "propertyAlias": "/boto3/batch", "qualities": ["GOOD"]}])
        self.assertEqual(len(history["successEntries"][0]["assetPropertyValueHistory"]), 1)


class DocumentedWays(unittest.TestCase):
    """The lines of docs/clients.md, word for word."""

    def test_a_proxy_and_a_client_that_is_told_in_code(self):
        with mock() as target:
            proxy = documented("A proxy", "sh", target).split("HTTP_PROXY=")[1].split()[0]
            with patches.patch.dict(os.environ, HTTP_PROXY=proxy, NO_PROXY="", no_proxy=""):
                client = client_for(target, "A proxy")
                answer = client.batch_put_asset_property_value(entries=[{
                    "entryId": "e1", "propertyAlias": "/boto3/proxy", "propertyValues": [{
                        "value": {"doubleValue": 1.5}, "timestamp": {"timeInSeconds": int(time.time())}}]}])
                self.assertEqual(answer["errorEntries"], [])
                self.assertRegex(answer["ResponseMetadata"]["RequestId"], "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
                latest = client.get_asset_property_value(propertyAlias="/boto3/proxy")
                self.assertEqual(latest["propertyValue"]["value"], {"doubleValue": 1.5})
                client.close()

    @unittest.skipUnless(shutil.which("aws"), "the AWS CLI is not installed")
    def test_the_command_line_by_proxy_and_by_variable(self):
        with mock() as target:
            put, latest = documented("A variable", "sh", target, 1).split("aws iotsitewise get")
            script = "\n".join([
                "set -e; export NO_PROXY= no_proxy=", documented("A proxy", "sh", target), put,
                "unset HTTP_PROXY AWS_ENDPOINT_URL", documented("A variable", "sh", target),
                "echo; aws iotsitewise get" + latest])
            done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60,
                                  check=False, env=dict(os.environ, AWS_DEFAULT_OUTPUT="json", AWS_PAGER=""))
        self.assertEqual(done.returncode, 0, done.stderr)
        stored, shown = done.stdout.split("\n\n")
        self.assertEqual(json.loads(stored)["errorEntries"], [])
        self.assertEqual(json.loads(shown)["propertyValue"]["value"], {"doubleValue": 1.5})


if __name__ == "__main__":
    unittest.main()
