// Collects one HTTP response from the header lines and pieces of a body that a library hands over.
//
// Law: keeps the final response only, its headers in the order and spelling they came in, and never
// more than its limit.
//
// Example: collector.Reset(kResponseBytesMax); collector.AddHeaderLine("HTTP/1.1 200 OK\r\n");
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "spec/http_message.h"

namespace swc::conformance {

// Returns `text` without the white space around it.
[[nodiscard]] inline std::string_view TrimBlanks(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlank);
  return first == std::string_view::npos
             ? std::string_view()
             : text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

class ResponseCollector {
 public:
  void Reset(std::size_t bytes_max) {
    response_ = {};
    bytes_left_ = bytes_max;
    part_ = Part::kStatusLine;
    is_interim_ = false;
    has_any_ = false;
    too_large_ = false;
  }

  // Returns how much was taken; less than offered tells it to give up.
  std::size_t AddHeaderLine(std::string_view line) {
    if (!Count(line)) {
      return 0;
    }
    const std::string_view content = TrimBlanks(line);
    if (part_ == Part::kStatusLine) {
      // Any status 1xx is that of an interim response: the next one replaces it.
      is_interim_ = content.substr(std::min(content.find(' '), content.size())).starts_with(" 1");
      response_.headers.clear();
      part_ = Part::kHeaders;
    } else if (part_ == Part::kHeaders && content.empty()) {
      part_ = is_interim_ ? Part::kStatusLine : Part::kAfterHeaders;
    } else if (part_ == Part::kHeaders) {
      AddHeader(line, content);
    }  // After the headers come trailers, which the contract does not know.
    return line.size();
  }

  std::size_t AddBody(std::string_view data) {
    if (!Count(data)) {
      return 0;
    }
    response_.body.append(data);
    return data.size();
  }

  // Whether anything came, and whether the headers of the final response are complete.
  [[nodiscard]] bool has_any() const { return has_any_; }
  [[nodiscard]] bool has_all_headers() const { return part_ == Part::kAfterHeaders; }
  [[nodiscard]] bool too_large() const { return too_large_; }
  [[nodiscard]] spec::HttpResponse Take(int status) {
    response_.status = status;
    return std::move(response_);
  }

 private:
  enum class Part : std::uint8_t { kStatusLine, kHeaders, kAfterHeaders };

  bool Count(std::string_view data) {
    has_any_ = true;
    too_large_ = too_large_ || data.size() > bytes_left_;
    bytes_left_ -= std::min(data.size(), bytes_left_);
    return !too_large_;
  }

  void AddHeader(std::string_view line, std::string_view content) {
    spec::Headers& headers = response_.headers;
    if ((line.front() == ' ' || line.front() == '\t') && !headers.empty()) {
      headers.back().second += ' ';  // A folded line (RFC 9112, 5.2).
      headers.back().second += content;
      return;
    }
    const std::size_t colon = std::min(content.find(':'), content.size());
    headers.emplace_back(content.substr(0, colon),
                         TrimBlanks(content.substr(std::min(colon + 1, content.size()))));
  }

  spec::HttpResponse response_;
  std::size_t bytes_left_ = 0;
  Part part_ = Part::kStatusLine;
  bool is_interim_ = false;
  bool has_any_ = false;
  bool too_large_ = false;
};

}  // namespace swc::conformance
