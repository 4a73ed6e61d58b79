#include "spec/text/live_file.h"

#include <cstdio>
#include <string>
#include <string_view>

#include "spec/text/secrets.h"

namespace swc::spec {

LiveFile::LiveFile(const std::string& path)
    : file_(std::fopen(path.c_str(), "we"), std::fclose), lost_(file_ == nullptr) {}

void LiveFile::Write(std::string_view text) {
  if (lost_) {
    return;
  }
  const std::string masked = Masked(std::string(text));
  lost_ = std::fwrite(masked.data(), 1, masked.size(), file_.get()) != masked.size() ||
          std::fflush(file_.get()) != 0;
}

}  // namespace swc::spec
