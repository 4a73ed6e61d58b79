// What single answers say about a target.
#include "conformance/preflight/preflight_answers.h"

#include <optional>
#include <ostream>
#include <string>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/net/transport.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using testing::HasSubstr;

Exchange Answer(spec::HttpResponse response) { return {.response = std::move(response)}; }

Exchange NoAnswer(TransportFailure failure) {
  return {.failure = failure, .failure_detail = "said the library"};
}

spec::HttpResponse Named(int status, std::string name) {
  return {.status = status, .headers = {{"X-Amzn-Errortype", std::move(name)}}};
}

// ---- WhyNotSiteWise

struct PutRow {
  std::string name;
  Exchange exchange;
  std::string why;  // Empty: the target can be tested.
  bool transient = false;
};
void PrintTo(const PutRow& row, std::ostream* out) { *out << row.name; }

class WhyNotSiteWiseTest : public testing::TestWithParam<PutRow> {};

TEST_P(WhyNotSiteWiseTest, TellsWhatStandsThere) {
  const auto why = WhyNotSiteWise(GetParam().exchange, GetParam().transient);
  EXPECT_EQ(why.has_value(), !GetParam().why.empty()) << why.value_or("");
  EXPECT_THAT(why.value_or(""), HasSubstr(GetParam().why));
}

INSTANTIATE_TEST_SUITE_P(
    All, WhyNotSiteWiseTest,
    testing::Values(
        PutRow{"Accepted", Answer({.status = 200, .body = R"({"errorEntries":[]})"}), ""},
        PutRow{"Refused", Answer(Named(400, "InvalidRequestException")), ""},
        // It may be the one thing that is wrong.
        PutRow{"TypeOfHtmlAlone",
               Answer({.status = 200, .headers = {{"Content-Type", "text/html"}}, .body = "{}"}),
               ""},
        PutRow{"NotFoundByName", Answer(Named(404, "ResourceNotFoundException")), ""},
        PutRow{"NotFound", Answer({.status = 404}), "gave status 404; is the endpoint's path"},
        PutRow{"OtherMethod", Answer({.status = 405}), "gave status 405"},
        PutRow{"NotImplemented", Answer({.status = 501}), "gave status 501"},
        PutRow{"Page", Answer({.status = 200, .body = "\r\n <html>"}), "and an HTML page"},
        PutRow{"Redirect", Answer({.status = 308, .headers = {{"location", "http://b"}}}),
               "to http://b (status 308); give that as the endpoint"},
        PutRow{"RedirectToNowhere", Answer({.status = 302}), "to nowhere (status 302)"},
        PutRow{"Unsigned", Answer({.status = 401}), "AWS_ACCESS_KEY_ID"},
        PutRow{"Denied", Answer(Named(403, "AccessDeniedException")),
               "refuses the caller (status 403 AccessDeniedException)"},
        PutRow{"Failing", Answer({.status = 500}), "keeps failing with status 500", true},
        PutRow{"Refusing", NoAnswer(TransportFailure::kCannotConnect),
               "cannot connect: is a server listening there? said the library", true},
        PutRow{"Slow", NoAnswer(TransportFailure::kTimeout), "timeout: said the library", true},
        PutRow{"Strange", NoAnswer(TransportFailure::kNotHttp), "not HTTP: said the library",
               true}),
    [](const auto& row) { return row.param.name; });

// ---- VerdictOf

struct ReadRow {
  std::string name;
  Exchange exchange;
  ReadShows shows;
  std::string answer;
};
void PrintTo(const ReadRow& row, std::ostream* out) { *out << row.name; }

class VerdictOfTest : public testing::TestWithParam<ReadRow> {};

TEST_P(VerdictOfTest, TellsWhatTheReadShows) {
  const ReadVerdict verdict =
      VerdictOf(GetParam().exchange, spec::Instant{.seconds = 1'750'000'000});
  EXPECT_EQ(verdict.shows, GetParam().shows);
  EXPECT_EQ(verdict.answer, GetParam().answer);
}

INSTANTIATE_TEST_SUITE_P(
    All, VerdictOfTest,
    testing::Values(
        ReadRow{"Value",
                Answer({.status = 200, .body = R"({"timestamp":{"timeInSeconds":1750000000}})"}),
                ReadShows::kValue, "status 200"},
        ReadRow{"OlderValue",
                Answer({.status = 200, .body = R"({"timestamp":{"timeInSeconds":1749999999}})"}),
                ReadShows::kNothingYet, "status 200"},
        ReadRow{"Empty", Answer({.status = 200, .body = "{}"}), ReadShows::kNothingYet,
                "status 200"},
        ReadRow{"NoSuchSeries", Answer(Named(404, "ResourceNotFoundException")),
                ReadShows::kNothingYet, "status 404 ResourceNotFoundException"},
        ReadRow{"NoSuchPath", Answer({.status = 404}), ReadShows::kNoOperation, "status 404"},
        ReadRow{"UnknownOperation", Answer(Named(404, "UnknownOperationException")),
                ReadShows::kNoOperation, "status 404 UnknownOperationException"},
        ReadRow{"OtherMethod", Answer({.status = 405}), ReadShows::kNoOperation, "status 405"},
        ReadRow{"NotImplemented", Answer({.status = 501}), ReadShows::kNoOperation, "status 501"},
        ReadRow{"Refused", Answer(Named(422, "ValidationException")), ReadShows::kRefusal,
                "status 422 ValidationException"},
        ReadRow{"Failing", Answer({.status = 500}), ReadShows::kRefusal, "status 500"},
        ReadRow{"Dropped", NoAnswer(TransportFailure::kDropped), ReadShows::kRefusal,
                "connection dropped (said the library)"}),
    [](const auto& row) { return row.param.name; });

TEST(VerdictOfAnyValueTest, AnyTimeWillDo) {
  const Exchange shows = Answer({.status = 200, .body = R"({"timestamp":{"timeInSeconds":1}})"});
  EXPECT_EQ(VerdictOf(shows, std::nullopt).shows, ReadShows::kValue);
  EXPECT_EQ(VerdictOf(Answer({.status = 200, .body = "{}"}), std::nullopt).shows,
            ReadShows::kNothingYet);
}

}  // namespace
}  // namespace swc::conformance
