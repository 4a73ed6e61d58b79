#include "conformance/net/http_transport.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/net/hostile_endpoint_testing.h"
#include "conformance/net/http_transport_testing.h"
#include "conformance/net/sigv4.h"
#include "conformance/net/task.h"
#include "conformance/net/transport.h"
#include "spec/http_message.h"
#include "spec/text/error.h"

namespace swc::conformance {
namespace {

using std::chrono::milliseconds;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// ---- What goes over the wire.

struct WireCase {
  std::string name;
  spec::HttpRequest request;
  std::string wire;  // "HOST" stands for host and port.
};
void PrintTo(const WireCase& row, std::ostream* out) { *out << row.name; }

// Answers each request with itself.
void EchoWire(const HostileConnection& connection) {
  while (const std::optional<std::string> wire = connection.ReadRequest()) {
    const bool is_head = wire->starts_with("HEAD ");
    (void)connection.Write("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(wire->size()) +
                           "\r\n\r\n" + (is_head ? "" : *wire));
  }
}

std::string WireOf(Transport& transport, const HostileEndpoint& endpoint,
                   const spec::HttpRequest& request) {
  const Exchange exchange = SendOne(transport, request);
  EXPECT_TRUE(exchange.response.has_value()) << exchange.failure_detail;
  EXPECT_EQ(exchange.request.target, request.target);
  EXPECT_EQ(exchange.request.headers, request.headers);
  EXPECT_EQ(exchange.request.body, request.body);
  std::string wire = exchange.response ? exchange.response->body : "";
  const std::string host = endpoint.url().substr(std::string_view("http://").size());
  if (const std::size_t found = wire.find(host); found != std::string::npos) {
    wire.replace(found, host.size(), "HOST");
  }
  return wire;
}

constexpr const char* kAgent = "User-Agent: sitewise-conformance/0.1\r\n";

std::vector<WireCase> WireCases() {
  const std::string host_and_agent = std::string("Host: HOST\r\n") + kAgent;
  return {
      {"PostWithoutContentType",
       {.method = "POST", .target = "/properties", .headers = {}, .body = "{}"},
       "POST /properties HTTP/1.1\r\n" + host_and_agent + "Content-Length: 2\r\n\r\n{}"},
      {"PostWithHeaders",
       {.method = "POST",
        .target = "/p",
        .headers = {{"content-type", "a/b"}, {"X-Empty", ""}, {"X-Same", "1"}, {"X-Same", "2"}},
        .body = "x"},
       "POST /p HTTP/1.1\r\n" + host_and_agent +
           "content-type: a/b\r\nX-Empty:\r\nX-Same: 1\r\nX-Same: 2\r\nContent-Length: 1\r\n\r\nx"},
      {"PostWithoutBody",
       {.method = "POST", .target = "/p", .headers = {}, .body = ""},
       "POST /p HTTP/1.1\r\n" + host_and_agent + "Content-Length: 0\r\n\r\n"},
      {"PutWithoutBody",
       {.method = "PUT", .target = "/p", .headers = {}, .body = ""},
       "PUT /p HTTP/1.1\r\n" + host_and_agent + "Content-Length: 0\r\n\r\n"},
      {"Get",
       {.method = "GET", .target = "/p", .headers = {}, .body = ""},
       "GET /p HTTP/1.1\r\n" + host_and_agent + "\r\n"},
      {"GetWithBody",
       {.method = "GET", .target = "/p", .headers = {}, .body = "x"},
       "GET /p HTTP/1.1\r\n" + host_and_agent + "Content-Length: 1\r\n\r\nx"},
      {"UnheardOfMethod",
       {.method = "FROB", .target = "/p", .headers = {}, .body = ""},
       "FROB /p HTTP/1.1\r\n" + host_and_agent + "\r\n"},
      {"TargetGoesOutVerbatim",
       {.method = "GET",
        .target = "/a/../b/./%2f%zz//c?x=%20&y={}|\"&z#not-a-fragment",
        .headers = {},
        .body = ""},
       "GET /a/../b/./%2f%zz//c?x=%20&y={}|\"&z#not-a-fragment HTTP/1.1\r\n" + host_and_agent +
           "\r\n"},
      {"OwnHostAcceptAndAgent",
       {.method = "GET",
        .target = "/",
        .headers = {{"Host", "data.iotsitewise.test"}, {"Accept", "*/*"}, {"User-Agent", "me"}},
        .body = ""},
       "GET / HTTP/1.1\r\nHost: data.iotsitewise.test\r\nAccept: */*\r\nUser-Agent: me\r\n\r\n"},
      {"BodyMayHoldNul",
       {.method = "POST", .target = "/p", .headers = {}, .body = std::string("a\0b", 3)},
       "POST /p HTTP/1.1\r\n" + host_and_agent + "Content-Length: 3\r\n\r\n" +
           std::string("a\0b", 3)},
      {"LargeBodyIsSentWithoutExpect",
       {.method = "POST", .target = "/p", .headers = {}, .body = std::string(1 << 20, 'x')},
       "POST /p HTTP/1.1\r\n" + host_and_agent + "Content-Length: 1048576\r\n\r\n" +
           std::string(1 << 20, 'x')},
  };
}

class Wire : public testing::TestWithParam<WireCase> {};

TEST_P(Wire, CarriesTheRequestAndNothingElse) {
  const HostileEndpoint endpoint(EchoWire);
  const auto transport = MakeTransport(PatientOptions(endpoint.url()));
  EXPECT_EQ(WireOf(*transport, endpoint, GetParam().request), GetParam().wire);
}

INSTANTIATE_TEST_SUITE_P(All, Wire, testing::ValuesIn(WireCases()),
                         [](const auto& row) { return row.param.name; });

TEST(HttpTransport, OneHandleSendsRequestsOfAllKindsInAnyOrder) {
  HostileEndpoint endpoint(EchoWire);
  HttpTransportOptions options = PatientOptions(endpoint.url());
  options.connections_max = 1;
  const auto transport = MakeTransport(std::move(options));
  const std::vector<WireCase> cases = WireCases();
  for (const WireCase& first : cases) {
    for (const WireCase& second : cases) {
      EXPECT_EQ(WireOf(*transport, endpoint, first.request), first.wire) << first.name;
      spec::HttpRequest head;
      head.method = "HEAD";
      EXPECT_EQ(WireOf(*transport, endpoint, head), "");
      EXPECT_EQ(WireOf(*transport, endpoint, second.request), second.wire) << second.name;
    }
  }
  EXPECT_EQ(endpoint.connection_count(), 1);
}

TEST(HttpTransport, HeadMayHaveABody) {
  const HostileEndpoint endpoint(EchoWire);
  const auto transport = MakeTransport(PatientOptions(endpoint.url()));
  spec::HttpRequest request;
  request.method = "HEAD";
  request.body = "xyz";
  const Exchange exchange = SendOne(*transport, request);
  ASSERT_TRUE(exchange.response.has_value()) << exchange.failure_detail;
  EXPECT_EQ(exchange.response->status, 200);
}

TEST(HttpTransport, PathOfTheEndpointComesBeforeTheTarget) {
  const HostileEndpoint endpoint(EchoWire);
  const auto transport = MakeTransport(PatientOptions(endpoint.url() + "/site/wise/"));
  EXPECT_THAT(WireOf(*transport, endpoint, {}), StartsWith("POST /site/wise/properties HTTP/1.1"));
}

TEST(HttpTransport, SignsRequestsThatBringNoAuthorization) {
  const HostileEndpoint endpoint(EchoWire);
  HttpTransportOptions options = PatientOptions(endpoint.url());
  Signer signer;
  signer.credentials.access_key_id = "AKIDEXAMPLE";
  signer.credentials.secret_access_key = "very secret";
  signer.credentials.session_token = "token";
  signer.region = "us-east-1";
  options.signer = signer;
  const auto transport = MakeTransport(std::move(options));
  const std::string signed_wire = WireOf(*transport, endpoint, {});
  EXPECT_THAT(signed_wire, HasSubstr("Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/"));
  EXPECT_THAT(signed_wire, HasSubstr("/us-east-1/iotsitewise/aws4_request, "
                                     "SignedHeaders=host;x-amz-date;x-amz-security-token, "));
  EXPECT_THAT(signed_wire, HasSubstr("X-Amz-Security-Token: token\r\n"));
  EXPECT_THAT(signed_wire, Not(HasSubstr("very secret")));
  spec::HttpRequest forged;
  forged.headers = {{"authorization", "forged"}};
  EXPECT_THAT(WireOf(*transport, endpoint, forged), Not(HasSubstr("AWS4-HMAC-SHA256")));
}

TEST(HttpTransport, AddsHeadersThatTheRequestDoesNotBringAndDoesNotShowThem) {
  const HostileEndpoint endpoint(EchoWire);
  HttpTransportOptions options = PatientOptions(endpoint.url());
  options.headers = {{"x-api-key", "s3cret"}, {"x-tenant", "t"}};
  const auto transport = MakeTransport(std::move(options));
  EXPECT_THAT(WireOf(*transport, endpoint, {}),
              AllOf(HasSubstr("\r\nx-api-key: s3cret\r\n"), HasSubstr("\r\nx-tenant: t\r\n")));
  spec::HttpRequest own;
  own.headers = {{"X-Api-Key", "own"}};
  EXPECT_THAT(WireOf(*transport, endpoint, own),
              AllOf(HasSubstr("X-Api-Key: own\r\n"), Not(HasSubstr("s3cret")),
                    HasSubstr("x-tenant: t\r\n")));
  EXPECT_FALSE(spec::FindHeader(SendOne(*transport, {}).request.headers, "x-api-key"));
}

TEST(HttpTransport, AServerWithoutTlsIsNotOneThatNobodyRuns) {
  const HostileEndpoint endpoint(
      [](const HostileConnection& connection) { (void)connection.Write(kOk); });
  const auto transport =
      MakeTransport(PatientOptions("https" + endpoint.url().substr(std::string("http").size())));
  const Exchange exchange = SendOne(*transport, {});
  EXPECT_EQ(exchange.failure, TransportFailure::kNoTls);
  EXPECT_THAT(exchange.failure_detail, HasSubstr("does it speak http instead of https?"));
}

// ---- Connections.

TEST(HttpTransport, KeepsConnectionsAlive) {
  HostileEndpoint endpoint(Always(kOk));
  const auto transport = MakeTransport(PatientOptions(endpoint.url()));
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(SendOne(*transport, {}).response->body, "ok");
  }
  EXPECT_EQ(endpoint.connection_count(), 1);
}

TEST(HttpTransport, ServerThatClosesBetweenRequestsIsNeverADrop) {
  // Promises to keep the connection, and closes it at once or only when the next request is in.
  HostileEndpoint endpoint([](const HostileConnection& connection) {
    (void)connection.ReadRequest();
    (void)connection.Write(kOk);
    if (connection.index() % 3 == 1) {
      (void)connection.ReadRequest();
    } else if (connection.index() % 3 == 2) {
      connection.IdleUntilGone();
      connection.ResetOnClose();
    }
  });
  const auto transport = MakeTransport(PatientOptions(endpoint.url()));
  for (int i = 0; i < 100; ++i) {
    const Exchange exchange = SendOne(*transport, {});
    ASSERT_TRUE(exchange.response.has_value()) << exchange.failure_detail;
  }
}

Task<void> SendAndCount(Transport& transport, int& answered) {
  spec::HttpRequest request;
  const Exchange exchange = co_await SendRequest(transport, std::move(request));
  EXPECT_TRUE(exchange.response.has_value()) << exchange.failure_detail;
  answered += exchange.response ? 1 : 0;
}

TEST(HttpTransport, ManyStaleConnectionsAtOnceAreNotADropEither) {
  constexpr int kConnections = 32;
  // All connections take a second request and drop it.
  HostileEndpoint endpoint([](const HostileConnection& connection) {
    (void)connection.ReadRequest();
    (void)connection.Write(kOk);
    (void)connection.ReadRequest();
  });
  const auto transport = MakeTransport(PatientOptions(endpoint.url()));
  int answered = 0;
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < kConnections; ++i) {
      Spawn(SendAndCount(*transport, answered));
    }
    while (transport->Poll()) {
    }
  }
  EXPECT_EQ(answered, 3 * kConnections);
}

TEST(HttpTransport, ThousandRequestsShareTheConnections) {
  constexpr int kRequests = 1000;
  constexpr int kConnections = 16;
  HostileEndpoint endpoint(Always(kOk));
  HttpTransportOptions options = PatientOptions(endpoint.url());
  options.connections_max = kConnections;
  const auto transport = MakeTransport(std::move(options));
  int answered = 0;
  for (int i = 0; i < kRequests; ++i) {
    Spawn(SendAndCount(*transport, answered));
  }
  while (transport->Poll()) {
  }
  EXPECT_EQ(answered, kRequests);
  EXPECT_LE(endpoint.connection_count(), kConnections);
}

TEST(HttpTransport, ThousandConnectionsAtOnceWork) {
  constexpr int kRequests = 1000;
  HostileEndpoint endpoint(Once(kOk));
  HttpTransportOptions options = PatientOptions(endpoint.url());
  options.connections_max = 250;
  const auto transport = MakeTransport(std::move(options));
  int answered = 0;
  for (int i = 0; i < kRequests; ++i) {
    Spawn(SendAndCount(*transport, answered));
  }
  while (transport->Poll()) {
  }
  EXPECT_EQ(answered, kRequests);
}

TEST(HttpTransport, OneConnectionSendsInOrder) {
  const HostileEndpoint endpoint(EchoWire);
  HttpTransportOptions options = PatientOptions(endpoint.url());
  options.connections_max = 1;
  const auto transport = MakeTransport(std::move(options));
  std::vector<std::string> seen;
  for (const char* target : {"/a", "/b", "/c"}) {
    spec::HttpRequest request;
    request.target = target;
    transport->Send(std::move(request), [&seen](Exchange exchange) {
      seen.push_back(exchange.response->body.substr(0, 7));
    });
  }
  while (transport->Poll()) {
  }
  EXPECT_THAT(seen, ElementsAre("POST /a", "POST /b", "POST /c"));
}

TEST(HttpTransport, DestroyedWithRequestsUnderWayCallsNobody) {
  const HostileEndpoint endpoint([](const auto& connection) {
    (void)connection.ReadRequest();
    connection.IdleUntilGone();
  });
  auto transport = MakeTransport(PatientOptions(endpoint.url()));
  bool called = false;
  for (int i = 0; i < 100; ++i) {
    transport->Send({}, [&called](const Exchange&) { called = true; });
  }
  transport->After(milliseconds(0), [] {});
  EXPECT_TRUE(transport->Poll());
  transport.reset();
  EXPECT_FALSE(called);
}

// ---- Timers and clocks.

TEST(HttpTransport, TimersRingInOrderAndNotEarly) {
  const auto transport = MakeTransport(PatientOptions("http://127.0.0.1:1"));
  const Transport::Clock start = transport->Now();
  std::vector<int> seen;
  transport->After(milliseconds(20), [&] {
    seen.push_back(2);
    EXPECT_GE(transport->Now() - start, milliseconds(20));
  });
  transport->After(milliseconds(-1), [&] { seen.push_back(1); });
  while (transport->Poll()) {
  }
  EXPECT_THAT(seen, ElementsAre(1, 2));
}

TEST(HttpTransport, TimerRingsWhileARequestIsUnderWay) {
  const HostileEndpoint endpoint([](const auto& connection) {
    (void)connection.ReadRequest();
    connection.IdleUntilGone();
  });
  const auto transport = MakeTransport(ShortOptions(endpoint.url()));
  std::vector<std::string> seen;
  transport->Send({}, [&](const Exchange&) { seen.emplace_back("timeout"); });
  transport->After(milliseconds(10), [&] { seen.emplace_back("timer"); });
  while (transport->Poll()) {
  }
  EXPECT_THAT(seen, ElementsAre("timer", "timeout"));
}

// ---- Endpoints.

struct BadEndpoint {
  std::string name;
  std::string url;
  std::string message;
};
void PrintTo(const BadEndpoint& row, std::ostream* out) { *out << row.name; }

class BadEndpoints : public testing::TestWithParam<BadEndpoint> {};

TEST_P(BadEndpoints, AreInputErrors) {
  const auto transport = HttpTransport::Create(PatientOptions(GetParam().url));
  ASSERT_FALSE(transport.has_value());
  EXPECT_EQ(transport.error().kind, spec::ErrorKind::kInput);
  EXPECT_THAT(transport.error().message, HasSubstr(GetParam().message));
  EXPECT_THAT(transport.error().message, Not(HasSubstr("secret")));
}

INSTANTIATE_TEST_SUITE_P(
    All, BadEndpoints,
    testing::Values(BadEndpoint{"Empty", "", "endpoint \"\""},
                    BadEndpoint{"NoScheme", "127.0.0.1:9000", "127.0.0.1:9000"},
                    BadEndpoint{"NoHost", "http://", "http://"},
                    BadEndpoint{"BadPort", "http://h:99999", "http://h:99999"},
                    BadEndpoint{"Blank", "http://a b", "http://a b"},
                    BadEndpoint{"Ftp", "ftp://127.0.0.1", "the scheme is ftp"},
                    BadEndpoint{"UnknownScheme", "gopher2://h", "the scheme is gopher2"},
                    BadEndpoint{"File", "file:///etc/passwd", "the scheme is file"},
                    BadEndpoint{"Query", "http://h/?a=b", "query"},
                    BadEndpoint{"Fragment", "http://h/#a", "fragment"},
                    BadEndpoint{"Password", "http://me:secret@h/", "must not name a user"}),
    [](const auto& row) { return row.param.name; });

TEST(HttpTransport, AcceptsUsualEndpoints) {
  for (const char* url : {"http://127.0.0.1:9000", "http://127.0.0.1:9000/", "HTTP://localhost",
                          "https://iotsitewise.us-east-1.amazonaws.com/a/b", "http://[::1]:80"}) {
    EXPECT_TRUE(HttpTransport::Create(PatientOptions(url)).has_value()) << url;
  }
}

}  // namespace
}  // namespace swc::conformance
