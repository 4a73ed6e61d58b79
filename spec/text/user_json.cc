#include "spec/text/user_json.h"

#include <algorithm>
#include <cstddef>
#include <expected>
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

using Json = nlohmann::ordered_json;

// The objects of users' files are small. What grows is copied: its names cannot be moved.
constexpr std::size_t kMembersUsual = 4;

// Builds what a text says, up to the first thing to complain about.
class Builder {
 public:
  // The library asks for these names. NOLINTBEGIN(readability-identifier-naming)
  using number_integer_t = Json::number_integer_t;
  using number_unsigned_t = Json::number_unsigned_t;
  using number_float_t = Json::number_float_t;
  using string_t = Json::string_t;
  using binary_t = Json::binary_t;
  // NOLINTEND(readability-identifier-naming)

  explicit Builder(std::string_view text) : text_(text) {}

  bool null() { return Add(nullptr); }
  bool boolean(bool value) { return Add(value); }
  bool number_integer(number_integer_t value) { return Add(value); }
  bool number_unsigned(number_unsigned_t value) { return Add(value); }
  bool number_float(number_float_t value, const string_t& /*text*/) { return Add(value); }
  bool string(const string_t& value) { return Add(value); }
  static bool binary(const binary_t& /*value*/) { return false; }
  bool start_object(std::size_t /*size*/) {
    if (!Open(Json::object())) {
      return false;
    }
    MembersOf(open_.back()).reserve(kMembersUsual);
    return true;
  }
  bool start_array(std::size_t /*size*/) { return Open(Json::array()); }
  bool end_object() { return Close(); }
  bool end_array() { return Close(); }
  bool key(const string_t& name) {
    Members& members = MembersOf(open_.back());
    const bool is_new = std::ranges::none_of(
        members, [&](const Members::value_type& member) { return member.first == name; });
    members.emplace_back(name, nullptr);
    if (!is_new) {
      complaint_ = Place() + ": it stands twice";
    }
    return is_new;
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
  [[nodiscard]] Json& result() { return result_; }

 private:
  using Members = Json::object_t;

  static Members& MembersOf(Json* object) { return object->get_ref<Members&>(); }

  // Returns where a value came to stand. Until it is closed nothing comes after it, so the place
  // stays.
  Json* Put(Json value) {
    if (open_.empty()) {
      result_ = std::move(value);
      return &result_;
    }
    if (open_.back()->is_array()) {
      open_.back()->push_back(std::move(value));
      return &open_.back()->back();
    }
    Json& member = MembersOf(open_.back()).back().second;
    member = std::move(value);
    return &member;
  }

  bool Add(Json value) {
    Put(std::move(value));
    return true;
  }

  bool Open(Json empty) {
    if (open_.size() == static_cast<std::size_t>(kUserJsonDepthMax)) {
      complaint_ = fmt::format("{}: it is nested deeper than {}", Place(), kUserJsonDepthMax);
      return false;
    }
    open_.push_back(Put(std::move(empty)));
    return true;
  }

  bool Close() {
    open_.pop_back();
    return true;
  }

  // Returns the name of the member, or the place in the list, that was begun last. A value of a
  // list that cannot be read is not in it yet.
  [[nodiscard]] std::string PlaceIn(std::size_t depth) const {
    constexpr std::size_t kNameBytesMax = 60;
    const Json& node = *open_[depth];
    if (node.is_array()) {
      return std::to_string(node.size() - (depth + 1 < open_.size() ? 1 : 0));
    }
    const auto& members = node.get_ref<const Members&>();
    return members.empty() ? "" : members.back().first.substr(0, kNameBytesMax);
  }

  // Returns a JSON pointer to where the reading is.
  [[nodiscard]] std::string Place() const {
    constexpr std::size_t kPartsMax = 8;
    std::string place;
    for (std::size_t i = 0; i < std::min(open_.size(), kPartsMax); ++i) {
      place += "/" + PlaceIn(i);
    }
    return open_.size() > kPartsMax ? place + "/..." : place;
  }

  std::string_view text_;
  Json result_;
  std::vector<Json*> open_;
  std::string complaint_;
};

}  // namespace

std::expected<nlohmann::ordered_json, Error> ParseUserJson(std::string_view text,
                                                           std::string_view origin) {
  Builder builder(text);
  if (!Json::sax_parse(text, &builder)) {
    return std::unexpected(Error{.kind = ErrorKind::kInput,
                                 .message = fmt::format("{}: {}", origin, builder.complaint())});
  }
  return std::move(builder.result());
}

}  // namespace swc::spec
