// A JSON text as it was sent: repeated members kept, numbers with their own kind, nothing coerced.
//
// Law: a text is read once, through the SAX interface of nlohmann_json, into a flat list of nodes.
// A number that no double can hold does not end the reading: it is taken as a number beyond every
// range of the contract (+-9e307). A tree may be used again and then keeps its memory.
//
// Example: JsonTree tree; tree.Parse(body); if (tree.ok()) { const JsonNode& root = tree.root(); }
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace swc::spec {

enum class JsonKind : std::uint8_t { kNull, kBoolean, kInteger, kReal, kString, kArray, kObject };

// Why a text could not be read.
enum class JsonFault : std::uint8_t {
  kNone,
  kSyntax,     // Not JSON (RFC 8259).
  kUtf8,       // Bytes inside a string that are not UTF-8.
  kSurrogate,  // A \u escape that is half of a surrogate pair.
};

struct JsonNode {
  JsonKind kind = JsonKind::kNull;
  bool boolean = false;
  bool fits_int64 = true;    // kInteger: `integer` is the number; else only `real` is.
  std::int64_t integer = 0;  // kInteger.
  double real = 0;           // kReal, and kInteger as the nearest double.
  std::uint32_t size = 0;    // Children of an array or object.
  std::int32_t first_child = -1;
  std::int32_t next = -1;                       // Next child of the same parent.
  std::uint32_t key_begin = 0, key_size = 0;    // Member name.
  std::uint32_t text_begin = 0, text_size = 0;  // kString.
};

class JsonTree {
 public:
  // Reads `bytes`. Afterwards `ok()` tells whether they are JSON.
  void Parse(std::string_view bytes);

  [[nodiscard]] bool ok() const { return fault_ == JsonFault::kNone; }
  [[nodiscard]] JsonFault fault() const { return fault_; }
  // Returns how many lists and objects stand inside one another at the deepest place.
  [[nodiscard]] std::size_t depth() const { return depth_; }
  [[nodiscard]] bool has_byte_order_mark() const { return has_byte_order_mark_; }

  // REQUIRES: ok().
  [[nodiscard]] const JsonNode& root() const { return nodes_.front(); }

  // Returns the first child of a list or object, or null. `Next` goes on.
  [[nodiscard]] const JsonNode* FirstChild(const JsonNode& node) const {
    return At(node.first_child);
  }
  [[nodiscard]] const JsonNode* Next(const JsonNode& node) const { return At(node.next); }

  [[nodiscard]] std::string_view Key(const JsonNode& node) const {
    return std::string_view(text_).substr(node.key_begin, node.key_size);
  }
  [[nodiscard]] std::string_view Text(const JsonNode& node) const {
    return std::string_view(text_).substr(node.text_begin, node.text_size);
  }

  // Returns the last member called `key` of an object, or null.
  [[nodiscard]] const JsonNode* Member(const JsonNode& object, std::string_view key) const;

 private:
  class Builder;

  [[nodiscard]] const JsonNode* At(std::int32_t index) const {
    return index < 0 ? nullptr : &nodes_[static_cast<std::size_t>(index)];
  }

  std::vector<JsonNode> nodes_;
  std::string text_;  // All names and strings, one after the other.
  JsonFault fault_ = JsonFault::kSyntax;
  bool has_byte_order_mark_ = false;
  std::size_t depth_ = 0;
};

// Returns whether `node` is a number, in whatever form, that 64 bits with a sign do not hold.
[[nodiscard]] bool IsBeyondInt64(const JsonNode& node);

// Returns how many Unicode code points valid UTF-8 `text` has.
[[nodiscard]] std::size_t CountCodePoints(std::string_view text);

// Returns whether `text` has a control character U+0000 to U+001F or U+007F.
[[nodiscard]] bool HasControlCharacter(std::string_view text);

// Returns whether `text` is not empty and has nothing but such characters.
[[nodiscard]] bool HasOnlyControlCharacters(std::string_view text);

}  // namespace swc::spec
