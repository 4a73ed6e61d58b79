// A file that is written while something goes on, and read while it is.
//
// Law: what was written is in the file at once, secrets (secrets.h) masked. The first write that
// fails is the last.
//
// Example: LiveFile file("events.ndjson"); file.Write(line); if (file.lost()) { ... }
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace swc::spec {

class LiveFile {
 public:
  // Begins the file anew.
  explicit LiveFile(const std::string& path);

  void Write(std::string_view text);
  // Returns whether something could not be written.
  [[nodiscard]] bool lost() const { return lost_; }

 private:
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_;
  bool lost_;
};

}  // namespace swc::spec
