#include "fuzz/oracles/answer_to_exception.h"

#include <stdexcept>
#include <typeinfo>

#include <gtest/gtest.h>

#include "conformance/judge/transient_answer.h"
#include "spec/http_message.h"

namespace swc::fuzz {
namespace {

TEST(AnswerToExceptionTest, AllOfItIsTold) {
  const spec::HttpResponse answer =
      AnswerToException(typeid(std::out_of_range).name(), "key 'a' not found");
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(
      answer.body,
      R"({"__type":"std.out_of_range","message":"key not found","thrown":"key 'a' not found"})");
}

TEST(AnswerToExceptionTest, ExceptionsAreToldApartByTypeAndWordsNotByTheInput) {
  const auto kind = [](const char* type, const char* what) {
    return conformance::KindOfServerError(AnswerToException(type, what));
  };
  const char* const range = typeid(std::out_of_range).name();
  EXPECT_EQ(kind(range, "key 'a' not found"), kind(range, "key 'another' not found"));
  EXPECT_EQ(kind(range, "3 of 5"), kind(range, "17 of 18"));
  EXPECT_NE(kind(range, "stoi"), kind(range, "stod"));
  EXPECT_NE(kind(range, "stoi"), kind(typeid(std::invalid_argument).name(), "stoi"));
}

TEST(AnswerToExceptionTest, AnythingMayBeThrown) {
  EXPECT_EQ(AnswerToException(typeid(int).name(), "").body,
            R"({"__type":"int","message":"","thrown":""})");
  EXPECT_EQ(AnswerToException("", "").body, R"({"__type":"exception","message":"","thrown":""})");
  EXPECT_NE(AnswerToException("", "\xff").body.find("\xef\xbf\xbd"), std::string::npos);
  EXPECT_NE(AnswerToException("", "it's odd").body.find(R"("message":"it's odd")"),
            std::string::npos);
}

}  // namespace
}  // namespace swc::fuzz
