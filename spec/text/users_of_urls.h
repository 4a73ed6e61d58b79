// The users, with their passwords, that URLs in a text name.
//
// Law: the last '@' before a slash, a question mark or a number sign ends a user, as for libcurl;
// what was meant as a password and holds one of these unescaped ends with the last '@' of its word.
//
// Example: WithoutUsersOfUrls("at http://me:secret@host/") == "at http://***@host/"
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace swc::spec {

// A part of a text that stands before the '@' of a URL.
struct UserOfUrl {
  std::size_t begin = 0;
  std::size_t end = 0;  // Where the '@' is.
};

// Returns what stands or was meant to stand there, in order.
[[nodiscard]] std::vector<UserOfUrl> UsersOfUrls(std::string_view text);

// Returns `text` with "***" in the place of each user that libcurl sees.
[[nodiscard]] std::string WithoutUsersOfUrls(std::string_view text);

}  // namespace swc::spec
