#include "reference/reading/member_parser.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>

#include "reference/reading/reading.h"
#include "spec/clause_id.h"
#include "spec/text/json_tree.h"

namespace swc::reference {
namespace {

using spec::JsonKind;
using spec::JsonNode;

// No part of a request that the model knows nests deeper than 8; what does is an oddity of its own.
constexpr std::size_t kPlainDepth = 64;

}  // namespace

void MemberParser::Add(spec::ClauseId clause, const Place& place) {
  reading_.violations.emplace_back(clause, RequestPlace{.scope = place.scope,
                                                        .entry = place.entry,
                                                        .value = place.value,
                                                        .pointer = place.Pointer()});
}

void MemberParser::Members(const JsonNode& object, const Place& place,
                           std::initializer_list<Wanted> wanted) {
  std::uint32_t seen = 0;
  for (const JsonNode* child = tree_.FirstChild(object); child != nullptr;
       child = tree_.Next(*child)) {
    std::uint32_t bit = 1;
    const auto* found = wanted.begin();
    while (found != wanted.end() && found->name != tree_.Key(*child)) {
      ++found;
      bit <<= 1U;
    }
    if (found == wanted.end()) {
      Add(tree_.depth() > kPlainDepth ? spec::ClauseId("wire.json.depth")
                                      : spec::ClauseId("wire.member.unknown"),
          place.At(tree_.Key(*child)));
      continue;
    }
    if ((seen & bit) != 0) {
      Add("wire.member.duplicate", place.At(found->name));
      if (doubled_ == Doubled::kFirstCounts) {
        continue;
      }
    }
    seen |= bit;
    // wire.member.null-is-absent
    const bool null = child->kind == JsonKind::kNull;
    reading_.null_members = reading_.null_members || null;
    *found->node = null ? nullptr : child;
  }
}

std::optional<std::string> MemberParser::ParseString(const JsonNode* node, const Place& place) {
  if (node == nullptr) {
    return std::nullopt;
  }
  if (node->kind != JsonKind::kString) {
    Add("wire.json.member-type", place);
    return std::nullopt;
  }
  return std::string(tree_.Text(*node));
}

std::optional<std::int64_t> MemberParser::ParseWhole(const JsonNode& node, const Place& place) {
  if (node.kind == JsonKind::kInteger) {
    return spec::IsBeyondInt64(node) ? INT64_MAX : node.integer;
  }
  // wire.json.member-type: neither text nor a fraction is a whole number.
  if (node.kind != JsonKind::kReal || std::trunc(node.real) != node.real) {
    Add("wire.json.member-type", place);
    return std::nullopt;
  }
  // wire.number.integral-form
  Add("wire.number.integral-form", place);
  if (spec::IsBeyondInt64(node)) {
    return node.real > 0 ? INT64_MAX : INT64_MIN;
  }
  return static_cast<std::int64_t>(node.real);
}

}  // namespace swc::reference
