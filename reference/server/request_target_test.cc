#include "reference/server/request_target.h"

#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "spec/http_message.h"

namespace swc::reference {
namespace {

using testing::ElementsAre;
using testing::Pair;

struct TargetRow {
  std::string_view method;
  std::string_view sent;
  std::string_view target;
  std::string_view host;
};

TEST(ToOriginFormTest, AbsoluteFormNamesTargetAndHost) {
  for (const TargetRow& row : {
           TargetRow{"POST", "http://data.sitewise.test/properties", "/properties",
                     "data.sitewise.test"},
           TargetRow{"GET", "HTTP://h:9000/properties/latest?a=b%2Fc", "/properties/latest?a=b%2Fc",
                     "h:9000"},
           TargetRow{"GET", "https://user@[::1]:1/x", "/x", "[::1]:1"},
           TargetRow{"GET", "http://h", "/", "h"},
           TargetRow{"GET", "http://h?a=/b", "/?a=/b", "h"},
           TargetRow{"OPTIONS", "http://h", "*", "h"},
       }) {
    spec::HttpRequest request{.method = std::string(row.method),
                              .target = std::string(row.sent),
                              .headers = {{"A", "1"}, {"host", "proxy:9000"}}};
    ToOriginForm(request);
    EXPECT_EQ(request.target, row.target) << row.sent;
    EXPECT_THAT(request.headers, ElementsAre(Pair("Host", row.host), Pair("A", "1"))) << row.sent;
  }
}

TEST(ToOriginFormTest, OtherFormsStayAsTheyAre) {
  for (const std::string_view target :
       {"/properties?x=http://h/", "*", "h:443", "http:/h/x", "http:///x", "ftp://h/x", ""}) {
    spec::HttpRequest request{.target = std::string(target), .headers = {{"Host", "here"}}};
    ToOriginForm(request);
    EXPECT_EQ(request.target, target);
    EXPECT_THAT(request.headers, ElementsAre(Pair("Host", "here")));
  }
}

}  // namespace
}  // namespace swc::reference
