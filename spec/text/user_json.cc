#include "spec/text/user_json.h"

#include <algorithm>
#include <cstddef>
#include <expected>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "spec/text/error.h"

namespace swc::spec {
namespace {

// nlohmann_json's id for "number overflow".
constexpr int kNumberOverflow = 406;

// Reads a text without keeping it, up to the first thing to complain about.
class Inspector {
 public:
  // The library asks for these names. NOLINTBEGIN(readability-identifier-naming)
  using number_integer_t = nlohmann::json::number_integer_t;
  using number_unsigned_t = nlohmann::json::number_unsigned_t;
  using number_float_t = nlohmann::json::number_float_t;
  using string_t = nlohmann::json::string_t;
  using binary_t = nlohmann::json::binary_t;
  // NOLINTEND(readability-identifier-naming)

  explicit Inspector(std::string_view text) : text_(text) {}

  bool null() { return Next(); }
  bool boolean(bool /*value*/) { return Next(); }
  bool number_integer(number_integer_t /*value*/) { return Next(); }
  bool number_unsigned(number_unsigned_t /*value*/) { return Next(); }
  bool number_float(number_float_t /*value*/, const string_t& /*text*/) { return Next(); }
  bool string(const string_t& /*value*/) { return Next(); }
  static bool binary(const binary_t& /*value*/) { return false; }
  bool start_object(std::size_t /*size*/) { return Open(/*is_object=*/true); }
  bool start_array(std::size_t /*size*/) { return Open(/*is_object=*/false); }
  bool end_object() { return Close(); }
  bool end_array() { return Close(); }
  bool key(const string_t& name) {
    open_.back().name = name;
    if (!open_.back().names.insert(name).second) {
      complaint_ = Place() + ": it stands twice";
      return false;
    }
    return true;
  }
  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::detail::exception& error) {
    const std::string_view before = text_.substr(0, position);
    const auto line = std::ranges::count(before, '\n') + 1;
    const std::size_t column = before.size() - std::min(before.rfind('\n') + 1, before.size());
    const std::string_view message = error.what();
    complaint_ =
        fmt::format("{}line {}, column {}: {}", open_.empty() ? "" : Place() + ": ", line, column,
                    error.id == kNumberOverflow ? "no double holds this number"
                    : message.find("ill-formed UTF-8") != std::string_view::npos ? "it is not UTF-8"
                    : position > text_.size() ? "it is not JSON: it ends too early"
                                              : "it is not JSON");
    return false;
  }

  [[nodiscard]] const std::string& complaint() const { return complaint_; }

 private:
  struct OpenNode {
    bool is_object = false;
    std::string name;  // Of the member that was begun last.
    std::size_t index = 0;
    std::set<std::string> names;
  };

  bool Next() {
    if (!open_.empty() && !open_.back().is_object) {
      ++open_.back().index;
    }
    return true;
  }

  bool Open(bool is_object) {
    if (open_.size() == static_cast<std::size_t>(kUserJsonDepthMax)) {
      complaint_ = fmt::format("{}: it is nested deeper than {}", Place(), kUserJsonDepthMax);
      return false;
    }
    open_.push_back({.is_object = is_object, .name = "", .index = 0, .names = {}});
    return true;
  }

  bool Close() {
    open_.pop_back();
    return Next();
  }

  // Returns a JSON pointer to where the reading is.
  [[nodiscard]] std::string Place() const {
    constexpr std::size_t kPartsMax = 8;
    constexpr std::size_t kNameBytesMax = 60;
    std::string place;
    for (std::size_t i = 0; i < std::min(open_.size(), kPartsMax); ++i) {
      const OpenNode& node = open_[i];
      place +=
          "/" + (node.is_object ? node.name.substr(0, kNameBytesMax) : std::to_string(node.index));
    }
    return open_.size() > kPartsMax ? place + "/..." : place;
  }

  std::string_view text_;
  std::vector<OpenNode> open_;
  std::string complaint_;
};

}  // namespace

std::expected<nlohmann::ordered_json, Error> ParseUserJson(std::string_view text,
                                                           std::string_view origin) {
  Inspector inspector(text);
  if (!nlohmann::json::sax_parse(text, &inspector)) {
    return std::unexpected(Error{.kind = ErrorKind::kInput,
                                 .message = fmt::format("{}: {}", origin, inspector.complaint())});
  }
  return nlohmann::ordered_json::parse(text, nullptr, /*allow_exceptions=*/false);
}

}  // namespace swc::spec
