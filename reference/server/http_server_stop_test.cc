// How the server ends: at once, or when what is under way is answered.

#include <chrono>
#include <cstdint>
#include <semaphore>
#include <string>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reference/server/http_server.h"
#include "reference/server/http_server_testing.h"
#include "spec/http_message.h"

namespace swc::reference {
namespace {

using spec::HttpRequest;
using spec::HttpResponse;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

TEST(HttpServerLatencyTest, EveryAnswerOfAPipelineArrives) {
  const auto server = StartOrDie(Echo, {.latency = std::chrono::milliseconds(1)});
  Client client(*server);
  client.Send(Post("/1", "") + Post("/2", "") + Post("/3", ""));
  EXPECT_THAT(client.ReadAnswer(), HasSubstr("POST /1\n"));
  EXPECT_THAT(client.ReadAnswer(), HasSubstr("POST /2\n"));
  EXPECT_THAT(client.ReadAnswer(), HasSubstr("POST /3\n"));
}

// With an answer held for an hour, the others are handled and the server stops at once.
TEST(HttpServerLatencyTest, HeldAnswersBlockNeitherOthersNorTheDestructor) {
  std::counting_semaphore<> handled(0);
  auto server = StartOrDie(
      [&](const HttpRequest& request) {
        handled.release();
        return Echo(request);
      },
      {.latency = std::chrono::hours(1)});
  Client first(*server);
  Client second(*server);
  first.Send(Post("/", ""));
  handled.acquire();
  second.Send(Post("/", ""));
  handled.acquire();
  server.reset();
  EXPECT_THAT(first.ReadToEnd(), IsEmpty());
  EXPECT_THAT(second.ReadToEnd(), IsEmpty());
}

// One is being worked on, one waits for its turn, one is half sent, one rests.
TEST(HttpServerFinishTest, WhatIsUnderWayIsAnsweredAndNothingElse) {
  std::counting_semaphore<> begun(0);
  std::counting_semaphore<> end(0);
  const std::string large(4 * kMebibyte, 'y');
  auto server = StartOrDie([&](const HttpRequest&) {
    begun.release();
    end.acquire();
    return HttpResponse{200, {}, large};
  });
  Client worked_on(*server);
  Client waiting(*server);
  Client half(*server);
  Client resting(*server);
  worked_on.Send(Post("/", ""));
  begun.acquire();
  waiting.Send(Post("/", ""));
  half.Send("POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nbo");
  Client witness(*server);  // When it is refused, what came before is known to the server.
  witness.Send("garbage\r\n");
  EXPECT_THAT(witness.ReadAnswer(), StartsWith("HTTP/1.1 400 "));
  std::jthread finishing([&] { EXPECT_TRUE(server->Finish(std::chrono::seconds(20))); });
  EXPECT_TRUE(resting.IsAtEnd());
  half.Send("dy");
  end.release(3);
  for (Client* client : {&worked_on, &waiting, &half}) {
    EXPECT_THAT(client->ReadAnswer(),
                AllOf(HasSubstr("\r\nConnection: close\r\n"), EndsWith("\r\n\r\n" + large)));
  }
}

TEST(HttpServerFinishTest, HeldAnswersAreSentAtOnce) {
  std::binary_semaphore handled(0);
  auto server = StartOrDie(
      [&](const HttpRequest& request) {
        handled.release();
        return Echo(request);
      },
      {.latency = std::chrono::hours(1)});
  Client client(*server);
  client.Send(Post("/", ""));
  handled.acquire();
  EXPECT_TRUE(server->Finish(std::chrono::seconds(20)));
  EXPECT_THAT(client.ReadAnswer(), StartsWith("HTTP/1.1 200 "));
}

TEST(HttpServerFinishTest, AHandlerThatDoesNotEndIsNotWaitedFor) {
  std::binary_semaphore begun(0);
  std::binary_semaphore end(0);
  auto server = StartOrDie([&](const HttpRequest& request) {
    begun.release();
    end.acquire();
    return Echo(request);
  });
  Client client(*server);
  client.Send(Post("/", ""));
  begun.acquire();
  EXPECT_FALSE(server->Finish(std::chrono::milliseconds(20)));
  end.release();
}

TEST(HttpServerStopTest, DestructorEndsConnectionsInEveryState) {
  auto server = StartOrDie(Echo);
  Client idle(*server);
  Client asking(*server);
  Client refused(*server);
  Client deaf(*server);
  Client served(*server);
  asking.Send("POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nbody");
  refused.Send("garbage\r\n");
  EXPECT_THAT(refused.ReadAnswer(), StartsWith("HTTP/1.1 400 "));
  deaf.Send(Post("/", std::string(8 * kMebibyte, 'x')));
  served.Send(Post("/", ""));
  EXPECT_THAT(served.ReadAnswer(), StartsWith("HTTP/1.1 200 "));
  server.reset();
  EXPECT_THAT(idle.ReadToEnd(), IsEmpty());
  EXPECT_THAT(asking.ReadToEnd(), IsEmpty());
  EXPECT_THAT(served.ReadToEnd(), IsEmpty());
}

TEST(HttpServerStopTest, StartingAndStoppingLeavesThePortFree) {
  auto server = StartOrDie(Echo);
  const std::uint16_t port = server->port();
  for (int i = 0; i < 20; ++i) {
    Client client(*server);
    client.Send(Post("/", ""));
    EXPECT_THAT(client.ReadAnswer(), StartsWith("HTTP/1.1 200 "));
    server.reset();
    server = StartOrDie(Echo, {.port = port});
  }
}

}  // namespace
}  // namespace swc::reference
