#include "generators/directed/directed_cases.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "generators/case/alias_form.h"
#include "generators/case/case.h"
#include "generators/case/clock_guard.h"
#include "generators/case/puts_of_step.h"
#include "generators/directed/boundary_cases.h"
#include "reference/model/store.h"
#include "reference/reading/directory.h"
#include "reference/reading/parse_read_request.h"
#include "reference/reading/reading.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/fixed_now.h"
#include "spec/http_message.h"
#include "spec/sanitizer_testing.h"
#include "spec/tqv.h"

namespace swc::generators {
namespace {

using ::testing::IsEmpty;

constexpr std::size_t kCasesMin = 330;
constexpr std::int64_t kT0Ago = 3600;
// Cases stay within this many seconds from t0 on: the slice of time that a lease has to hold.
constexpr std::int64_t kSliceS = 120;
// How roughly the server's clock may be known for cases that do not need it exactly.
constexpr std::int64_t kClockDoubtS = kClockGuardS - 1;
// Points of one second and quality that cases outside of quota.* stay within.
constexpr spec::ClauseId kQuota = "quota.points-per-second";

bool IsProperty(SeriesKind kind) {
  return kind == SeriesKind::kMeasurement || kind == SeriesKind::kAttribute ||
         kind == SeriesKind::kComputed || kind == SeriesKind::kDenied;
}

// What a target lends for a case, and what the suite knows of that target.
struct Lent {
  Binding binding;
  reference::Directory directory;
};

// How series of kind `any` are lent.
enum class AnyAs : std::uint8_t { kStream, kProperty };

Lent Lend(const Case& directed, AnyAs any_as = AnyAs::kStream) {
  Lent lent;
  lent.binding.now = spec::kFixedNow;
  lent.binding.t0 = {.seconds = spec::kFixedNow.seconds - kT0Ago, .nanos = 0};
  lent.directory.streams = reference::Setting::kOn;
  lent.directory.null_and_nan = reference::Setting::kOn;
  int number = 0;
  for (const SeriesWish& wish : directed.series) {
    ++number;
    const bool property =
        IsProperty(wish.kind) || (wish.kind == SeriesKind::kAny && any_as == AnyAs::kProperty);
    SeriesBinding binding;
    if (!property || wish.aliased) {
      binding.alias = wish.alias.empty() ? "/lent/" + wish.name : *SpellAlias(wish.alias, "/lent");
    }
    if (property || wish.kind == SeriesKind::kUnknown) {
      binding.asset_id = fmt::format("a1b2c3d4-5678-4abc-8def-{:012}", number);
      binding.property_id = fmt::format("b1b2c3d4-5678-4abc-8def-{:012}", number);
    }
    if (property) {
      lent.directory.properties.push_back(
          {.name = wish.name,
           .type = wish.type,
           .kind = wish.kind == SeriesKind::kAttribute  ? reference::PropertyKind::kAttribute
                   : wish.kind == SeriesKind::kComputed ? reference::PropertyKind::kMetric
                                                        : reference::PropertyKind::kMeasurement,
           .asset_id = *binding.asset_id,
           .property_id = *binding.property_id,
           .alias = binding.alias.value_or(""),
           .access = wish.kind == SeriesKind::kDenied ? reference::Access::kDenied
                                                      : reference::Access::kGranted});
    }
    lent.binding.series[wish.name] = std::move(binding);
  }
  return lent;
}

bool NeedsExactClock(const Case& directed) {
  return std::ranges::find(directed.needs, "exact-clock") != directed.needs.end();
}

// One put of a case, as it is sent and as it is read.
struct SentPut {
  spec::HttpRequest request;
  reference::Reading reading;
};

std::vector<SentPut> ParsedPutsOf(const Case& directed) {
  const Lent lent = Lend(directed);
  const reference::Store nothing_stored;
  std::vector<SentPut> puts;
  for (const Step& step : PutsOf(directed)) {
    auto request = RenderPut(step, lent.binding);
    if (!request) {
      ADD_FAILURE() << directed.id << ": " << request.error().message;
      continue;
    }
    const std::int64_t doubt = NeedsExactClock(directed) ? 0 : kClockDoubtS * spec::kNanosPerSecond;
    reference::Reading reading =
        reference::ParsePut(*request, {.directory = lent.directory,
                                       .series = nothing_stored,
                                       .now_earliest = spec::Plus(spec::kFixedNow, -doubt),
                                       .now_latest = spec::Plus(spec::kFixedNow, doubt)});
    puts.push_back({.request = *std::move(request), .reading = std::move(reading)});
  }
  return puts;
}

// Every case is read once for all tests.
const std::vector<SentPut>& SentPutsOf(const Case& directed) {
  static const auto puts = [] {
    std::map<std::string, std::vector<SentPut>, std::less<>> read;
    for (const Case& each : DirectedCases()) {
      read[each.id] = ParsedPutsOf(each);
    }
    return read;
  }();
  return puts.at(directed.id);
}

// Every read of a case that is sent as it is written.
std::vector<reference::SentRead> SentReadsOf(const Case& directed) {
  const Lent lent = Lend(directed);
  std::vector<reference::SentRead> reads;
  for (const Step& step : directed.steps) {
    if (step.kind != StepKind::kReadRaw) {
      continue;
    }
    if (const auto request = RenderRequest(step, lent.binding)) {
      reads.push_back(reference::ParseReadRequest(*request));
    } else {
      ADD_FAILURE() << directed.id << ": " << request.error().message;
    }
  }
  return reads;
}

bool ReadViolates(const reference::SentRead& read, spec::ClauseId clause) {
  return std::ranges::any_of(read.violations, [&](const reference::Violation& violation) {
    return violation.clause->Is(clause);
  });
}

bool AnyReadViolates(const Case& directed, spec::ClauseId clause) {
  return std::ranges::any_of(SentReadsOf(directed), [&](const reference::SentRead& read) {
    return ReadViolates(read, clause);
  });
}

bool IsAboutReadRequests(const spec::Clause& clause) { return clause.IsUnder("read.request"); }

bool Names(const Case& directed, spec::ClauseId clause) {
  return std::ranges::find(directed.clauses, clause) != directed.clauses.end();
}

bool Violates(const SentPut& put, spec::ClauseId clause) {
  return std::ranges::any_of(put.reading.violations, [&](const reference::Violation& violation) {
    return violation.clause->Is(clause);
  });
}

bool MustBeRejected(const SentPut& put) {
  return std::ranges::any_of(put.reading.violations, [](const reference::Violation& violation) {
    return violation.obligation == reference::Obligation::kMustReject;
  });
}

bool IsPutOperation(const spec::HttpRequest& request) {
  return request.method == "POST" && request.target == "/properties";
}

// Clauses that a put can break without a violation in its reading, and why.
struct Indirect {
  spec::ClauseId clause;
  std::function<bool(const SentPut&)> rejects;
};

const std::vector<Indirect>& IndirectClauses() {
  static const std::vector<Indirect> clauses = {
      // Judged by method and path, which are no part of a reading.
      {"wire.path", [](const SentPut& put) { return !IsPutOperation(put.request); }},
      // About what becomes of a faulty put, whatever its fault.
      {"partial.false.atomic", MustBeRejected},
      {"partial.omitted", MustBeRejected},
      {"partial.entry-fault", MustBeRejected},
      {"store.rejected", MustBeRejected},
  };
  return clauses;
}

bool Rejects(const SentPut& put, const spec::Clause& clause) {
  for (const Indirect& indirect : IndirectClauses()) {
    if (clause.Is(indirect.clause)) {
      return indirect.rejects(put);
    }
  }
  return Violates(put, clause);
}

// Returns the clauses for which no case satisfies `condition`.
std::vector<std::string> ClausesWithout(
    const std::function<bool(const spec::Clause&)>& wanted,
    const std::function<bool(const spec::Clause&, const Case&)>& condition) {
  std::vector<std::string> missing;
  for (const spec::Clause& clause : spec::Catalogue::Get().clauses()) {
    if (wanted(clause) && std::ranges::none_of(DirectedCases(), [&](const Case& directed) {
          return Names(directed, clause) && condition(clause, directed);
        })) {
      missing.push_back(clause.id);
    }
  }
  return missing;
}

TEST(DirectedCasesTest, ThereAreEnough) { EXPECT_GE(DirectedCases().size(), kCasesMin); }

TEST(DirectedCasesTest, IdsAreUniqueAndBeginWithTheirFirstClause) {
  std::set<std::string> ids;
  for (const Case& directed : DirectedCases()) {
    EXPECT_TRUE(ids.insert(directed.id).second) << directed.id << " stands twice";
    ASSERT_FALSE(directed.clauses.empty()) << directed.id;
    EXPECT_TRUE(directed.id.starts_with(std::string(directed.clauses.front().text()) + "/"))
        << directed.id;
    EXPECT_TRUE(directed.title.ends_with('.')) << directed.id << " needs a sentence";
  }
}

TEST(DirectedCasesTest, EveryClauseIsNamed) {
  EXPECT_THAT(ClausesWithout([](const spec::Clause&) { return true; },
                             [](const spec::Clause&, const Case&) { return true; }),
              IsEmpty());
}

TEST(DirectedCasesTest, EveryClauseWithARejectSideIsBroken) {
  EXPECT_THAT(ClausesWithout([](const spec::Clause& clause) { return clause.sides.reject; },
                             [](const spec::Clause& clause, const Case& directed) {
                               return AnyReadViolates(directed, clause) ||
                                      std::ranges::any_of(
                                          SentPutsOf(directed),
                                          [&](const SentPut& put) { return Rejects(put, clause); });
                             }),
              IsEmpty());
}

TEST(DirectedCasesTest, EveryFreeClauseThatARequestCanTouchIsTouched) {
  // Two puts in a row, or values of both entries, touch these; the stored state shows it.
  EXPECT_THAT(ClausesWithout(
                  [](const spec::Clause& clause) {
                    return clause.level == spec::Level::kFree && clause.can_be_violated &&
                           !clause.Is("value.null-nan.setting") &&
                           !clause.Is("identity.unknown-alias") &&
                           !clause.Is("quota.overwrite");  // Needs what an earlier put stored.
                  },
                  [](const spec::Clause& clause, const Case& directed) {
                    return AnyReadViolates(directed, clause) ||
                           std::ranges::any_of(SentPutsOf(directed), [&](const SentPut& put) {
                             return Violates(put, clause);
                           });
                  }),
              IsEmpty());
}

TEST(DirectedCasesTest, EveryClauseWithAnAcceptSideIsKept) {
  EXPECT_THAT(ClausesWithout([](const spec::Clause& clause) { return clause.sides.accept; },
                             [](const spec::Clause& clause, const Case& directed) {
                               return std::ranges::any_of(
                                   SentPutsOf(directed), [&](const SentPut& put) {
                                     return put.reading.decodable && !Violates(put, clause);
                                   });
                             }),
              IsEmpty());
}

// A clause that only permits is exercised by something that nothing forbids.
TEST(DirectedCasesTest, EveryClauseWithAnAcceptSideHasACaseWithoutAnyFault) {
  const std::set<std::string, std::less<>> among_faults = {
      "access.others-stored", "entry.independent", "partial.true.good-kept",
      "identity.both.one-series", "identity.unknown-property.others"};
  EXPECT_THAT(ClausesWithout(
                  [&](const spec::Clause& clause) {
                    return clause.sides.accept && !among_faults.contains(clause.id);
                  },
                  [](const spec::Clause& clause, const Case& directed) {
                    return clause.Is(directed.clauses.front()) &&
                           std::ranges::all_of(SentPutsOf(directed), [](const SentPut& put) {
                             return put.reading.violations.empty();
                           });
                  }),
              IsEmpty());
}

TEST(DirectedCasesTest, EveryClauseAboutReadRequestsHasAReadWithoutAnyFault) {
  EXPECT_THAT(ClausesWithout(
                  [](const spec::Clause& clause) {
                    return IsAboutReadRequests(clause) && clause.sides.accept;
                  },
                  [](const spec::Clause&, const Case& directed) {
                    return std::ranges::any_of(
                        SentReadsOf(directed),
                        [](const reference::SentRead& read) { return read.violations.empty(); });
                  }),
              IsEmpty());
}

// What is open is not judged, and what two clauses forbid tells nothing about either.
TEST(DirectedCasesTest, AReadIsAboutOneClauseOfItsCaseAndHasOneMeaning) {
  for (const Case& directed : DirectedCases()) {
    if (spec::ClausePrefix("robust").Holds(directed.clauses.front())) {
      continue;  // Anything may be asked for; that there is an answer is all that is wanted.
    }
    for (const reference::SentRead& read : SentReadsOf(directed)) {
      EXPECT_FALSE(read.open) << directed.id;
      EXPECT_TRUE(!read.next_token || ReadViolates(read, "read.request.token")) << directed.id;
      for (const reference::Violation& violation : read.violations) {
        EXPECT_TRUE(violation.clause->Is(directed.clauses.front()))
            << directed.id << " at " << violation.pointer;
        EXPECT_TRUE(violation.obligation == reference::Obligation::kMustReject ||
                    violation.clause->level == spec::Level::kFree)
            << directed.id << " at " << violation.pointer;
      }
    }
  }
}

TEST(DirectedCasesTest, WithoutAnExactClockEveryTimestampIsClearlyInsideOrOutside) {
  for (const Case& directed : DirectedCases()) {
    for (const SentPut& put : SentPutsOf(directed)) {
      for (const reference::Violation& violation : put.reading.violations) {
        if (violation.clause->id.starts_with("time.window.") &&
            !violation.clause->Is("time.window.resolution") &&
            !violation.clause->Is("time.window.second") &&
            !put.reading.entries[violation.entry].ambiguous) {
          EXPECT_EQ(violation.obligation, reference::Obligation::kMustReject)
              << directed.id << " " << violation.pointer;
        }
      }
    }
  }
}

TEST(DirectedCasesTest, TimesOfACaseLieInItsSliceOrAreRelativeToNow) {
  // Of a case that reaches far from now on purpose only the rejected values matter.
  for (const Case& directed : DirectedCases()) {
    for (const Step& step : directed.steps) {
      const std::string text = step.body.dump();
      for (std::size_t at = text.find("t0+"); at != std::string::npos;
           at = text.find("t0+", at + 1)) {
        const std::size_t end = text.find_first_not_of("0123456789", at + 3);
        if (text[end] == 's') {
          EXPECT_TRUE(std::stoll(text.substr(at + 3)) <= kSliceS ||
                      !SentPutsOf(directed).front().reading.violations.empty())
              << directed.id;
        }
      }
    }
  }
}

TEST(DirectedCasesTest, OnlyCasesAboutAClauseTouchItWhereItIsFree) {
  for (const Case& directed : DirectedCases()) {
    for (const SentPut& put : SentPutsOf(directed)) {
      for (const reference::Violation& violation : put.reading.violations) {
        const spec::Clause& clause = *violation.clause;
        const bool shown =
            clause.level == spec::Level::kFree &&
            (clause.IsUnder("duplicate") || clause.Is(kQuota) || clause.Is("value.type.stream"));
        EXPECT_TRUE(!shown || Names(directed, clause) || MustBeRejected(put))
            << directed.id << " touches " << clause.id << " at " << violation.pointer;
      }
    }
  }
}

TEST(DirectedCasesTest, SymbolsAskOnlyForWhatTheSeriesHas) {
  for (const Case& directed : DirectedCases()) {
    for (const SeriesWish& wish : directed.series) {
      const bool has_ids = IsProperty(wish.kind) || wish.kind == SeriesKind::kUnknown;
      const bool has_alias =
          wish.aliased || wish.kind == SeriesKind::kStream || wish.kind == SeriesKind::kUnknown;
      for (const Step& step : directed.steps) {
        const std::string text = step.body.dump();
        EXPECT_TRUE(has_ids || (text.find("${" + wish.name + ".assetId") == std::string::npos &&
                                text.find("${" + wish.name + ".propertyId") == std::string::npos))
            << directed.id << " wants ids of " << wish.name;
        EXPECT_TRUE(has_alias || text.find("${" + wish.name + ".alias") == std::string::npos)
            << directed.id << " wants an alias of " << wish.name;
      }
    }
  }
}

TEST(DirectedCasesTest, AnySeriesMayBeLentAsAStreamOrAsAProperty) {
  for (const Case& directed : DirectedCases()) {
    for (const AnyAs any_as : {AnyAs::kStream, AnyAs::kProperty}) {
      const Lent lent = Lend(directed, any_as);
      for (const Step& step : directed.steps) {
        if (!PutsOf(step)->empty() || step.kind == StepKind::kReadRaw) {
          const auto request = RenderRequest(step, lent.binding);
          EXPECT_TRUE(request.has_value())
              << directed.id << ": " << (request ? "" : request.error().message);
        }
      }
    }
  }
}

// Reads name known series, known members and times that can be evaluated.
TEST(DirectedCasesTest, ReadsAreWellFormed) {
  const std::set<std::string, std::less<>> members = {"series", "by",         "quality", "start",
                                                      "end",    "maxResults", "order",   "entries"};
  for (const Case& directed : DirectedCases()) {
    const Lent lent = Lend(directed);
    for (const Step& step : directed.steps) {
      if (!PutsOf(step)->empty() || step.kind == StepKind::kReadRaw) {
        continue;
      }
      const auto& names = step.kind == StepKind::kReadBack ? step.body : step.body.at("series");
      for (const auto& name : names.is_array() ? names : nlohmann::ordered_json::array({names})) {
        EXPECT_TRUE(lent.binding.series.contains(name.get<std::string>())) << directed.id;
      }
      if (step.kind == StepKind::kReadBack) {
        continue;
      }
      for (const auto& [member, value] : step.body.items()) {
        EXPECT_TRUE(members.contains(member)) << directed.id << ": " << member;
        if (member == "start" || member == "end") {
          EXPECT_TRUE(EvaluateTime(value.get<std::string>(), lent.binding)) << directed.id;
        }
      }
    }
  }
}

TEST(DirectedCasesTest, EveryCaseSurvivesItsJson) {
  for (std::size_t i = 0; i < DirectedCases().size(); i += spec::kSampleStride) {
    const Case& directed = DirectedCases()[i];
    const std::string json = ToJson(directed);
    const auto again = ParseCase(std::string_view(json), "again");
    ASSERT_TRUE(again) << directed.id << ": " << again.error().message;
    EXPECT_EQ(ToJson(*again), json);
  }
}

TEST(DirectedCasesTest, NoCaseIsSentTwice) {
  std::set<std::string> bodies;
  for (const Case& directed : DirectedCases()) {
    nlohmann::ordered_json json = nlohmann::ordered_json::parse(ToJson(directed));
    const std::string first_clause(directed.clauses.front().text());
    for (const char* member : {"id", "clauses", "title"}) {
      json.erase(member);
    }
    // The same request may serve two clauses, but not one clause twice.
    EXPECT_TRUE(bodies.insert(first_clause + json.dump()).second) << directed.id;
  }
}

TEST(ParseCasesTest, NamesFileCaseAndField) {
  struct Row {
    std::string_view json;
    std::string_view error;
  };
  const std::array<Row, 5> rows = {{
      {"[", "a.json: it is not JSON"},
      {"{}", "a.json: it is not a JSON list"},
      {"[7]", "a.json: case 0: a case is a JSON object"},
      {R"([{"id": "x/y"}])", "a.json: x/y: /steps: a list of at least one step is required"},
      {R"([{"id": "x/y", "steps": [{"put": {}}]}, {}])",
       "a.json: case 1: /id: a string is required"},
  }};
  for (const Row& row : rows) {
    const auto cases = ParseCases(row.json, "a.json");
    ASSERT_FALSE(cases) << row.json;
    EXPECT_EQ(cases.error().message, row.error);
  }
}

TEST(BoundaryCasesTest, ComeFromTheContractAndAreAllDirected) {
  const std::vector<Case> boundaries = BoundaryCases();
  EXPECT_EQ(boundaries.size(), SizeBoundaryCases().size() + ValueBoundaryCases().size() +
                                   TimeBoundaryCases().size() + ExtremeBoundaryCases().size());
  for (const Case& boundary : boundaries) {
    EXPECT_TRUE(std::ranges::any_of(DirectedCases(), [&](const Case& directed) {
      return directed.id == boundary.id;
    })) << boundary.id;
  }
}

}  // namespace
}  // namespace swc::generators
