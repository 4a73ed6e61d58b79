#include "spec/text/json_tree.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace swc::spec {
namespace {

// Readings of one text. Numbers that no double holds make a second one necessary, and more only
// where they stand in what is no JSON anyway.
constexpr int kReadingsMax = 8;

// What a node of a request or an answer takes at least, most of them; and how deep they go.
constexpr std::size_t kBytesOfNode = 16;
constexpr std::size_t kDepthUsual = 8;

// nlohmann_json's id for "number overflow".
constexpr int kNumberOverflow = 406;

bool IsControlCharacter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
}

// Returns the size of the number (RFC 8259, 6) that `text` begins with, or 0.
std::size_t NumberSizeOf(std::string_view text) {
  std::size_t at = text.starts_with('-') ? 1 : 0;
  const auto digits = [&] {
    const std::size_t begin = at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
      ++at;
    }
    return at - begin;
  };
  const std::size_t whole = at;
  if (digits() == 0 || (text[whole] == '0' && at > whole + 1)) {
    return 0;
  }
  if (at < text.size() && text[at] == '.') {
    ++at;
    if (digits() == 0) {
      return 0;
    }
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    at += at < text.size() && (text[at] == '+' || text[at] == '-') ? 1 : 0;
    if (digits() == 0) {
      return 0;
    }
  }
  return at;
}

// Puts a number just as far beyond the contract in the place of one that no double holds. Such a
// number has at least five characters ("1e309").
void Replace(std::string& text, std::size_t begin, std::size_t size) {
  std::string stand_in = text[begin] == '-' ? "-9e307" : "9e307";
  stand_in.resize(size, ' ');
  text.replace(begin, size, stand_in);
}

// Does so with all such numbers from `begin` on, outside strings and one after the other.
void ReplaceHugeNumbers(std::string& text, std::size_t begin) {
  bool in_string = false;
  for (std::size_t at = begin; at < text.size(); ++at) {
    const char c = text[at];
    if (in_string) {
      at += c == '\\' ? 1 : 0;
      in_string = c != '"';
    } else if (c == '"') {
      in_string = true;
    } else if (c == '-' || (c >= '0' && c <= '9')) {
      const std::size_t size = NumberSizeOf(std::string_view(text).substr(at));
      if (size == 0) {
        return;  // No JSON: the next reading says so.
      }
      if (std::isinf(std::strtod(text.c_str() + at, nullptr))) {
        Replace(text, at, size);
      }
      at += size - 1;
    }
  }
}

}  // namespace

// Receives the SAX events of one reading.
class JsonTree::Builder {
 public:
  // The library asks for these names. NOLINTBEGIN(readability-identifier-naming)
  using number_integer_t = nlohmann::json::number_integer_t;
  using number_unsigned_t = nlohmann::json::number_unsigned_t;
  using number_float_t = nlohmann::json::number_float_t;
  using string_t = nlohmann::json::string_t;
  using binary_t = nlohmann::json::binary_t;
  // NOLINTEND(readability-identifier-naming)

  explicit Builder(JsonTree& tree) : tree_(tree) { open_.reserve(kDepthUsual); }

  bool null() {
    Add(JsonKind::kNull);
    return true;
  }
  bool boolean(bool value) {
    Add(JsonKind::kBoolean).boolean = value;
    return true;
  }
  bool number_integer(number_integer_t value) {
    JsonNode& node = Add(JsonKind::kInteger);
    node.integer = value;
    node.real = static_cast<double>(value);
    return true;
  }
  bool number_unsigned(number_unsigned_t value) {
    JsonNode& node = Add(JsonKind::kInteger);
    node.fits_int64 = value <= static_cast<number_unsigned_t>(INT64_MAX);
    node.integer = node.fits_int64 ? static_cast<std::int64_t>(value) : 0;
    node.real = static_cast<double>(value);
    return true;
  }
  bool number_float(number_float_t value, const string_t& /*text*/) {
    Add(JsonKind::kReal).real = value;
    return true;
  }
  bool string(const string_t& value) {
    JsonNode& node = Add(JsonKind::kString);
    node.text_begin = static_cast<std::uint32_t>(tree_.text_.size());
    node.text_size = static_cast<std::uint32_t>(value.size());
    tree_.text_ += value;
    return true;
  }
  static bool binary(const binary_t& /*value*/) {
    return false;
  }  // JSON text has no binary values.
  bool start_object(std::size_t /*size*/) { return Open(JsonKind::kObject); }
  bool start_array(std::size_t /*size*/) { return Open(JsonKind::kArray); }
  bool end_object() { return Close(); }
  bool end_array() { return Close(); }
  bool key(const string_t& name) {
    key_begin_ = static_cast<std::uint32_t>(tree_.text_.size());
    key_size_ = static_cast<std::uint32_t>(name.size());
    tree_.text_ += name;
    return true;
  }
  bool parse_error(std::size_t position, const std::string& token,
                   const nlohmann::detail::exception& error) {
    const std::string_view message = error.what();
    if (error.id == kNumberOverflow) {
      huge_number_begin_ = position - token.size();
      huge_number_size_ = token.size();
    } else if (message.find("ill-formed UTF-8") != std::string_view::npos) {
      tree_.fault_ = JsonFault::kUtf8;
    } else if (message.find("surrogate") != std::string_view::npos) {
      tree_.fault_ = JsonFault::kSurrogate;
    }
    return false;
  }

  [[nodiscard]] std::size_t huge_number_begin() const { return huge_number_begin_; }
  [[nodiscard]] std::size_t huge_number_size() const { return huge_number_size_; }

 private:
  struct OpenNode {
    std::int32_t index;
    std::int32_t last_child;
  };

  JsonNode& Add(JsonKind kind) {
    const auto index = static_cast<std::int32_t>(tree_.nodes_.size());
    JsonNode& node = tree_.nodes_.emplace_back();
    node.kind = kind;
    if (!open_.empty()) {
      OpenNode& parent = open_.back();
      JsonNode& parent_node = tree_.nodes_[static_cast<std::size_t>(parent.index)];
      if (parent.last_child < 0) {
        parent_node.first_child = index;
      } else {
        tree_.nodes_[static_cast<std::size_t>(parent.last_child)].next = index;
      }
      parent.last_child = index;
      ++parent_node.size;
      if (parent_node.kind == JsonKind::kObject) {
        node.key_begin = key_begin_;
        node.key_size = key_size_;
      }
    }
    return node;
  }
  bool Open(JsonKind kind) {
    Add(kind);
    open_.push_back({static_cast<std::int32_t>(tree_.nodes_.size() - 1), -1});
    tree_.depth_ = std::max(tree_.depth_, open_.size());
    return true;
  }
  bool Close() {
    open_.pop_back();
    return true;
  }

  JsonTree& tree_;
  std::vector<OpenNode> open_;
  std::uint32_t key_begin_ = 0;
  std::uint32_t key_size_ = 0;
  std::size_t huge_number_begin_ = 0;
  std::size_t huge_number_size_ = 0;
};

void JsonTree::Parse(std::string_view bytes) {
  has_byte_order_mark_ = bytes.starts_with("\xEF\xBB\xBF");
  // The library takes a NUL for the end of its input; in JSON it may stand nowhere.
  if (bytes.find('\0') != std::string_view::npos) {
    fault_ = JsonFault::kSyntax;
    return;
  }
  nodes_.reserve(bytes.size() / kBytesOfNode + 1);
  text_.reserve(bytes.size() / 2);
  std::string patched;
  for (int i = 0; i < kReadingsMax; ++i) {
    nodes_.clear();
    text_.clear();
    depth_ = 0;
    fault_ = JsonFault::kSyntax;
    Builder builder(*this);
    if (nlohmann::json::sax_parse(bytes, &builder)) {
      fault_ = JsonFault::kNone;
      return;
    }
    const std::size_t size = builder.huge_number_size();
    if (size == 0) {
      return;
    }
    if (patched.empty()) {
      patched = bytes;
    }
    Replace(patched, builder.huge_number_begin(), size);
    ReplaceHugeNumbers(patched, builder.huge_number_begin());
    bytes = patched;
  }
}

const JsonNode* JsonTree::Member(const JsonNode& object, std::string_view key) const {
  const JsonNode* found = nullptr;
  if (object.kind == JsonKind::kObject) {
    for (const JsonNode* child = FirstChild(object); child != nullptr; child = Next(*child)) {
      if (Key(*child) == key) {
        found = child;
      }
    }
  }
  return found;
}

bool IsBeyondInt64(const JsonNode& node) {
  constexpr double kBound = 0x1p63;
  return node.kind == JsonKind::kInteger
             ? !node.fits_int64
             : node.kind == JsonKind::kReal && std::abs(node.real) >= kBound;
}

std::size_t CountCodePoints(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool HasControlCharacter(std::string_view text) {
  return std::ranges::any_of(text, IsControlCharacter);
}

bool HasOnlyControlCharacters(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, IsControlCharacter);
}

}  // namespace swc::spec
