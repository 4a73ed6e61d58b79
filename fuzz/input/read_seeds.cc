#include "fuzz/input/read_seeds.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/input/input.h"
#include "spec/operation.h"

namespace swc::fuzz {
namespace {

// What two pages need: two values of one quality, and one of another.
constexpr std::string_view kPut =
    R"({"put":{"entries":[{"entryId":"e1","series":"s1","propertyValues":[)"
    R"({"value":{"doubleValue":1.5},"at":"t0+1s","quality":"GOOD"},)"
    R"({"value":{"doubleValue":2.5},"at":"t0+2s","quality":"GOOD"},)"
    R"({"value":{"doubleValue":3.5},"at":"t0+2s","quality":"BAD"}]}]}})";

struct ReadSeed {
  std::string_view title;
  std::string_view series;
  spec::Operation operation;
  std::vector<std::string_view> steps;  // "@" stands for the path of the operation.
};

const std::array<ReadSeed, 5>& Seeds() {
  static const std::array<ReadSeed, 5> seeds = {{
      {.title = "A history by alias, page by page.",
       .series = R"({"aliased":true})",
       .operation = spec::Operation::kHistory,
       .steps =
           {R"({"read_raw":{"path":"@?propertyAlias=${s1.alias}&startDate=${t0.date}&endDate=${t0+60s.date})"
            R"(&qualities=GOOD&timeOrdering=ASCENDING&maxResults=1"}})",
            R"({"read_raw":{"path":"@?propertyAlias=${s1.alias}&startDate=${t0.date}&endDate=${t0+60s.date})"
            R"(&qualities=GOOD&timeOrdering=ASCENDING&maxResults=1&nextToken=${token}"}})"}},
      {.title = "A history by ids.",
       .series = R"({"kind":"measurement"})",
       .operation = spec::Operation::kHistory,
       .steps =
           {R"({"read_raw":{"path":"@?assetId=${s1.assetId}&propertyId=${s1.propertyId})"
            R"(&startDate=${t0.date}&endDate=${t0+60s.date}&qualities=BAD&timeOrdering=DESCENDING)"
            R"(&maxResults=20"}})"}},
      {.title = "A current value.",
       .series = R"({"aliased":true})",
       .operation = spec::Operation::kLatest,
       .steps = {R"({"read_raw":{"path":"@?propertyAlias=${s1.alias}"}})"}},
      {.title = "Current values of a batch.",
       .series = R"({"aliased":true})",
       .operation = spec::Operation::kBatchLatest,
       .steps = {R"({"read_raw":{"path":"@","body":{"entries":[{"entryId":"r1","series":"s1"},)"
                 R"({"entryId":"r2","propertyAlias":"${s1.alias}"}]}}})"}},
      {.title = "Histories of a batch, page by page.",
       .series = R"({"aliased":true})",
       .operation = spec::Operation::kBatchHistory,
       .steps =
           {R"({"read_raw":{"path":"@","body":{"entries":[{"entryId":"r1","series":"s1",)"
            R"("startDate":"${t0.seconds}","endDate":"${t0+60s.seconds}","qualities":["GOOD"],)"
            R"("timeOrdering":"ASCENDING"}],"maxResults":1}}})",
            R"({"read_raw":{"path":"@","body":{"entries":[{"entryId":"r1","series":"s1",)"
            R"("startDate":"${t0.seconds}","endDate":"${t0+60s.seconds}","qualities":["GOOD"],)"
            R"("timeOrdering":"ASCENDING"}],"maxResults":1,"nextToken":"${token}"}}})"}},
  }};
  return seeds;
}

std::string WithPath(std::string_view step, spec::Operation operation) {
  std::string text(step);
  return text.replace(text.find('@'), 1, spec::PathOf(operation));
}

}  // namespace

std::vector<std::string> ReadSeeds() {
  std::vector<std::string> cases;
  for (const ReadSeed& seed : Seeds()) {
    std::string text =
        R"({"id":")" + IdOf(cases.size()) + R"(","clauses":["read.history.shape"],"title":")";
    text += seed.title;
    text += R"(","series":{"s1":)";
    text += seed.series;
    text += R"(},"steps":[)";
    text += kPut;
    for (const std::string_view step : seed.steps) {
      text += ',';
      text += WithPath(step, seed.operation);
    }
    cases.push_back(text + "]}");
  }
  return cases;
}

}  // namespace swc::fuzz
