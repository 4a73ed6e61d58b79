#include "spec/text/users_of_urls.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace swc::spec {

namespace {

std::vector<UserOfUrl> UsersBefore(std::string_view ends, std::string_view text) {
  constexpr std::string_view kBeforeUser = "://";
  std::vector<UserOfUrl> users;
  for (std::size_t place = text.find(kBeforeUser); place != std::string_view::npos;
       place = text.find(kBeforeUser, place)) {
    place += kBeforeUser.size();
    const std::size_t end = std::min(text.find_first_of(ends, place), text.size());
    const std::size_t at = text.substr(place, end - place).rfind('@');
    if (at != std::string_view::npos) {
      users.push_back({.begin = place, .end = place + at});
      place += at;
    }
  }
  return users;
}

}  // namespace

std::vector<UserOfUrl> UsersOfUrls(std::string_view text) {
  return UsersBefore(" \t\r\n\"'<>", text);
}

std::string WithoutUsersOfUrls(std::string_view text) {
  std::string without;
  std::size_t copied = 0;
  for (const UserOfUrl& user : UsersBefore(" \t\r\n\"'<>/?#", text)) {
    without.append(text.substr(copied, user.begin - copied)).append("***");
    copied = user.end;
  }
  return without.append(text.substr(copied));
}

}  // namespace swc::spec
