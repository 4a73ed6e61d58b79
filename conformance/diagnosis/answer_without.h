// What a target answered when it was asked again with one thing changed.
#pragma once

#include <set>
#include <string>

namespace swc::conformance {

struct AnswerWithout {
  std::string clause;           // What was left out is about it; may be empty.
  std::string words;            // What was left out: "the null members".
  bool right = false;           // Nothing deviated any more.
  bool stays = false;           // The finding that was asked about was there again.
  std::set<std::string> shows;  // Signatures of what did.
};

}  // namespace swc::conformance
