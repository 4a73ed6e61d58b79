// Collects one HTTP response from the header lines and pieces of a body that a library hands over.
//
// Law: keeps the final response only, its headers in the order and spelling they came in, and never
// more than its limit: neither of bytes, nor of the parts that a reader of JSON makes objects of.
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

// A page of 20,000 values, the largest that can be asked for, has 140,000 parts.
inline constexpr std::size_t kJsonPartsMax = 200'000;

class ResponseCollector {
 public:
  void Reset(std::size_t bytes_max) {
    response_ = {};
    bytes_ = 0;
    bytes_max_ = bytes_max;
    parts_ = 0;
    part_ = Part::kStatusLine;
    is_interim_ = false;
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
    // Each value stands behind one of these, or is the only one.
    constexpr auto kBeforeParts = [](char c) { return c == ',' || c == '[' || c == '{'; };
    parts_ += static_cast<std::size_t>(std::ranges::count_if(data, kBeforeParts));
    if (!Count(data)) {
      return 0;
    }
    response_.body.append(data);
    return data.size();
  }

  // Whether anything came, and whether the headers of the final response are complete.
  [[nodiscard]] bool has_any() const { return bytes_ > 0; }
  [[nodiscard]] bool has_all_headers() const { return part_ == Part::kAfterHeaders; }
  [[nodiscard]] bool too_large() const { return too_large_; }
  [[nodiscard]] bool has_too_many_parts() const { return parts_ > kJsonPartsMax; }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  [[nodiscard]] std::size_t bytes_max() const { return bytes_max_; }
  [[nodiscard]] spec::HttpResponse Take(int status) {
    response_.status = status;
    return std::move(response_);
  }

 private:
  enum class Part : std::uint8_t { kStatusLine, kHeaders, kAfterHeaders };

  bool Count(std::string_view data) {
    bytes_ += data.size();
    too_large_ = too_large_ || bytes_ > bytes_max_ || has_too_many_parts();
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
  std::size_t bytes_ = 0;  // Of headers and body.
  std::size_t bytes_max_ = 0;
  std::size_t parts_ = 0;  // Of the body.
  Part part_ = Part::kStatusLine;
  bool is_interim_ = false;
  bool too_large_ = false;
};

}  // namespace swc::conformance
