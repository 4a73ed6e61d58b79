// Every mutant is well formed, and every mutant differs from the server without it.
//
// Each sequence of the corpus is answered by a fresh server with a fixed clock, followed by every
// kind of read of every series that it writes. A mutant that answers all of them like the plain
// server is dead.
#include "reference/mutants/mutants.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "reference/mutants/mutants_testing.h"
#include "reference/server/reference_server.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/http_message.h"
#include "spec/sanitizer_testing.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

using mutant_testing::kNow;
using mutant_testing::Sequence;
using spec::HttpRequest;
using spec::HttpResponse;

constexpr std::size_t kMutantsMin = 125;
constexpr int kPagesMax = 20;
constexpr std::size_t kSeriesMax = 5;

// What a sequence of exchanges looked like.
class Transcript {
 public:
  explicit Transcript(const Mutant* mutant) : server_({.mutants = Mutants(mutant), .now = Now}) {}

  void Play(const Sequence& sequence) {
    std::set<std::string> series;
    for (const HttpRequest& request : sequence.requests) {
      Add(server_.Handle(request));
      CollectSeries(request, series);
    }
    // Of many series a look at each is enough: other sequences read a few thoroughly.
    const bool brief = series.size() > kSeriesMax;
    for (const std::string& query : series) {
      Add(Get("/properties/history?" + query));
      if (!brief) {
        ReadHistories(query);
      }
      Add(Get("/properties/latest?" + query));
    }
    ReadBatches();
  }

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  static std::vector<const Mutant*> Mutants(const Mutant* mutant) {
    return mutant == nullptr ? std::vector<const Mutant*>() : std::vector{mutant};
  }
  static spec::Instant Now() { return {.seconds = kNow, .nanos = mutant_testing::kNowNanos}; }

  void Add(const HttpResponse& response) {
    text_ += fmt::format("{} ", response.status);
    for (const auto& [name, value] : response.headers) {
      text_ += fmt::format("{}:{} ", name, value);
    }
    text_ += fmt::format("{}\n", response.body);
  }

  HttpResponse Get(const std::string& target) {
    return server_.Handle({.method = "GET", .target = target});
  }

  // Adds how the series of a put is named in queries: as it was sent, and a series that may get the
  // values by mistake.
  static void CollectSeries(const HttpRequest& request, std::set<std::string>& series) {
    series.insert("assetId=" + std::string(mutant_testing::kAsset) +
                  "&propertyId=" + mutant_testing::PropertyId("01"));
    series.insert("propertyAlias=%2Fs1");
    const auto body = nlohmann::json::parse(request.body, nullptr, false);
    if (!body.is_object() || !body.contains("entries") || !body["entries"].is_array()) {
      return;
    }
    for (const auto& entry : body["entries"]) {
      std::string query;
      for (const auto* name : {"assetId", "propertyId"}) {
        if (entry.is_object() && entry.contains(name) && entry[name].is_string()) {
          query += fmt::format("{}{}={}", query.empty() ? "" : "&", name,
                               spec::PercentEncode(entry[name].get<std::string>()));
        }
      }
      if (entry.is_object() && entry.contains("propertyAlias") &&
          entry["propertyAlias"].is_string()) {
        series.insert("propertyAlias=" +
                      spec::PercentEncode(entry["propertyAlias"].get<std::string>()));
      }
      series.insert(query);
    }
  }

  void ReadHistories(const std::string& series) {
    const std::string history = "/properties/history?" + series;
    for (const char* quality : {"GOOD", "BAD", "UNCERTAIN"}) {
      Add(Get(history + "&qualities=" + quality));
      Add(Get(history + "&timeOrdering=DESCENDING&qualities=" + quality));
    }
    Add(Get(history + "&startDate=2025-10-09T08:53:20Z"));
    Add(Get(history + "&endDate=2025-10-09T08:53:20Z"));
    for (const char* bounds : {"", "&endDate=2025-10-09T08:53:20Z",
                               "&timeOrdering=DESCENDING&startDate=2025-10-09T08:53:20Z"}) {
      ReadPages(history + "&maxResults=2" + bounds);
    }
  }

  void ReadPages(const std::string& history) {
    std::string token;
    for (int page = 0; page < kPagesMax; ++page) {
      const HttpResponse response = Get(history + (token.empty() ? "" : "&nextToken=" + token));
      Add(response);
      const auto body = nlohmann::json::parse(response.body, nullptr, false);
      if (!body.is_object() || !body.contains("nextToken")) {
        break;
      }
      token = body["nextToken"].get<std::string>();
    }
  }

  void ReadBatches() {
    for (const std::string& more :
         {std::string(R"("qualities":["GOOD"])"), std::string(R"("timeOrdering":"DESCENDING")"),
          fmt::format(R"("startDate":{})", kNow), fmt::format(R"("endDate":{})", kNow)}) {
      HttpRequest request = mutant_testing::Raw(fmt::format(
          R"({{"entries":[{{"entryId":"r1",{},{}}}]}})", mutant_testing::ByAlias("/s1"), more));
      request.target = "/properties/batch/history";
      Add(server_.Handle(request));
    }
  }

  ReferenceServer server_;
  std::string text_;
};

std::string Play(const Mutant* mutant, const Sequence& sequence) {
  Transcript transcript(mutant);
  transcript.Play(sequence);
  return transcript.text();
}

TEST(Mutants, AreAtLeastAsManyAsWanted) { EXPECT_GE(AllMutants().size(), kMutantsMin); }

TEST(Mutants, HaveUniqueNames) {
  std::set<std::string_view> names;
  for (const Mutant& mutant : AllMutants()) {
    EXPECT_TRUE(names.insert(mutant.name).second) << mutant.name;
    EXPECT_EQ(FindMutant(mutant.name), &mutant);
  }
}

TEST(Mutants, UnknownNameIsNotFound) { EXPECT_EQ(FindMutant("no-such-mutant"), nullptr); }

TEST(Corpus, HasUniqueNames) {
  std::set<std::string> names;
  for (const Sequence& sequence : mutant_testing::Corpus()) {
    EXPECT_TRUE(names.insert(sequence.name).second) << sequence.name;
  }
}

// Otherwise every mutant would seem to differ.
TEST(Corpus, IsAnsweredTheSameWayTwice) {
  for (const Sequence& sequence : mutant_testing::Corpus()) {
    EXPECT_EQ(Play(nullptr, sequence), Play(nullptr, sequence)) << sequence.name;
  }
}

std::string TestName(const ::testing::TestParamInfo<const Mutant*>& mutant) {
  std::string name(mutant.param->name);
  std::ranges::replace(name, '-', '_');
  return name;
}

class EachMutant : public ::testing::TestWithParam<const Mutant*> {};

TEST_P(EachMutant, IsWellFormed) {
  const Mutant& mutant = *GetParam();
  EXPECT_THAT(std::string(mutant.name), ::testing::MatchesRegex("[a-z0-9]+(-[a-z0-9]+)*"));
  EXPECT_TRUE(mutant.description.ends_with('.')) << mutant.description;
  EXPECT_THAT(mutant.clauses, ::testing::Not(::testing::IsEmpty()));
  for (const spec::ClauseId clause : mutant.clauses) {
    const spec::Clause& broken = spec::Catalogue::Get().At(clause);
    EXPECT_NE(broken.level, spec::Level::kFree) << clause << " cannot be broken";
  }
  EXPECT_TRUE(
      mutant.on_request != nullptr || mutant.on_reading != nullptr || mutant.on_plan != nullptr ||
      mutant.on_series != nullptr || mutant.on_store != nullptr || mutant.on_answer != nullptr ||
      mutant.on_query != nullptr || mutant.on_rows != nullptr || mutant.on_page != nullptr ||
      mutant.on_latest != nullptr || mutant.on_read != nullptr || mutant.on_any_answer != nullptr);
}

TEST_P(EachMutant, AnswersSomeSequenceUnlikeThePlainServer) {
  // What the plain server answers is worked out once.
  static std::map<std::string, std::string> plain;
  EXPECT_TRUE(std::ranges::any_of(mutant_testing::Corpus(),
                                  [&](const Sequence& sequence) {
                                    if (!plain.contains(sequence.name)) {
                                      plain[sequence.name] = Play(nullptr, sequence);
                                    }
                                    return Play(GetParam(), sequence) != plain[sequence.name];
                                  }))
      << "no sequence of the corpus shows " << GetParam()->name;
}

// All of them; under a sanitizer, which makes each ten times slower, one in sixteen.
std::vector<const Mutant*> Pointers() {
  constexpr std::size_t kStride = spec::kUnderSanitizer ? 16 : 1;
  std::vector<const Mutant*> pointers;
  for (std::size_t i = 0; i < AllMutants().size(); i += kStride) {
    pointers.push_back(&AllMutants()[i]);
  }
  return pointers;
}

INSTANTIATE_TEST_SUITE_P(All, EachMutant, ::testing::ValuesIn(Pointers()), TestName);

}  // namespace
}  // namespace swc::reference
