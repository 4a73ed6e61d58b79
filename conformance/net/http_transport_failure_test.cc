#include <chrono>
#include <cstddef>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/net/hostile_endpoint_testing.h"
#include "conformance/net/http_transport.h"
#include "conformance/net/http_transport_testing.h"
#include "conformance/net/transport.h"
#include "spec/http_message.h"

namespace swc::conformance {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

// ---- What an answer becomes.

struct AnswerCase {
  std::string name;
  HostileEndpoint::Script script;
  int status = 0;
  std::string body;
  spec::Headers headers;
};
void PrintTo(const AnswerCase& row, std::ostream* out) { *out << row.name; }

class Answers : public testing::TestWithParam<AnswerCase> {};

TEST_P(Answers, AreHandedOverAsTheyCame) {
  HostileEndpoint endpoint(GetParam().script);
  const auto transport = MakeTransport(PatientOptions(endpoint.url()));
  const Exchange exchange = SendOne(*transport, {});
  ASSERT_TRUE(exchange.response.has_value()) << exchange.failure_detail;
  EXPECT_EQ(exchange.response->status, GetParam().status);
  EXPECT_EQ(exchange.response->body, GetParam().body);
  EXPECT_EQ(exchange.response->headers, GetParam().headers);
  EXPECT_FALSE(transport->Poll());
}

INSTANTIATE_TEST_SUITE_P(
    All, Answers,
    testing::Values(
        AnswerCase{"Plain",
                   Once("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nx-Amzn-RequestId:  a b \r\nX-None:"
                        "\r\n\r\nok"),
                   200,
                   "ok",
                   {{"Content-Length", "2"}, {"x-Amzn-RequestId", "a b"}, {"X-None", ""}}},
        AnswerCase{"SameHeaderTwice",
                   Once("HTTP/1.1 200 OK\r\nA: 1\r\na: 2\r\n\r\n"),
                   200,
                   "",
                   {{"A", "1"}, {"a", "2"}}},
        AnswerCase{"FoldedHeader",
                   Once("HTTP/1.1 200 OK\r\nA: 1\r\n  2\r\n\r\n"),
                   200,
                   "",
                   {{"A", "1 2"}}},
        AnswerCase{
            "EndedByClose", Once("HTTP/1.1 200 OK\r\n\r\nuntil the end"), 200, "until the end", {}},
        AnswerCase{"NoContent", Once("HTTP/1.1 204 No Content\r\n\r\n"), 204, "", {}},
        AnswerCase{"Chunked",
                   Once("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                        "2\r\nab\r\n1;x=y\r\nc\r\n0\r\nTrailer: t\r\n\r\n"),
                   200,
                   "abc",
                   {{"Transfer-Encoding", "chunked"}}},
        AnswerCase{"Redirect",
                   Once("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"),
                   302,
                   "",
                   {{"Location", "/elsewhere"}, {"Content-Length", "0"}}},
        AnswerCase{"InterimResponsesFirst",
                   Once("HTTP/1.1 100 Continue\r\nA: 1\r\n\r\nHTTP/1.1 103 Early Hints\r\nB: 2\r\n"
                        "\r\nHTTP/1.1 400 Bad Request\r\nC: 3\r\nContent-Length: 1\r\n\r\nx"),
                   400,
                   "x",
                   {{"C", "3"}, {"Content-Length", "1"}}},
        AnswerCase{"Unauthorized",
                   Once("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\n"
                        "Content-Length: 0\r\n\r\n"),
                   401,
                   "",
                   {{"WWW-Authenticate", "Basic"}, {"Content-Length", "0"}}},
        AnswerCase{
            "EncodingIsLeftAlone",
            Once("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nnot"),
            200,
            "not",
            {{"Content-Encoding", "gzip"}, {"Content-Length", "3"}}}),
    [](const auto& row) { return row.param.name; });

// ---- What becomes of no answer.

constexpr std::string_view kAnything;

struct FailureCase {
  std::string name;
  HostileEndpoint::Script script;
  TransportFailure failure;
  std::string_view detail = kAnything;  // What is said of it, or a part of that.
};
void PrintTo(const FailureCase& row, std::ostream* out) { *out << row.name; }

constexpr std::size_t kSmallLimit = 100'000;

class Failures : public testing::TestWithParam<FailureCase> {};

TEST_P(Failures, AreTold) {
  HostileEndpoint endpoint(GetParam().script);
  HttpTransportOptions options = GetParam().failure == TransportFailure::kTimeout
                                     ? ShortOptions(endpoint.url())
                                     : PatientOptions(endpoint.url());
  options.response_bytes_max = kSmallLimit;
  const auto transport = MakeTransport(std::move(options));
  // Twice: the second one reuses the handle, and must not be harmed by what the first one left.
  for (int i = 0; i < 2; ++i) {
    const Exchange exchange = SendOne(*transport, {});
    ASSERT_TRUE(exchange.failure.has_value()) << exchange.response->status;
    EXPECT_EQ(ToString(*exchange.failure), ToString(GetParam().failure)) << exchange.failure_detail;
    EXPECT_THAT(exchange.failure_detail, HasSubstr(GetParam().detail));
  }
}

// Sends `begin` once and `more` until the client has enough.
HostileEndpoint::Script Endless(std::string begin, std::string more) {
  return [begin = std::move(begin), more = std::move(more)](const HostileConnection& connection) {
    (void)connection.ReadRequest();
    bool more_wanted = connection.Write(begin);
    while (more_wanted) {
      more_wanted = connection.Write(more);
    }
  };
}

INSTANTIATE_TEST_SUITE_P(
    All, Failures,
    testing::Values(
        FailureCase{"Silence",
                    [](const auto& connection) {
                      (void)connection.ReadRequest();
                      connection.IdleUntilGone();
                    },
                    TransportFailure::kTimeout, kNoAnswerDetail},
        FailureCase{"SilenceAfterTheHead",
                    [](const auto& connection) {
                      (void)connection.ReadRequest();
                      (void)connection.Write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
                      connection.IdleUntilGone();
                    },
                    TransportFailure::kTimeout},
        FailureCase{"HalfAStatusLine",
                    [](const auto& connection) {
                      (void)connection.ReadRequest();
                      (void)connection.Write("HTTP/1.1 20");
                      connection.IdleUntilGone();
                    },
                    TransportFailure::kTimeout, "a part of its first line came"},
        FailureCase{"SlowDrip",
                    [](const auto& connection) {
                      (void)connection.ReadRequest();
                      bool open = connection.Write("HTTP/1.1 200 OK\r\nA: ");
                      while (open && connection.Idle(milliseconds(5))) {
                        open = connection.Write("x");
                      }
                    },
                    TransportFailure::kTimeout},
        FailureCase{"SlowDripOfTheBody",
                    [](const auto& connection) {
                      (void)connection.ReadRequest();
                      bool open =
                          connection.Write("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n");
                      while (open && connection.Idle(milliseconds(5))) {
                        open = connection.Write("x");
                      }
                    },
                    TransportFailure::kTimeout, "bytes came"},
        FailureCase{"InterimResponseOnly",
                    [](const auto& connection) {
                      (void)connection.ReadRequest();
                      (void)connection.Write("HTTP/1.1 100 Continue\r\n\r\n");
                      connection.IdleUntilGone();
                    },
                    TransportFailure::kTimeout},
        FailureCase{"Garbage", Once("\x16\x03\x01 this is not HTTP\r\n\r\n"),
                    TransportFailure::kNotHttp},
        FailureCase{"OldHttp", Once("<html>HTTP/0.9 had no head</html>"),
                    TransportFailure::kNotHttp},
        FailureCase{"ShortGarbage", Once("hi"), TransportFailure::kNotHttp},
        FailureCase{"BrokenChunkSize",
                    Once("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n"),
                    TransportFailure::kNotHttp},
        FailureCase{"BrokenContentLength", Once("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"),
                    TransportFailure::kNotHttp},
        FailureCase{"NothingAtAll", [](const auto& connection) { (void)connection.ReadRequest(); },
                    TransportFailure::kDropped},
        FailureCase{"ClosedWithoutReading", [](const auto&) {}, TransportFailure::kDropped},
        FailureCase{"TruncatedBody",
                    Once("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nnot a hundred"),
                    TransportFailure::kDropped},
        FailureCase{"TruncatedChunks",
                    Once("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"),
                    TransportFailure::kDropped},
        FailureCase{"TruncatedHead", Once("HTTP/1.1 200 OK\r\nContent-Le"),
                    TransportFailure::kDropped},
        FailureCase{"TruncatedStatusLine", Once("HTTP/1."), TransportFailure::kDropped},
        FailureCase{"ResetBeforeTheAnswer",
                    [](const auto& connection) {
                      (void)connection.ReadRequest();
                      connection.ResetOnClose();
                    },
                    TransportFailure::kDropped},
        FailureCase{"ResetInTheMiddle",
                    [](const auto& connection) {
                      (void)connection.ReadRequest();
                      (void)connection.Write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nab");
                      connection.ResetOnClose();
                    },
                    TransportFailure::kDropped},
        FailureCase{"EndlessBody", Endless("HTTP/1.1 200 OK\r\n\r\n", std::string(10'000, 'x')),
                    TransportFailure::kTooLarge, "more than 100000 bytes"},
        FailureCase{
            "EndlessChunks",
            Endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "A\r\n0123456789\r\n"),
            TransportFailure::kTooLarge},
        FailureCase{"EndlessHeaders", Endless("HTTP/1.1 200 OK\r\n", "A: b\r\n"),
                    TransportFailure::kTooLarge},
        FailureCase{"EndlessHeaderLine", Endless("HTTP/1.1 200 OK\r\nA: ", std::string(1000, 'x')),
                    TransportFailure::kTooLarge, "a header line of more than 100 KiB"},
        FailureCase{"EndlessInterimResponses",
                    Endless("", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
                    TransportFailure::kTooLarge},
        FailureCase{"AnnouncedTooLarge", Once("HTTP/1.1 200 OK\r\nContent-Length: 100001\r\n\r\n"),
                    TransportFailure::kTooLarge, "more than 100000 bytes"}),
    [](const auto& row) { return row.param.name; });

TEST(HttpTransport, AnAnswerOfManyValuesIsTooLargeBelowTheLimitOfBytes) {
  HostileEndpoint endpoint(Endless("HTTP/1.1 200 OK\r\n\r\n[", "1,1,[{},"));
  const auto transport = MakeTransport(PatientOptions(endpoint.url()));
  const Exchange exchange = SendOne(*transport, {});
  EXPECT_EQ(exchange.failure, TransportFailure::kTooLarge);
  EXPECT_EQ(exchange.failure_detail, "more than 200000 values of JSON");
}

TEST(HttpTransport, APageOfTwentyThousandValuesIsNotTooLarge) {
  std::string body = "[";
  for (int i = 0; i < 20'000; ++i) {
    body += R"({"value":{"doubleValue":1.5},"quality":"GOOD",)"
            R"("timestamp":{"timeInSeconds":1,"offsetInNanos":0}},)";
  }
  HostileEndpoint endpoint(
      Once(fmt::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{}", body.size(), body)));
  const auto transport = MakeTransport(PatientOptions(endpoint.url()));
  EXPECT_TRUE(SendOne(*transport, {}).response.has_value());
}

TEST(HttpTransport, EndlessHeadersBelowTheLimitOfTheSuiteAreTooLargeToo) {
  HostileEndpoint endpoint(Endless("HTTP/1.1 200 OK\r\n", "A: b\r\n"));
  const auto transport = MakeTransport(PatientOptions(endpoint.url()));
  EXPECT_EQ(SendOne(*transport, {}).failure, TransportFailure::kTooLarge);
}

TEST(HttpTransport, RefusedPortCannotBeConnected) {
  std::string url;
  {
    const HostileEndpoint endpoint([](const auto&) {});
    url = endpoint.url();
  }
  const auto transport = MakeTransport(PatientOptions(url));
  EXPECT_EQ(SendOne(*transport, {}).failure, TransportFailure::kCannotConnect);
}

TEST(HttpTransport, PlainHttpWhereTlsIsExpectedCannotBeConnected) {
  const HostileEndpoint endpoint(Once("HTTP/1.1 400 Bad Request\r\n\r\n"));
  const auto transport = MakeTransport(PatientOptions("https" + endpoint.url().substr(4)));
  EXPECT_EQ(SendOne(*transport, {}).failure, TransportFailure::kCannotConnect);
}

// Not even the answer of a server that says nothing for ten seconds is waited for.
TEST(HttpTransport, AbandonedRequestsFailAndTimersAreDue) {
  const HostileEndpoint endpoint([](const HostileConnection& connection) {
    (void)connection.ReadRequest();
    connection.IdleUntilGone();
  });
  const auto transport = MakeTransport(PatientOptions(endpoint.url()));
  std::vector<Exchange> seen;
  const auto keep = [&seen](Exchange exchange) { seen.push_back(std::move(exchange)); };
  int rung = 0;
  transport->Send({}, keep);
  transport->After(std::chrono::hours(1), [&] { ++rung; });
  (void)transport->Poll();
  const auto abandoned_at = transport->Now();
  transport->Abandon();
  transport->Send({}, keep);
  transport->After(std::chrono::hours(2), [&] { ++rung; });
  while (transport->Poll()) {
  }
  EXPECT_LT(transport->Now() - abandoned_at, std::chrono::seconds(5));
  EXPECT_EQ(rung, 2);
  ASSERT_EQ(seen.size(), 2U);
  for (const Exchange& exchange : seen) {
    EXPECT_EQ(exchange.failure, TransportFailure::kAbandoned);
    EXPECT_EQ(exchange.failure_detail, kAbandonedDetail);
  }
}

}  // namespace
}  // namespace swc::conformance
