#include "spec/text/print.h"

#include <cstdio>
#include <string>
#include <string_view>

#include "spec/text/secrets.h"
#include "spec/text/users_of_urls.h"

namespace swc::spec {
namespace {

void WriteMasked(std::FILE* file, std::string_view text) {
  const std::string masked = WithoutUsersOfUrls(Masked(std::string(text)));
  std::fwrite(masked.data(), 1, masked.size(), file);
  std::fflush(file);
}

}  // namespace

void Print(std::string_view text) { WriteMasked(stdout, text); }

void PrintError(std::string_view text) { WriteMasked(stderr, text); }

}  // namespace swc::spec
