#include "fuzz/input/seed_corpus.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <openssl/evp.h>

#include "conformance/target/leases.h"
#include "conformance/target/target.h"
#include "conformance/target/target_file.h"
#include "fuzz/input/answer_input.h"
#include "fuzz/input/input.h"
#include "fuzz/input/read_seeds.h"
#include "generators/case/case.h"
#include "generators/case/puts_of_step.h"
#include "generators/directed/directed_cases.h"
#include "generators/random/wire_case.h"
#include "reference/reading/directory.h"
#include "reports/formats/json_report.h"
#include "spec/clause.h"
#include "spec/contract.h"
#include "spec/fixed_now.h"
#include "spec/operation.h"

namespace swc::fuzz {
namespace {

using generators::Case;
using generators::Step;

// Of each clause so many cases are seeds: enough to see both sides, few enough to be read quickly.
constexpr int kCasesPerClause = 3;
// Long seeds are slow; the mutator makes lists long by itself.
constexpr std::size_t kSeedBytesMax = 4'096;

std::vector<Case> ChosenCases() {
  std::map<std::string_view, int> of_clause;
  std::vector<Case> chosen;
  for (const Case& directed : generators::DirectedCases()) {
    if (of_clause[directed.clauses.front()]++ < kCasesPerClause) {
      chosen.push_back(directed);
    }
  }
  return chosen;
}

std::string Compact(Case test_case, std::uint64_t number) {
  test_case.id = IdOf(number);
  return nlohmann::ordered_json::parse(generators::ToJson(test_case)).dump();
}

// Entries of ledgers: none, one, all members, several of one clause, one that is misspelt.
constexpr std::array<std::string_view, 5> kLedgers = {
    "", R"({"clause": "time.window.past", "signatures": ["a|b"], "reason": "r", "ticket": "T-1"})",
    R"({"clause": "wire.operation", "headline": "h", "signatures": ["a", "b"], "reason": "r",
 "ticket": "", "expires": "2026-12-31", "flaky": {"rate": 0.25}, "witness": {"id": "a/b",
 "clauses": [], "title": "t", "series": {}, "steps": [{"put_raw": {"body": "{}"}}]}})",
    R"({"clause": "wire.operation", "signatures": ["a"], "reason": "r", "expires": "2026-01-01"},
{"clause": "wire.operation", "signatures": ["b", "a"], "reason": "r"},
{"clause": "wire.operation", "signatures": ["c"]},
{"clause": "no.such", "signatures": ["a"], "reason": "r"})",
    R"({"clause": "wire.operation", "signatures": ["a"], "expire": "2026-12-31"})"};

class Collector {
 public:
  void Add(std::string_view folder, std::string bytes) {
    std::string path = fmt::format("{}/{}", folder, CorpusName(bytes));
    if (bytes.size() <= kSeedBytesMax && paths_.insert(path).second) {
      seeds_.push_back({.path = std::move(path), .bytes = std::move(bytes)});
    }
  }

  [[nodiscard]] std::vector<Seed> Take() && {
    std::ranges::sort(seeds_, {}, &Seed::path);
    return std::move(seeds_);
  }

 private:
  std::set<std::string> paths_;
  std::vector<Seed> seeds_;
};

// Adds the bodies of the puts of a case, bound to the reference server.
void AddBodies(const Case& test_case, Collector& collector) {
  conformance::Target target;
  target.directory = reference::ExampleDirectory();
  conformance::Leases leases(target, "fuzz");
  const auto lease = leases.Take(test_case);
  if (!lease) {
    return;
  }
  const generators::Binding binding = conformance::Leases::BindingOf(*lease, spec::kFixedNow);
  for (const Step& step : generators::PutsOf(test_case)) {
    const auto request = generators::RenderPut(step, binding);
    if (request && request->target == spec::PathOf(spec::Operation::kPut) &&
        spec::OperationOf(*request) == spec::Operation::kPut) {
      collector.Add("request_bytes", request->body);
    }
  }
}

// Answers of the reference server to what the harness sends, and answers that are wrong.
void AddAnswers(Collector& collector) {
  constexpr std::string_view kJson = "Content-Type: application/json";
  const spec::Contract& contract = spec::Contract::Get();
  const std::string& invalid = contract.NameOfStatus(400);
  const std::string& out_of_range =
      spec::Catalogue::Get().At("time.window.past").reject.entry_codes.front();
  const std::string late = fmt::format(R"({{"timeInSeconds":{}}})",
                                       spec::kFixedNow.seconds - contract.window_past_s - 100);
  const auto error = [&](std::string_view id, std::string_view code, const std::string& time) {
    return fmt::format(
        R"({{"errorEntries":[{{"entryId":"{}","errors":[{{"errorCode":"{}","errorMessage":"m","timestamps":[{}]}}]}}]}})",
        id, code, time);
  };
  const std::array<std::string, 8> bodies = {
      R"({"errorEntries":[]})",
      error("e2", out_of_range, late),
      error("e1", out_of_range, late),
      error("e1", contract.NameOfStatus(429), ""),
      R"({"errorEntries":null})",
      fmt::format(R"({{"message":"m","__type":"{}"}})", invalid),
      R"({"assetPropertyValueHistory":[{"value":{"doubleValue":1.5},"timestamp":{"timeInSeconds":1750000000,"offsetInNanos":7},"quality":"GOOD"}],"nextToken":"a"})",
      R"({"propertyValue":{"value":{"nullValue":{"valueType":"D"}},"timestamp":{"timeInSeconds":1},"quality":"BAD"}})"};
  constexpr std::size_t kSituations = 5;
  for (std::size_t situation = 0; situation < kSituations; ++situation) {
    for (const std::string& body : bodies) {
      collector.Add("response_bytes", AnswerInput(situation, 200, kJson, body));
    }
    for (const int status : {400, 404, 429, 500, 204}) {
      collector.Add("response_bytes",
                    AnswerInput(situation, status, "X-Amzn-Errortype: " + invalid, bodies[5]));
    }
  }
}

// What users write, as we would write it.
void AddUserFiles(Collector& collector) {
  conformance::Target target;
  target.endpoint = "http://127.0.0.1:9000";
  target.directory = reference::ExampleDirectory();
  collector.Add("user_files", conformance::ToJson(target));
  collector.Add("user_files", Compact(generators::DirectedCases().front(), 0));
  collector.Add("user_files",
                reports::ToJsonReport({.tool_version = "0", .target = target.endpoint}));
  constexpr std::array<std::string_view, 5> kCommandLines = {
      "run\n--endpoint\nhttp://127.0.0.1:9000\n--seed\n7\n--only\nquality\n--report\njson=r.json",
      "mock\n--port\n9000\n--policy\nquality.enum=accepted\n--mutant\nnan-dropped",
      "replay\ncase.json\n--target\ntarget.json",
      "shrink\ncase.json\n--endpoint\nhttp://127.0.0.1:9000", "spec\nshow\nquality.enum"};
  for (const std::string_view words : kCommandLines) {
    collector.Add("user_files", std::string(words));
  }
}

}  // namespace

std::string CorpusName(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha1(), nullptr);
  std::string name;
  for (unsigned int i = 0; i < size; ++i) {
    name += fmt::format("{:02x}", digest[i]);
  }
  return name;
}

std::vector<Seed> SeedCorpus() {
  Collector collector;
  std::uint64_t number = 0;
  for (const Case& test_case : ChosenCases()) {
    collector.Add("cases", Compact(test_case, number++));
    AddBodies(test_case, collector);
  }
  for (std::string& text : ReadSeeds()) {
    collector.Add("cases", std::move(text));
  }
  for (std::size_t i = 0; i < generators::WireCaseCount(); ++i) {
    AddBodies(generators::WireCase(i), collector);
  }
  for (const Case& directed : generators::DirectedCases()) {
    if (directed.id == "duplicate.same-quality/good") {
      collector.Add("canary", Compact(directed, 0));
    }
  }
  AddAnswers(collector);
  AddUserFiles(collector);
  for (const std::string_view entries : kLedgers) {
    collector.Add("ledger", fmt::format(R"({{"schema_version": 1, "entries": [{}]}})", entries));
  }
  return std::move(collector).Take();
}

}  // namespace swc::fuzz
