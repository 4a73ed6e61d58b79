#include "conformance/net/credentials.h"

#include <algorithm>
#include <cstddef>
#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "spec/text/error.h"
#include "spec/text/secrets.h"
#include "spec/text/text_file.h"

namespace swc::conformance {
namespace {

// Far more than any real file; a device or a wrong path must not fill the memory.
constexpr std::size_t kProfileFileBytesMax = std::size_t{1} << 20U;

constexpr std::string_view kKeyName = "aws_access_key_id";
constexpr std::string_view kSecretName = "aws_secret_access_key";
constexpr std::string_view kTokenName = "aws_session_token";

using Profile = std::map<std::string, std::string, std::less<>>;

std::unexpected<spec::Error> InputError(std::string message) {
  return std::unexpected(
      spec::Error{.kind = spec::ErrorKind::kInput, .message = std::move(message)});
}

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

std::optional<std::string> NonEmpty(std::optional<std::string> value) {
  return value && !value->empty() ? std::move(value) : std::nullopt;
}

// Returns a part of the credentials, if there is one, and has it masked from now on.
std::optional<std::string> Kept(std::optional<std::string> value) {
  if (value) {
    spec::KeepSecret(*value);
  }
  return NonEmpty(std::move(value));
}

std::expected<std::string, spec::Error> ReadProfileFile(const std::string& path) {
  auto text = spec::ReadFile(path);
  if (!text) {
    return InputError(fmt::format("no AWS credentials: AWS_ACCESS_KEY_ID is not set and {}",
                                  text.error().message));
  }
  if (text->size() > kProfileFileBytesMax) {
    return InputError(fmt::format("{} is larger than {} bytes", path, kProfileFileBytesMax));
  }
  return text;
}

// Returns the settings of the section called `name`, or nothing if there is none.
std::expected<std::optional<Profile>, spec::Error> ParseProfile(const std::string& path,
                                                                std::string_view text,
                                                                std::string_view name) {
  std::optional<Profile> profile;
  bool inside = false;
  for (int line_number = 1; !text.empty(); ++line_number) {
    const std::size_t end = text.find('\n');
    const std::string_view raw = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const std::string_view line = Trim(raw);
    if (line.empty() || line.front() == '#' || line.front() == ';') {
      continue;
    }
    if (line.front() == '[') {
      const std::size_t close = line.find(']');
      if (close == std::string_view::npos) {
        return InputError(fmt::format("{}:{}: the section has no ']'", path, line_number));
      }
      inside = Trim(line.substr(1, close - 1)) == name;
      if (inside && !profile) {
        profile.emplace();
      }
      continue;
    }
    // An indented line belongs to a nested setting of the line above, e.g. under "s3 =".
    if (!inside || raw.front() == ' ' || raw.front() == '\t') {
      continue;
    }
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) {
      return InputError(fmt::format("{}:{}: expected NAME = VALUE", path, line_number));
    }
    profile->insert_or_assign(std::string(Trim(line.substr(0, equals))),
                              std::string(Trim(line.substr(equals + 1))));
  }
  return profile;
}

std::optional<std::string> Take(Profile& profile, std::string_view name) {
  const auto found = profile.find(name);
  return found == profile.end() ? std::nullopt : Kept(std::move(found->second));
}

// They become parts of headers.
std::expected<Credentials, spec::Error> Checked(Credentials credentials, std::string_view where) {
  const auto is_bad = [](std::string_view value) {
    return std::ranges::any_of(value, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
  };
  const std::string_view bad = is_bad(credentials.access_key_id)                ? kKeyName
                               : is_bad(credentials.secret_access_key)          ? kSecretName
                               : is_bad(credentials.session_token.value_or("")) ? kTokenName
                                                                                : "";
  if (!bad.empty()) {
    return InputError(
        fmt::format("{}: {} holds a line end or another control character", where, bad));
  }
  return credentials;
}

std::expected<Credentials, spec::Error> FromProfile(const std::string& path,
                                                    const std::string& name) {
  const std::expected<std::string, spec::Error> text = ReadProfileFile(path);
  if (!text) {
    return std::unexpected(text.error());
  }
  std::expected<std::optional<Profile>, spec::Error> profile = ParseProfile(path, *text, name);
  if (!profile) {
    return std::unexpected(profile.error());
  }
  if (!*profile) {
    return InputError(fmt::format("{} has no profile [{}]; set AWS_PROFILE", path, name));
  }
  std::optional<std::string> key = Take(**profile, kKeyName);
  std::optional<std::string> secret = Take(**profile, kSecretName);
  if (!key || !secret) {
    return InputError(
        fmt::format("profile [{}] of {} has no {}", name, path, key ? kSecretName : kKeyName));
  }
  return Checked({.access_key_id = *std::move(key),
                  .secret_access_key = *std::move(secret),
                  .session_token = Take(**profile, kTokenName)},
                 fmt::format("profile [{}] of {}", name, path));
}

}  // namespace

std::expected<Credentials, spec::Error> FindCredentials(const Environment& environment) {
  const auto get = [&environment](const char* name) { return NonEmpty(environment(name)); };
  std::optional<std::string> key = Kept(environment("AWS_ACCESS_KEY_ID"));
  std::optional<std::string> secret = Kept(environment("AWS_SECRET_ACCESS_KEY"));
  std::optional<std::string> token = Kept(environment("AWS_SESSION_TOKEN"));
  if (key && secret) {
    return Checked({.access_key_id = *std::move(key),
                    .secret_access_key = *std::move(secret),
                    .session_token = std::move(token)},
                   "the environment");
  }
  if (key || secret) {
    // Falling back to a file here would run as somebody whom the user did not mean.
    return InputError(key ? "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not"
                          : "AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not");
  }
  const std::string profile = get("AWS_PROFILE").value_or("default");
  if (const std::optional<std::string> path = get("AWS_SHARED_CREDENTIALS_FILE")) {
    return FromProfile(*path, profile);
  }
  const std::optional<std::string> home = get("HOME");
  if (!home) {
    return InputError(
        "no AWS credentials: none of AWS_ACCESS_KEY_ID, AWS_SHARED_CREDENTIALS_FILE and HOME is "
        "set");
  }
  return FromProfile(*home + "/.aws/credentials", profile);
}

}  // namespace swc::conformance
