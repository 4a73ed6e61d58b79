#include "generators/random/random_case.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "generators/case/broken_clauses.h"
#include "generators/case/case.h"
#include "generators/case/case_classes.h"
#include "generators/case/dice.h"
#include "generators/case/json.h"
#include "generators/random/random_batch_testing.h"
#include "generators/random/random_values.h"
#include "generators/random/violation_table.h"
#include "reference/reading/reading.h"
#include "spec/clause_id.h"
#include "spec/contract.h"
#include "spec/fixed_now.h"
#include "spec/http_message.h"
#include "spec/sanitizer_testing.h"
#include "spec/tqv.h"

namespace swc::generators {
namespace {

constexpr std::uint64_t kRandomSeed = 1;

std::string TextOf(const Case& test_case) { return ToJson(test_case); }

std::uint64_t HashOf(std::string_view text, std::uint64_t hash) {
  constexpr std::uint64_t kPrime = 0x100000001b3;  // FNV-1a.
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * kPrime;
  }
  return hash;
}

// Clauses on which a case without violations may touch: choices of its features and its series.
bool IsImplied(const std::string& clause) {
  static const std::set<std::string> implied = {"identity.both.consistent",
                                                "identity.unknown-property",
                                                "identity.unknown-alias",
                                                "identity.computed",
                                                "access.denied",
                                                "identity.both.contradicting"};
  return implied.contains(clause) || spec::HasPrefix(clause, "duplicate");
}

// Calls `function` with each put of a case as bytes.
template <typename Function>
void ForEachPut(const Case& test_case, Function function) {
  const Binding binding = StandInBinding(test_case);
  for (const Step& step : test_case.steps) {
    if (step.kind == StepKind::kPut) {
      const auto request = RenderPut(step, binding);
      ASSERT_TRUE(request.has_value()) << request.error().message << TextOf(test_case);
      function(*request);
    }
  }
}

TEST(RandomCase, IsTheSameForTheSameSeedIndexAndSize) {
  for (std::uint64_t i = 0; i < 50; ++i) {
    EXPECT_EQ(TextOf(RandomCase(kRandomSeed, i, 70)), TextOf(RandomCase(kRandomSeed, i, 70)));
  }
}

TEST(RandomCase, IsTheSameWithEveryCompiler) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (std::uint64_t i = 0; i < 200; ++i) {
    hash = HashOf(TextOf(RandomCase(kRandomSeed, i, kSizeMax)), hash);
  }
  EXPECT_EQ(fmt::format("{:016x}", hash), "5612f176506a5c36");
}

TEST(RandomCase, DiffersBetweenSeedsAndIndices) {
  std::set<std::string> texts;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    for (std::uint64_t i = 0; i < 250; ++i) {
      Case test_case = RandomCase(seed, i, kSizeMax);
      EXPECT_EQ(test_case.id, fmt::format("random/{}/{}", seed, i));
      test_case.id = "x";
      texts.insert(TextOf(test_case));
    }
  }
  EXPECT_GE(texts.size(), 990U);  // The plainest ones meet.
}

TEST(RandomCase, IsReadBackAsItWasWritten) {
  for (std::uint64_t i = 0; i < spec::Sample(2'000); ++i) {
    const std::string text = TextOf(RandomCase(kRandomSeed, i, kSizeMax));
    const auto parsed = ParseCase(std::string_view(text), "random");
    ASSERT_TRUE(parsed.has_value()) << parsed.error().message << text;
    EXPECT_EQ(TextOf(*parsed), text);
    EXPECT_TRUE(parsed->clauses.empty());
  }
}

TEST(RandomCase, IsSmallWhenItsSizeIsZero) {
  for (std::uint64_t i = 0; i < 500; ++i) {
    const RandomSample sample = RandomSampleOf(kRandomSeed, i, 0);
    if (!sample.violations.empty()) {
      continue;
    }
    const auto puts = std::ranges::count(sample.test_case.steps, StepKind::kPut, &Step::kind);
    EXPECT_EQ(puts, 1);
    EXPECT_EQ(sample.test_case.steps.front().body.at("entries").size(), 1);
  }
}

TEST(RandomCase, BreaksTheClauseOfEachViolationItHas) {
  for (std::uint64_t i = 0; i < (spec::kUnderSanitizer ? 300 : 2'000); ++i) {
    const RandomSample sample = RandomSampleOf(kRandomSeed, i, kSizeMax);
    const std::set<std::string> broken = BrokenClauses(sample.test_case);
    for (const ViolationRow* row : sample.violations) {
      EXPECT_TRUE(broken.contains(std::string(row->clause))) << row->name << "\n"
                                                             << TextOf(sample.test_case);
    }
  }
}

TEST(RandomCase, BreaksNothingElseWithoutViolations) {
  for (std::uint64_t i = 0; i < spec::Sample(2'000); ++i) {
    const RandomSample sample = RandomSampleOf(kRandomSeed, i, kSizeMax);
    if (!sample.violations.empty()) {
      continue;
    }
    for (const std::string& clause : BrokenClauses(sample.test_case)) {
      EXPECT_TRUE(IsImplied(clause)) << clause << "\n" << TextOf(sample.test_case);
    }
  }
}

TEST(RandomCase, StaysWithinTheLimits) {
  const spec::Contract& contract = spec::Contract::Get();
  for (std::uint64_t i = 0; i < spec::Sample(2'000); ++i) {
    const RandomSample sample = RandomSampleOf(kRandomSeed, i, kSizeMax);
    const auto has = [&](std::string_view name) {
      return std::ranges::any_of(sample.violations,
                                 [&](const ViolationRow* row) { return row->name == name; });
    };
    std::map<std::tuple<std::string, std::int64_t, spec::Quality>, std::size_t> points;
    ForEachPut(sample.test_case, [&](const spec::HttpRequest& request) {
      const reference::Reading reading = reference::ParsePut(request);
      EXPECT_TRUE(reading.entries.size() <= contract.entries_max || has("entries.too-many"));
      for (const reference::SentEntry& entry : reading.entries) {
        EXPECT_TRUE(entry.values.size() <= contract.values_max || has("values.too-many"));
        const std::string series = entry.alias.value_or("") + entry.property_id.value_or("");
        for (const reference::SentValue& value : entry.values) {
          if (value.time && value.quality) {
            ++points[{series, value.time->seconds, *value.quality}];
          }
        }
      }
    });
    for (const auto& [key, count] : points) {
      EXPECT_LE(count, contract.points_per_second_max) << TextOf(sample.test_case);
    }
  }
}

TEST(RandomCase, CoversEveryViolationAndFeature) {
  if (spec::kUnderSanitizer) {
    GTEST_SKIP() << "a distribution of 10,000 cases";
  }
  constexpr std::uint64_t kCases = 10'000;
  std::map<std::string_view, std::size_t> violations;
  std::map<std::string, std::size_t> features;
  std::map<std::string, std::size_t> duplicates;
  std::vector<std::size_t> by_count(5);
  for (const std::string_view name : AllClasses()) {
    features[std::string(name)] = 0;
  }
  for (std::uint64_t i = 0; i < kCases; ++i) {
    const RandomSample sample = RandomSampleOf(kRandomSeed, i, kSizeMax);
    ++by_count.at(sample.violations.size());
    for (const ViolationRow* row : sample.violations) {
      ++violations[row->name];
    }
    // Reading a case is slow, so one in five stands for all.
    constexpr std::uint64_t kReadEvery = 5;
    if (i % kReadEvery == 0) {
      for (const std::string& clause : BrokenClauses(sample.test_case)) {
        duplicates[clause] += spec::HasPrefix(clause, "duplicate") ? 1 : 0;
      }
    }
    for (const std::string_view name : ClassesOf(sample.test_case)) {
      ++features[std::string(name)];
    }
  }
  for (const ViolationRow& row : kViolations) {
    std::cout << fmt::format("{:>6} {} ({})\n", violations[row.name], row.name, row.clause.text());
    EXPECT_GE(violations[row.name], 20U) << row.name;
  }
  for (const auto& [name, count] : features) {
    std::cout << fmt::format("{:>6} {}\n", count, name);
    EXPECT_GE(count, 50U) << name;
  }
  for (const char* clause :
       {"duplicate.in-entry", "duplicate.cross-entry", "duplicate.other-quality"}) {
    std::cout << fmt::format("{:>6} {} of 2000\n", duplicates[clause], clause);
    EXPECT_GE(duplicates[clause], 50U) << clause;
  }
  std::cout << fmt::format("violations in a case: {} none, {} one, {} two, {} three, {} four\n",
                           by_count[0], by_count[1], by_count[2], by_count[3], by_count[4]);
  EXPECT_NEAR(static_cast<double>(by_count[0]) / kCases, 0.5, 0.05);
  EXPECT_NEAR(static_cast<double>(by_count[1]) / kCases, 0.33, 0.05);
}

TEST(ViolationTable, HasUniqueNamesAndOneSourceOfMembersEach) {
  std::set<std::string_view> names;
  for (const ViolationRow& row : kViolations) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_GT(row.weight, 0);
    EXPECT_NE(row.compute != nullptr, !row.members.empty() || row.part == Part::kMoreEntries ||
                                          row.part == Part::kMoreValues)
        << row.name;
  }
}

TEST(ValidBatch, BreaksNothingAlongAnyShrink) {
  const rc::Gen<Case> batches = ValidBatch();
  for (std::uint64_t i = 0; i < 60; ++i) {
    rc::Shrinkable<Case> batch = batches(rc::Random(i), kSizeMax);
    // Down the first shrink of each, as RapidCheck does while a property keeps failing.
    for (bool more = true; more;) {
      EXPECT_THAT(BrokenClauses(batch.value()), testing::IsEmpty()) << TextOf(batch.value());
      rc::Seq<rc::Shrinkable<Case>> shrinks = batch.shrinks();
      const auto next = shrinks.next();
      more = static_cast<bool>(next);
      if (more) {
        batch = *next;
      }
    }
  }
}

TEST(BatchWithViolations, HoldsEveryViolationOfTheTable) {
  for (const ViolationRow& row : kViolations) {
    const Case batch = BatchWithViolations({row.name})(rc::Random(7), kSizeMax).value();
    EXPECT_TRUE(BrokenClauses(batch).contains(std::string(row.clause.text()))) << row.name << "\n"
                                                                               << TextOf(batch);
  }
}

TEST(BatchWithViolations, KeepsThemAlongTheShrinks) {
  rc::Shrinkable<Case> batch =
      BatchWithViolations({"time.past", "quality.misspelt"})(rc::Random(7), kSizeMax);
  const std::set<std::string> broken = BrokenClauses(batch.value());
  EXPECT_THAT(broken, testing::IsSupersetOf({"time.window.past", "quality.enum"}));
  for (bool more = true; more;) {
    rc::Seq<rc::Shrinkable<Case>> shrinks = batch.shrinks();
    const auto next = shrinks.next();
    more = static_cast<bool>(next);
    if (more) {
      batch = *next;
      EXPECT_EQ(BrokenClauses(batch.value()), broken) << TextOf(batch.value());
    }
  }
  EXPECT_EQ(batch.value().steps.front().body.at("entries").size(), 1);
}

TEST(SampleValueOf, YieldsVariantsOfItsType) {
  const std::map<spec::DataType, std::string> members = {{spec::DataType::kDouble, "doubleValue"},
                                                         {spec::DataType::kInteger, "integerValue"},
                                                         {spec::DataType::kString, "stringValue"},
                                                         {spec::DataType::kBoolean, "booleanValue"},
                                                         {spec::DataType::kStruct, "stringValue"}};
  Dice dice(rc::Random(7), kSizeMax);
  for (const auto& [type, member] : members) {
    for (int i = 0; i < 50; ++i) {
      const Json variant = SampleValueOf(type, i % 2 == 0, dice);
      ASSERT_EQ(variant.size(), 1);
      EXPECT_EQ(variant.begin().key(), member);
    }
  }
}

TEST(SampleTimeNearNow, LiesInsideTheWindow) {
  const Binding binding{.now = spec::kFixedNow};
  const spec::Contract& contract = spec::Contract::Get();
  Dice dice(rc::Random(7), kSizeMax);
  for (std::size_t number = 0; number < 100; ++number) {
    const std::string at = SampleTimeNearNow(number, dice);
    const std::int64_t age = binding.now.seconds - EvaluateTime(at, binding)->seconds;
    EXPECT_LT(age, contract.window_past_s) << at;
    EXPECT_GT(age, -contract.window_future_s) << at;
  }
}

}  // namespace
}  // namespace swc::generators
