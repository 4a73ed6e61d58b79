#include "reports/formats/ndjson_report.h"

#include <cstddef>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "reports/golden_testing.h"
#include "reports/listeners.h"
#include "reports/run_record.h"
#include "reports/sample_record_testing.h"

namespace swc::reports {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::EndsWith;

// The names of the events of a stream.
std::vector<std::string> EventsOf(const std::string& stream) {
  std::vector<std::string> events;
  std::size_t begin = 0;
  for (std::size_t end = stream.find('\n'); end != std::string::npos;
       end = stream.find('\n', begin)) {
    events.push_back(json::parse(stream.substr(begin, end - begin)).at("event"));
    begin = end + 1;
  }
  return events;
}

TEST(NdjsonReportTest, MatchesTheGolden) {
  ExpectGolden("report.ndjson", ToNdjsonReport(SampleRecord()));
}

TEST(NdjsonReportTest, TellsWhatHappensWhenItHappensAndEndsWithTheVerdict) {
  std::string stream;
  NdjsonReporter reporter([&](std::string_view lines) {
    EXPECT_THAT(std::string(lines), EndsWith("\n"));
    stream += lines;
  });
  Listeners both({&reporter});
  reporter.Began({.target = "http://127.0.0.1:9000"});
  both.Said("the server's clock is late");
  both.PhaseStarted("directed", 7);
  both.Progressed(1, 2);
  both.FindingFound(SampleFailure());
  EXPECT_THAT(EventsOf(stream), ElementsAre("began", "said", "phase", "found"));
  RunRecord record;
  record.clauses = {{.id = "wire.operation"}};
  record.findings = {SampleFailure()};
  record.causes = {
      {.clause = "time.window.past", .findings = {0}, .clauses = {"time.window.past"}}};
  both.RunEnded(record);
  EXPECT_THAT(EventsOf(stream), ElementsAre("began", "said", "phase", "found", "clause", "finding",
                                            "cause", "ended"));
}

TEST(ListenersTest, TellEachOneInTurn) {
  std::string told;
  NdjsonReporter one([&](std::string_view) { told += "1"; });
  NdjsonReporter two([&](std::string_view) { told += "2"; });
  Listeners both({&one, &two});
  both.Said("x");
  EXPECT_EQ(told, "12");
}

}  // namespace
}  // namespace swc::reports
