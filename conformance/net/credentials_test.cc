#include "conformance/net/credentials.h"

#include <expected>
#include <filesystem>
#include <fstream>
#include <ios>
#include <map>
#include <optional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "spec/text/error.h"

namespace swc::conformance {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kSecret = "wJalrXUtnFEMI";

using Variables = std::map<std::string, std::string>;

std::expected<Credentials, spec::Error> Find(const Variables& variables) {
  return FindCredentials([&variables](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  });
}

// A home directory with a credentials file, removed at the end.
class Home {
 public:
  explicit Home(const std::string& text) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_ / ".aws");
    std::ofstream(path_ / ".aws" / "credentials", std::ios::binary) << text;
  }
  Home(const Home&) = delete;
  Home& operator=(const Home&) = delete;
  ~Home() { std::filesystem::remove_all(path_); }
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_ =
      std::filesystem::path(testing::TempDir()) /
      (std::string("home_of_") + testing::UnitTest::GetInstance()->current_test_info()->name());
};

constexpr const char* kTwoProfiles =
    "# who we are\n"
    "[default]\r\n"
    "aws_access_key_id = AKDEFAULT\r\n"
    "aws_secret_access_key=wJalrXUtnFEMI\n"
    "\n"
    "[ other ]\n"
    "aws_access_key_id=AKOTHER\n"
    "aws_secret_access_key = with=equals \n"
    "s3 =\n"
    "  max_concurrent_requests\n"
    "aws_session_token = token\n";

TEST(Credentials, ComeFromTheEnvironmentFirst) {
  const Home home(kTwoProfiles);
  const auto found = Find({{"AWS_ACCESS_KEY_ID", "AK"},
                           {"AWS_SECRET_ACCESS_KEY", kSecret},
                           {"AWS_SESSION_TOKEN", "token"},
                           {"HOME", home.path()}});
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->access_key_id, "AK");
  EXPECT_EQ(found->secret_access_key, kSecret);
  EXPECT_EQ(found->session_token, "token");
}

TEST(Credentials, EmptyVariablesCountAsNotSet) {
  const Home home(kTwoProfiles);
  const auto found = Find({{"AWS_ACCESS_KEY_ID", ""},
                           {"AWS_SECRET_ACCESS_KEY", ""},
                           {"AWS_PROFILE", ""},
                           {"HOME", home.path()}});
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->access_key_id, "AKDEFAULT");
  EXPECT_EQ(found->secret_access_key, kSecret);
  EXPECT_EQ(found->session_token, std::nullopt);
}

TEST(Credentials, ComeFromTheNamedProfile) {
  const Home home(kTwoProfiles);
  const auto found = Find({{"AWS_PROFILE", "other"}, {"HOME", home.path()}});
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->access_key_id, "AKOTHER");
  EXPECT_EQ(found->secret_access_key, "with=equals");
  EXPECT_EQ(found->session_token, "token");
}

TEST(Credentials, ComeFromTheNamedFile) {
  const Home home(kTwoProfiles);
  const auto found =
      Find({{"AWS_SHARED_CREDENTIALS_FILE", home.path() + "/.aws/credentials"}, {"HOME", "/"}});
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->access_key_id, "AKDEFAULT");
}

TEST(Credentials, HalfInTheEnvironmentAreAnError) {
  const Home home(kTwoProfiles);
  const auto found = Find({{"AWS_SECRET_ACCESS_KEY", kSecret}, {"HOME", home.path()}});
  ASSERT_FALSE(found.has_value());
  EXPECT_EQ(found.error().kind, spec::ErrorKind::kInput);
  EXPECT_THAT(found.error().message, HasSubstr("AWS_ACCESS_KEY_ID is not"));
  EXPECT_THAT(found.error().message, Not(HasSubstr(kSecret)));
}

TEST(Credentials, ALineEndInTheEnvironmentIsAnError) {
  for (const char* name : {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"}) {
    std::map<std::string, std::string> variables = {
        {"AWS_ACCESS_KEY_ID", "AK"}, {"AWS_SECRET_ACCESS_KEY", "SK"}, {"AWS_SESSION_TOKEN", "T"}};
    EXPECT_TRUE(Find(variables).has_value());
    variables[name] = "wJalrXUtnFEMI\nX: y";
    const auto found = Find(variables);
    ASSERT_FALSE(found.has_value()) << name;
    EXPECT_THAT(found.error().message, HasSubstr(" holds a line end"));
    EXPECT_THAT(found.error().message, Not(HasSubstr(kSecret)));
  }
}

TEST(Credentials, MissingFileIsAnErrorThatNamesIt) {
  const auto found = Find({{"HOME", "/nonexistent"}});
  ASSERT_FALSE(found.has_value());
  EXPECT_THAT(found.error().message, HasSubstr("/nonexistent/.aws/credentials"));
}

TEST(Credentials, NowhereToLookIsAnError) {
  const auto found = Find({});
  ASSERT_FALSE(found.has_value());
  EXPECT_THAT(found.error().message, HasSubstr("HOME"));
}

TEST(Credentials, MissingProfileIsAnErrorThatNamesIt) {
  const Home home(kTwoProfiles);
  const auto found = Find({{"AWS_PROFILE", "third"}, {"HOME", home.path()}});
  ASSERT_FALSE(found.has_value());
  EXPECT_THAT(found.error().message, HasSubstr("[third]"));
}

struct BrokenFile {
  std::string name;
  std::string text;
  std::string message;
};

class BrokenCredentials : public testing::TestWithParam<BrokenFile> {};

TEST_P(BrokenCredentials, AreAnErrorWithoutTheSecret) {
  const Home home(GetParam().text);
  const auto found = Find({{"HOME", home.path()}});
  ASSERT_FALSE(found.has_value());
  EXPECT_EQ(found.error().kind, spec::ErrorKind::kInput);
  EXPECT_THAT(found.error().message, HasSubstr(GetParam().message));
  EXPECT_THAT(found.error().message, Not(HasSubstr(kSecret)));
}

INSTANTIATE_TEST_SUITE_P(
    All, BrokenCredentials,
    testing::Values(
        BrokenFile{"NoKey", "[default]\naws_secret_access_key=wJalrXUtnFEMI\n",
                   "aws_access_key_id"},
        BrokenFile{"EmptySecret", "[default]\naws_access_key_id=AK\naws_secret_access_key=\n",
                   "aws_secret_access_key"},
        BrokenFile{"NoEquals", "[default]\naws_secret_access_key wJalrXUtnFEMI\n", ":2:"},
        BrokenFile{"OpenSection", "\n[default\naws_secret_access_key=wJalrXUtnFEMI\n", ":2:"},
        BrokenFile{"LineEnd",
                   "[default]\naws_access_key_id=A\rK\naws_secret_access_key=wJalrXUtnFEMI\n",
                   "aws_access_key_id holds a line end"},
        BrokenFile{"Empty", "", "[default]"},
        BrokenFile{"TooLarge", std::string((1U << 20U) + 1, '#'), "larger"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace swc::conformance
