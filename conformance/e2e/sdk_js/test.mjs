// An unmodified AWS SDK for JavaScript talks to `mock`: puts values and reads them back.
//
// Usage: node test.mjs, beside a client.mjs
import assert from "node:assert/strict";
import {
  BatchGetAssetPropertyValueCommand,
  BatchPutAssetPropertyValueCommand,
  GetAssetPropertyValueCommand,
  paginateGetAssetPropertyValueHistory,
} from "@aws-sdk/client-iotsitewise";
import {client} from "./client.mjs";  // As docs/clients.md makes it.

const now = Math.floor(Date.now() / 1000);

function tqv(value, {nanos = 0, quality = "GOOD", seconds = now - 60} = {}) {
  return {value, quality, timestamp: {timeInSeconds: seconds, offsetInNanos: nanos}};
}

async function put(alias, propertyValues, more = {}) {
  const entries = [{entryId: "e1", propertyAlias: alias, propertyValues}];
  return client.send(new BatchPutAssetPropertyValueCommand({entries, ...more}));
}

async function history(alias, quality) {
  const values = [];
  const pages = paginateGetAssetPropertyValueHistory({client}, {
    propertyAlias: alias,
    qualities: [quality],
    startDate: new Date((now - 3600) * 1000),
    endDate: new Date((now + 60) * 1000),
    maxResults: 2,
  });
  for await (const page of pages) {
    values.push(...page.assetPropertyValueHistory);
  }
  return values;
}

const tests = {
  async everyTypeIsReadBackWithItsNanoseconds() {
    const typed = [{doubleValue: 20.25}, {integerValue: 7}, {stringValue: "grün"},
                   {booleanValue: true}];
    for (const value of typed) {
      const alias = `/js/${Object.keys(value)[0]}`;
      assert.deepEqual((await put(alias, [tqv(value, {nanos: 123456789})])).errorEntries, []);
      const latest = await client.send(new GetAssetPropertyValueCommand({propertyAlias: alias}));
      assert.deepEqual(latest.propertyValue.value, value);
      assert.equal(latest.propertyValue.timestamp.offsetInNanos, 123456789);
    }
  },

  async nanAndNullKeepTheirQuality() {
    await put("/js/nan", [tqv({doubleValue: NaN}, {quality: "BAD"})]);
    const nan = await history("/js/nan", "BAD");
    assert.ok(Number.isNaN(nan[0].value.doubleValue));
    await put("/js/null", [tqv({nullValue: {valueType: "D"}}, {quality: "UNCERTAIN"})]);
    const nothing = await history("/js/null", "UNCERTAIN");
    assert.equal(nothing[0].value.nullValue.valueType, "D");
    assert.deepEqual(await history("/js/null", "GOOD"), []);
  },

  async goodValuesOfAFaultyEntryAreKept() {
    const answer = await put(
        "/js/partial",
        [tqv({doubleValue: 1.5}), tqv({doubleValue: 2.5}, {seconds: now - 30 * 86400})],
        {enablePartialEntryProcessing: true});
    assert.equal(answer.errorEntries[0].errors[0].errorCode, "TimestampOutOfRangeException");
    assert.equal((await history("/js/partial", "GOOD")).length, 1);
  },

  async aRefusedRequestIsAModelledException() {
    await assert.rejects(client.send(new BatchPutAssetPropertyValueCommand({entries: []})),
                         {name: "InvalidRequestException"});
  },

  async batchReadsAnswerEachEntry() {
    const unknown = "00000000-0000-4000-8000-000000000001";
    await put("/js/batch", [tqv({doubleValue: 2.5})]);
    const answer = await client.send(new BatchGetAssetPropertyValueCommand({entries: [
      {entryId: "known", propertyAlias: "/js/batch"},
      {entryId: "unknown", assetId: unknown, propertyId: unknown},
    ]}));
    assert.deepEqual(answer.successEntries[0].assetPropertyValue.value, {doubleValue: 2.5});
    assert.equal(answer.errorEntries[0].entryId, "unknown");
  },
};

for (const [name, test] of Object.entries(tests)) {
  await test();
  console.log(`passed ${name}`);
}
