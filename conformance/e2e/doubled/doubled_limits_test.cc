// The suite on a contract of which every limit is twice as large.
//
// Law: a limit stands once, in contract.json. This program holds a contract of its own in place of
// the one that is built into the library: whoever wrote a limit down anywhere else accuses a legal
// server here, or misses a server that kept the old one.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "conformance/run/canary.h"
#include "conformance/selftest/selftest.h"
#include "generators/case/case.h"
#include "generators/directed/directed_cases.h"
#include "generators/random/random_case.h"
#include "reference/model/model.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/reading.h"
#include "reference/server/reference_server.h"
#include "reports/run_record.h"
#include "spec/check.h"
#include "spec/contract.h"
#include "spec/embedded.h"
#include "spec/fixed_now.h"
#include "spec/http_message.h"
#include "spec/outcome.h"
#include "spec/sanitizer_testing.h"
#include "spec/testing_paths.h"
#include "spec/text/text_file.h"
#include "spec/tqv.h"

namespace swc::spec {
namespace {

void Double(nlohmann::ordered_json& number) {
  number = number.is_number_float() ? nlohmann::ordered_json(2 * number.get<double>())
                                    : nlohmann::ordered_json(2 * number.get<std::int64_t>());
}

std::string Doubled(std::string_view contract) {
  auto root = nlohmann::ordered_json::parse(contract);
  for (const auto& [name, limit] : root.at("limits").items()) {
    // An integer has 32 bits: that is its type, not a number that could be another one.
    if (!name.starts_with("integer_")) {
      Double(limit.at("value"));
    }
  }
  for (const char* shape : {"EntryId", "AssetPropertyAlias", "NextToken"}) {
    Double(root.at("shapes").at(shape).at("max"));
  }
  return root.dump();
}

}  // namespace

// Stands in for the function of the library, which is not linked then.
std::string_view EmbeddedContract() {
  static const std::string text = [] {
    const auto contract = ReadFile(SourceFolder() / "spec/contract.json");
    SWC_CHECK(contract.has_value(), "spec/contract.json cannot be read");
    return Doubled(*contract);
  }();
  return text;
}

}  // namespace swc::spec

namespace swc::conformance {
namespace {

using reference::MutantScope;
using reference::PutPlan;
using reference::Reading;
using reference::RequestErrorOf;
using ::testing::IsEmpty;
using ::testing::Not;

// What one put holds beside what is usual.
struct Put {
  std::size_t entries = 1;
  std::size_t values = 1;
  std::int64_t after_now_s = -100;
  std::size_t letters = 1;
  std::size_t id_letters = 0;
};

std::string Send(const Put& put) {
  nlohmann::json body{{"entries", nlohmann::json::array()}};
  for (std::size_t i = 0; i < put.entries; ++i) {
    nlohmann::json entry{{"entryId", std::to_string(i) + std::string(put.id_letters, 'a')},
                         {"propertyAlias", "/doubled/" + std::to_string(i)}};
    for (std::size_t j = 0; j < put.values; ++j) {
      const auto at = spec::kFixedNow.seconds + put.after_now_s - static_cast<std::int64_t>(j);
      entry["propertyValues"].push_back(
          {{"value", {{"stringValue", std::string(put.letters, 'x')}}},
           {"timestamp", {{"timeInSeconds", at}}}});
    }
    body["entries"].push_back(std::move(entry));
  }
  reference::ReferenceServer server(
      {.now = [] { return spec::Instant{.seconds = spec::kFixedNow.seconds}; }});
  const spec::HttpResponse response =
      server.Handle({.headers = {{"Content-Type", "application/json"}}, .body = body.dump()});
  return response.status != 200                                 ? "refused"
         : response.body.find("errorCode") != std::string::npos ? "reported"
                                                                : "accepted";
}

TEST(DoubledLimitsTest, TheContractOfThisProgramIsTheDoubledOne) {
  EXPECT_EQ(spec::Contract::Get().entries_max, 20);
  EXPECT_EQ(spec::Contract::Get().window_past_s, 1'209'600);
  EXPECT_EQ(spec::Contract::Get().entry_id_length_max, 128);
}

TEST(DoubledLimitsTest, TheServerFollows) {
  EXPECT_EQ(Send({.entries = 20}), "accepted");
  EXPECT_EQ(Send({.entries = 21}), "refused");
  EXPECT_EQ(Send({.values = 20}), "accepted");
  EXPECT_NE(Send({.values = 21}), "accepted");
  EXPECT_EQ(Send({.after_now_s = -1'209'600}), "accepted");
  EXPECT_EQ(Send({.after_now_s = -1'209'601}), "reported");
  EXPECT_EQ(Send({.after_now_s = 1'200}), "accepted");
  EXPECT_EQ(Send({.after_now_s = 1'201}), "reported");
  EXPECT_EQ(Send({.letters = 2'048}), "accepted");
  EXPECT_NE(Send({.letters = 2'049}), "accepted");
  EXPECT_EQ(Send({.id_letters = 127}), "accepted");
  EXPECT_NE(Send({.id_letters = 128}), "accepted");
}

std::size_t EntriesOf(const generators::Case& test_case) {
  std::size_t most = 0;
  for (const generators::Step& step : test_case.steps) {
    if (step.kind == generators::StepKind::kPut && step.body.contains("entries")) {
      most = std::max(most, step.body.at("entries").size());
    }
  }
  return most;
}

TEST(DoubledLimitsTest, TheGeneratorsFollow) {
  std::size_t directed = 0;
  for (const generators::Case& test_case : generators::DirectedCases()) {
    directed = std::max(directed, EntriesOf(test_case));
  }
  EXPECT_GE(directed, 21);
  std::size_t random = 0;
  for (std::uint64_t index = 0; index < 500; ++index) {
    random = std::max(random, EntriesOf(generators::RandomCase(1, index, 100)));
  }
  EXPECT_GE(random, 20);
}

reports::RunRecord RunOn(const reference::Mutant* mutant, std::vector<std::string> phases = {}) {
  reports::RunListener listener;
  return RunInProcess({.seed = 1,
                       .random_cases = spec::kUnderSanitizer ? 20U : 200U,
                       .phases = std::move(phases),
                       .shrink_requests = 0,
                       .fail_fast = mutant != nullptr},
                      {}, mutant, listener);
}

TEST(DoubledLimitsTest, TheJudgeNoticesItsCanary) { EXPECT_TRUE(CanaryIsNoticed()); }

TEST(DoubledLimitsTest, ALegalServerIsNotAccused) {
  if (spec::kUnderSanitizer) {
    GTEST_SKIP() << "a whole run; the build without sanitizers shows it";
  }
  const reports::RunRecord record = RunOn(nullptr);
  EXPECT_EQ(record.outcome, spec::Outcome::kConforms) << record.message;
  EXPECT_GT(record.stats.requests, 1'000);
  for (const reports::Finding& finding : record.findings) {
    ADD_FAILURE() << finding.clause << " in " << finding.case_id << ": expected "
                  << finding.expected << "; observed " << finding.observed;
  }
}

bool AnyValue(const Reading& reading, bool (*holds)(const reference::SentValue&)) {
  return std::ranges::any_of(reading.entries, [&](const reference::SentEntry& entry) {
    return std::ranges::any_of(entry.values, holds);
  });
}

// Refuses the whole request where `kBreaks` holds of its reading.
template <bool (*kBreaks)(const Reading&, spec::Instant)>
void Refuse(PutPlan& plan, const Reading& reading, MutantScope& scope) {
  if (kBreaks(reading, scope.now)) {
    plan.error = RequestErrorOf(400, "beyond a limit of old");
  }
}

bool OldEntries(const Reading& reading, spec::Instant /*now*/) {
  return reading.entries.size() > 10;
}

bool OldValues(const Reading& reading, spec::Instant /*now*/) {
  return std::ranges::any_of(reading.entries,
                             [](const auto& entry) { return entry.values.size() > 10; });
}

bool OldEntryId(const Reading& reading, spec::Instant /*now*/) {
  return std::ranges::any_of(reading.entries,
                             [](const auto& entry) { return entry.id && entry.id->size() > 64; });
}

bool OldString(const Reading& reading, spec::Instant /*now*/) {
  return AnyValue(reading, [](const reference::SentValue& value) {
    const auto* text = value.value ? std::get_if<std::string>(&*value.value) : nullptr;
    return text != nullptr && text->size() > 1'024;
  });
}

bool OldPast(const Reading& reading, spec::Instant now) {
  return std::ranges::any_of(reading.entries, [&](const auto& entry) {
    return std::ranges::any_of(entry.values, [&](const auto& value) {
      return value.time && value.time->seconds < now.seconds - 604'800;
    });
  });
}

bool OldFuture(const Reading& reading, spec::Instant now) {
  return std::ranges::any_of(reading.entries, [&](const auto& entry) {
    return std::ranges::any_of(entry.values, [&](const auto& value) {
      return value.time && value.time->seconds > now.seconds + 600;
    });
  });
}

class OldLimitTest : public testing::TestWithParam<reference::Mutant> {};

TEST_P(OldLimitTest, IsFound) {
  if (spec::kUnderSanitizer && GetParam().name != "Past") {
    GTEST_SKIP() << "takes half a minute; one of them stands for all";
  }
  EXPECT_THAT(RunOn(&GetParam(), {"directed"}).findings, Not(IsEmpty()));
}

INSTANTIATE_TEST_SUITE_P(
    Servers, OldLimitTest,
    testing::Values(reference::Mutant{.name = "Entries", .on_plan = Refuse<OldEntries>},
                    reference::Mutant{.name = "Values", .on_plan = Refuse<OldValues>},
                    reference::Mutant{.name = "EntryId", .on_plan = Refuse<OldEntryId>},
                    reference::Mutant{.name = "String", .on_plan = Refuse<OldString>},
                    reference::Mutant{.name = "Past", .on_plan = Refuse<OldPast>},
                    reference::Mutant{.name = "Future", .on_plan = Refuse<OldFuture>}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace swc::conformance
