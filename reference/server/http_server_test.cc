// What the server answers to any bytes.

#include "reference/server/http_server.h"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <expected>
#include <memory>
#include <ostream>
#include <semaphore>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reference/server/http_server_testing.h"
#include "spec/http_message.h"
#include "spec/text/error.h"

namespace swc::reference {
namespace {

using spec::HttpRequest;
using spec::HttpResponse;
using testing::AllOf;
using testing::ContainsRegex;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

// Sends each byte only when the server has read the one before. Its thread takes what is ready in
// any order, but once two more requests in a row are answered it has been through everything.
void SendByteByByte(std::string_view bytes, const HttpServer& server, const Client& client) {
  Client witness(server);
  for (const char byte : bytes) {
    client.Send({&byte, 1});
    for (int round = 0; round < 2; ++round) {
      witness.Send(Post("/", ""));
      EXPECT_THAT(witness.ReadAnswer(), StartsWith("HTTP/1.1 200 "));
    }
  }
}

class HttpServerTest : public testing::Test {
 protected:
  std::unique_ptr<HttpServer> server_ = StartOrDie(Echo);
  Client client_{*server_};
};

TEST_F(HttpServerTest, PortZeroGivesARealPort) { EXPECT_GT(server_->port(), 0); }

TEST_F(HttpServerTest, RequestReachesTheHandlerVerbatim) {
  client_.Send("PaTcH /a%2Fb?x=%20&y HTTP/1.1\r\nHost: any\r\nA: 1\r\nb:2\r\nA:  3 \r\n\r\n");
  EXPECT_THAT(client_.ReadAnswer(),
              EndsWith("\r\n\r\nPaTcH /a%2Fb?x=%20&y\nHost=any\nA=1\nb=2\nA=3\n"));
}

TEST_F(HttpServerTest, AnswerHasTheHeadersOfTheHandlerThenDateIdAndLength) {
  client_.Send("GET / HTTP/1.1\r\n\r\n");
  EXPECT_THAT(client_.ReadAnswer(),
              AllOf(StartsWith("HTTP/1.1 200 OK\r\nX-Handler: echo\r\nDate: "),
                    ContainsRegex(
                        " GMT\r\nx-amzn-RequestId: [-0-9a-f]+\r\nContent-Length: 6\r\n\r\nGET /\n"),
                    Not(HasSubstr("Server")), Not(HasSubstr("Connection"))));
}

TEST_F(HttpServerTest, ConnectionIsKeptForTheNextRequest) {
  client_.Send(Post("/first", "1"));
  EXPECT_THAT(client_.ReadAnswer(), HasSubstr("POST /first\n"));
  client_.Send(Post("/second", "2"));
  EXPECT_THAT(client_.ReadAnswer(), HasSubstr("POST /second\n"));
}

TEST_F(HttpServerTest, PipelinedRequestsAreAnsweredInOrder) {
  constexpr int kRequests = 200;
  std::string requests;
  for (int i = 0; i < kRequests; ++i) {
    requests += Post(fmt::format("/{}", i), std::string(static_cast<std::size_t>(i) * 10, 'x'));
  }
  client_.Send(requests);
  for (int i = 0; i < kRequests; ++i) {
    EXPECT_THAT(client_.ReadAnswer(), HasSubstr(fmt::format("\r\n\r\nPOST /{}\n", i)));
  }
}

TEST_F(HttpServerTest, RequestsMayArriveByteByByteWithEmptyLinesBetween) {
  SendByteByByte("\r\n" + Post("/a", "body") + "\r\n\r\n" + Post("/b", ""), *server_, client_);
  EXPECT_THAT(client_.ReadAnswer(), EndsWith("POST /a\nHost=x\nContent-Length=4\nbody"));
  EXPECT_THAT(client_.ReadAnswer(), HasSubstr("POST /b\n"));
}

TEST_F(HttpServerTest, ChunkedBodyIsJoinedAndItsTrailerDropped) {
  client_.Send(
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
      "4;name=value\r\nabcd\r\nA\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n" +
      Post("/next", ""));
  EXPECT_THAT(client_.ReadAnswer(),
              EndsWith("\r\n\r\nPOST /\nTransfer-Encoding=chunked\nabcd0123456789"));
  EXPECT_THAT(client_.ReadAnswer(), HasSubstr("POST /next\n"));
}

TEST_F(HttpServerTest, ChunkedBodyMayArriveByteByByte) {
  for (const std::string_view chunks : {"0\r\n\r\n", "1\r\nx\r\n0\r\n\r\n"}) {
    client_.Send("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
    SendByteByByte(chunks, *server_, client_);
    EXPECT_THAT(client_.ReadAnswer(), StartsWith("HTTP/1.1 200 "));
  }
}

TEST_F(HttpServerTest, BodyOfTheGreatestSizeIsAccepted) {
  const std::string body(8 * kMebibyte, 'x');
  client_.Send(Post("/", body));
  EXPECT_THAT(client_.ReadAnswer(), AllOf(StartsWith("HTTP/1.1 200 "), EndsWith(body)));
}

TEST_F(HttpServerTest, ExpectationOfContinueIsAnsweredOnceBeforeTheBody) {
  client_.Send("POST / HTTP/1.1\r\nExpect: 100-Continue\r\nContent-Length: 4\r\n\r\n");
  EXPECT_EQ(client_.ReadThrough("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  SendByteByByte("body", *server_, client_);
  EXPECT_THAT(client_.ReadAnswer(), AllOf(StartsWith("HTTP/1.1 200 "), EndsWith("\nbody")));
}

TEST_F(HttpServerTest, ExpectationWithTheBodyNeedsNoContinue) {
  client_.Send("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\nbody");
  EXPECT_THAT(client_.ReadThrough("\r\n"), StartsWith("HTTP/1.1 200 "));
}

TEST_F(HttpServerTest, HeadGetsTheLengthWithoutTheBody) {
  client_.Send("HEAD / HTTP/1.1\r\n\r\nOPTIONS * HTTP/1.1\r\n\r\n");
  EXPECT_THAT(client_.ReadThrough("\r\n\r\n"), HasSubstr("Content-Length: 7\r\n"));
  EXPECT_THAT(client_.ReadAnswer(), EndsWith("\r\n\r\nOPTIONS *\n"));
}

TEST_F(HttpServerTest, ClientThatAsksToCloseIsClosedAfterTheAnswer) {
  client_.Send("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(client_.ReadAnswer(), HasSubstr("Connection: close\r\n"));
  EXPECT_TRUE(client_.IsAtEnd());
}

TEST_F(HttpServerTest, OldClientIsClosedUnlessItAsksToBeKept) {
  client_.Send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_THAT(client_.ReadAnswer(), HasSubstr("Connection: keep-alive\r\n"));
  client_.Send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_THAT(client_.ReadAnswer(), HasSubstr("Connection: close\r\n"));
  EXPECT_TRUE(client_.IsAtEnd());
}

TEST_F(HttpServerTest, ClientThatEndsSendingStillGetsItsAnswer) {
  client_.Send(Post("/", ""));
  client_.EndSending();
  EXPECT_THAT(client_.ReadAnswer(), StartsWith("HTTP/1.1 200 "));
  EXPECT_TRUE(client_.IsAtEnd());
}

TEST_F(HttpServerTest, RequestCutShortIsRefused) {
  for (const std::string_view part :
       {"hel", "GET / HTTP/1.1\r\nHos", "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nbody"}) {
    Client client(*server_);
    client.Send(part);
    client.EndSending();
    EXPECT_THAT(client.ReadToEnd(), StartsWith("HTTP/1.1 400 "));
  }
}

TEST_F(HttpServerTest, ClientThatVanishesLeavesOthersServed) {
  const std::string request = Post("/", std::string(kMebibyte, 'x'));
  for (const std::size_t sent : {std::size_t{0}, std::size_t{5}, std::size_t{50}, request.size()}) {
    Client vanishing(*server_);
    vanishing.Send(std::string_view(request).substr(0, sent));
    vanishing.CloseAbruptly();
  }
  client_.Send(Post("/alive", ""));
  EXPECT_THAT(client_.ReadAnswer(), HasSubstr("POST /alive\n"));
}

TEST_F(HttpServerTest, BodyTooLargeIsRefusedAlthoughTheClientSendsItAllFirst) {
  client_.Send(Post("/", std::string(9 * kMebibyte, 'x')));
  client_.EndSending();
  EXPECT_THAT(client_.ReadToEnd(), StartsWith("HTTP/1.1 413 "));
}

TEST_F(HttpServerTest, FiftyConnectionsAreServedAtTheSameTime) {
  constexpr int kConnections = 50;
  constexpr int kRounds = 20;
  std::vector<Client> clients;
  clients.reserve(kConnections);
  for (int i = 0; i < kConnections; ++i) {
    clients.emplace_back(*server_);
  }
  for (int round = 0; round < kRounds; ++round) {
    for (std::size_t i = 0; i < clients.size(); ++i) {
      clients[i].Send(Post(fmt::format("/{}/{}", round, i), "x"));
    }
    for (std::size_t i = 0; i < clients.size(); ++i) {
      EXPECT_THAT(clients[i].ReadAnswer(), HasSubstr(fmt::format("POST /{}/{}\n", round, i)));
    }
  }
}

TEST_F(HttpServerTest, ClientsOnThreadsOfTheirOwnAreServed) {
  constexpr int kThreads = 50;
  std::atomic<int> answered = 0;
  std::vector<std::jthread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      Client client(*server_);
      client.Send(Post("/", "x"));
      answered += client.ReadAnswer().starts_with("HTTP/1.1 200 ") ? 1 : 0;
    });
  }
  threads.clear();  // Joins.
  EXPECT_EQ(answered, kThreads);
}

struct RefusalCase {
  std::string name;
  std::string bytes;
  std::string status;
};

void PrintTo(const RefusalCase& refusal, std::ostream* out) { *out << refusal.name; }

class RefusalTest : public HttpServerTest, public testing::WithParamInterface<RefusalCase> {};

TEST_P(RefusalTest, IsAnsweredThenTheConnectionIsClosed) {
  client_.Send(GetParam().bytes);
  const std::string answer = client_.ReadAnswer();
  EXPECT_THAT(answer, AllOf(StartsWith("HTTP/1.1 " + GetParam().status + " "),
                            HasSubstr("Connection: close\r\n"), HasSubstr("{\"message\":\"")));
  client_.EndSending();
  EXPECT_TRUE(client_.IsAtEnd());
}

std::string ManyFields(int count) {
  std::string bytes = "GET / HTTP/1.1\r\n";
  for (int i = 0; i < count; ++i) {
    bytes += "Name: 0123456789\r\n";
  }
  return bytes;
}

INSTANTIATE_TEST_SUITE_P(
    All, RefusalTest,
    testing::Values(
        RefusalCase{"TlsHello", std::string("\x16\x03\x01\x00\xa5", 5), "400"},
        RefusalCase{"WordsWithoutTarget", "hello\r\n", "400"},
        RefusalCase{"BareLineFeeds", "GET / HTTP/1.1\n\n", "400"},
        RefusalCase{"OtherVersion", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400"},
        RefusalCase{"FieldWithoutColon", "GET / HTTP/1.1\r\nHost\r\n\r\n", "400"},
        RefusalCase{"NegativeLength", "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "400"},
        RefusalCase{"TwoLengths",
                    "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "400"},
        RefusalCase{"LengthAndChunked",
                    "POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                    "400"},
        RefusalCase{"UnknownCoding", "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
                    "400"},
        RefusalCase{"BadChunkSize",
                    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n", "400"},
        RefusalCase{"LongTarget", "GET /" + std::string(20000, 'a'), "431"},
        RefusalCase{"LongField", "GET / HTTP/1.1\r\nA: " + std::string(20000, 'a'), "431"},
        RefusalCase{"ManyFieldsWithinOneRead", ManyFields(1200), "431"},
        RefusalCase{"ManyFieldsInManyReads", ManyFields(200000), "431"},
        RefusalCase{
            "EndlessChunkExtension",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1;" + std::string(70000, 'a'),
            "431"},
        RefusalCase{"LongBody", "POST / HTTP/1.1\r\nContent-Length: 8388609\r\n\r\n", "413"},
        RefusalCase{"LongBodyThatAsksFirst",
                    "POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 8388609\r\n\r\n",
                    "413"},
        RefusalCase{"LongChunk", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n800001\r\n",
                    "413"}),
    [](const testing::TestParamInfo<RefusalCase>& row) { return row.param.name; });

TEST(HttpServerHandlerTest, GarbageInPiecesIsRefusedWithoutWaitingForMore) {
  const auto server = StartOrDie(Echo);
  Client client(*server);
  SendByteByByte("hello world, this is no request\n", *server, client);
  EXPECT_THAT(client.ReadAnswer(), StartsWith("HTTP/1.1 400 Bad Request\r\n"));
}

TEST(HttpServerHandlerTest, ExceptionBecomesA500AndTheConnectionStays) {
  const auto server = StartOrDie([](const HttpRequest& request) -> HttpResponse {
    if (request.target == "/throw") {
      throw std::runtime_error("a \"reason\"");
    }
    return {.status = 200};
  });
  Client client(*server);
  client.Send("GET /throw HTTP/1.1\r\n\r\n");
  EXPECT_THAT(client.ReadAnswer(),
              AllOf(StartsWith("HTTP/1.1 500 Internal Server Error\r\n"),
                    EndsWith("{\"message\":\"the handler failed: a  reason \"}")));
  client.Send("GET / HTTP/1.1\r\n\r\n");
  EXPECT_THAT(client.ReadAnswer(), StartsWith("HTTP/1.1 200 "));
}

TEST(HttpServerHandlerTest, StatusThatIsNoFinalAnswerBecomesA500) {
  for (const int status : {0, 100, 1000}) {
    const auto server =
        StartOrDie([=](const HttpRequest&) { return HttpResponse{status, {}, ""}; });
    Client client(*server);
    client.Send("GET / HTTP/1.1\r\n\r\n");
    EXPECT_THAT(client.ReadAnswer(), StartsWith("HTTP/1.1 500 "));
  }
}

TEST(HttpServerHandlerTest, DateAndRepeatedHeadersOfTheHandlerWin) {
  const auto server = StartOrDie([](const HttpRequest&) {
    return HttpResponse{
        .status = 299,
        .headers = {{"date", "then"}, {"B", "2"}, {"a", "1"}, {"B", ""}, {"X-Amzn-Requestid", "7"}},
        .body = "x"};
  });
  Client client(*server);
  client.Send("GET / HTTP/1.1\r\n\r\n");
  EXPECT_THAT(client.ReadAnswer(),
              AllOf(StartsWith("HTTP/1.1 299 "),
                    EndsWith("\r\ndate: then\r\nB: 2\r\na: 1\r\nB: \r\nX-Amzn-Requestid: 7\r\n"
                             "Content-Length: 1\r\n\r\nx")));
}

TEST(HttpServerHandlerTest, NoTwoAnswersHaveTheSameRequestId) {
  constexpr std::string_view kName = "x-amzn-RequestId: ";
  constexpr std::size_t kSize = 36;
  const auto server = StartOrDie(Echo);
  std::set<std::string> ids;
  for (int i = 0; i < 3; ++i) {
    Client client(*server);
    client.Send("GET / HTTP/1.1\r\n\r\ngarbage\r\n");
    for (int answer = 0; answer < 2; ++answer) {
      const std::string bytes = client.ReadAnswer();
      ASSERT_THAT(bytes, HasSubstr(kName));
      ids.insert(bytes.substr(bytes.find(kName) + kName.size(), kSize));
    }
  }
  EXPECT_EQ(ids.size(), 6U);
}

TEST(HttpServerHandlerTest, WhoeverAsksAProxyIsAnsweredByTheServer) {
  const auto server = StartOrDie(Echo);
  Client client(*server);
  client.Send(
      "POST http://data.sitewise.test/properties?a=b HTTP/1.1\r\nHost: proxy\r\n"
      "Content-Length: 1\r\n\r\nx");
  EXPECT_THAT(client.ReadAnswer(), EndsWith("\r\n\r\nPOST /properties?a=b\n"
                                            "Host=data.sitewise.test\nContent-Length=1\nx"));
}

TEST(HttpServerHandlerTest, NoTunnelIsOpened) {
  const auto server = StartOrDie(Echo);
  Client client(*server);
  client.Send("CONNECT sitewise.test:443 HTTP/1.1\r\nHost: sitewise.test:443\r\n\r\n");
  EXPECT_THAT(client.ReadAnswer(), AllOf(StartsWith("HTTP/1.1 501 "), HasSubstr("http://")));
  client.EndSending();
  EXPECT_TRUE(client.IsAtEnd());
}

TEST(HttpServerHandlerTest, OthersAreReadAndRefusedWhileTheHandlerIsBusy) {
  std::binary_semaphore begun(0);
  std::binary_semaphore end(0);
  const auto server = StartOrDie([&](const HttpRequest& request) {
    begun.release();
    end.acquire();
    return Echo(request);
  });
  Client busy(*server);
  busy.Send(Post("/", ""));
  begun.acquire();
  Client other(*server);
  other.Send("garbage\r\n");
  EXPECT_THAT(other.ReadAnswer(), StartsWith("HTTP/1.1 400 "));
  end.release();
  EXPECT_THAT(busy.ReadAnswer(), StartsWith("HTTP/1.1 200 "));
}

TEST(HttpServerHandlerTest, NoContentHasNeitherBodyNorLength) {
  const auto server =
      StartOrDie([](const HttpRequest&) { return HttpResponse{204, {}, "dropped"}; });
  Client client(*server);
  client.Send("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(client.ReadToEnd(), AllOf(StartsWith("HTTP/1.1 204 No Content\r\nDate: "),
                                        EndsWith("0000000001\r\nConnection: close\r\n\r\n")));
}

TEST(HttpServerHandlerTest, LengthThatTheHandlerMisstatesIsSentAndCostsTheConnection) {
  const auto server = StartOrDie(
      [](const HttpRequest&) { return HttpResponse{200, {{"Content-Length", "9"}}, "short"}; });
  Client client(*server);
  client.Send("GET / HTTP/1.1\r\n\r\n");
  client.EndSending();
  EXPECT_THAT(client.ReadToEnd(),
              AllOf(HasSubstr("Content-Length: 9\r\n"), EndsWith("\r\n\r\nshort"),
                    Not(HasSubstr("Content-Length: 5"))));
}

TEST(HttpServerHandlerTest, AnswerLargerThanAnySocketBufferArrivesWhole) {
  const std::string body(32 * kMebibyte, 'y');
  const auto server = StartOrDie([&](const HttpRequest&) { return HttpResponse{200, {}, body}; });
  Client client(*server);
  client.Send("GET / HTTP/1.1\r\n\r\n");
  EXPECT_TRUE(client.ReadAnswer().ends_with("\r\n\r\n" + body));
}

TEST(HttpServerStartTest, PortInUseIsANetworkErrorThatNamesIt) {
  const auto server = StartOrDie(Echo);
  const auto second = HttpServer::Start({.port = server->port()}, Echo);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().kind, spec::ErrorKind::kNetwork);
  EXPECT_THAT(second.error().message,
              HasSubstr(fmt::format("127.0.0.1 port {}: Address already in use", server->port())));
}

TEST(HttpServerStartTest, AddressOfAnotherMachineIsANetworkError) {
  const auto server = HttpServer::Start({.address = "192.0.2.1"}, Echo);
  ASSERT_FALSE(server.has_value());
  EXPECT_EQ(server.error().kind, spec::ErrorKind::kNetwork);
  EXPECT_THAT(server.error().message, HasSubstr("192.0.2.1 port 0: "));
}

TEST(HttpServerStartTest, AddressThatIsNoneIsAUsageErrorThatNamesIt) {
  const auto server = HttpServer::Start({.address = "nowhere:1"}, Echo);
  ASSERT_FALSE(server.has_value());
  EXPECT_EQ(server.error().kind, spec::ErrorKind::kUsage);
  EXPECT_THAT(server.error().message, HasSubstr("'nowhere:1'"));
}

TEST(HttpServerStartTest, LatencyOutsideItsRangeIsAUsageError) {
  for (const auto latency : {std::chrono::milliseconds(-1), std::chrono::milliseconds::max()}) {
    const auto server = HttpServer::Start({.latency = latency}, Echo);
    ASSERT_FALSE(server.has_value());
    EXPECT_EQ(server.error().kind, spec::ErrorKind::kUsage);
  }
}

}  // namespace
}  // namespace swc::reference
