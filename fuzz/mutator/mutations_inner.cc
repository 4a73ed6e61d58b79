// Mutations where structure ends: the bytes of strings, and bodies that are text.
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "fuzz/mutator/body_text.h"
#include "fuzz/mutator/mutation.h"
#include "fuzz/mutator/mutations_scalar.h"
#include "spec/text/base64.h"
#include "spec/text/characters.h"

namespace swc::fuzz {
namespace {

// Adds the strings below a body but for those that are words of the case format.
void CollectStrings(Json& node, std::vector<Json*>& strings) {
  if (!node.is_structured()) {
    return;
  }
  for (const auto& item : node.items()) {
    const std::string& name = item.key();
    Json& child = item.value();
    const bool word = node.is_object() && (name == "series" || name == "by" || name == "at");
    if (child.is_string() && !word && !child.get_ref<const std::string&>().starts_with("${")) {
      strings.push_back(&child);
    }
    CollectStrings(child, strings);
  }
}

// A string of a put or of the body of a read.
bool ChangeStringBytes(Site& site) {
  std::vector<Json*> strings;
  for (Json* put : site.puts) {
    CollectStrings(*put, strings);
  }
  for (Json* read : site.raw_reads) {
    if (read->contains("body") && (*read)["body"].is_object()) {
      CollectStrings((*read)["body"], strings);
    }
  }
  if (strings.empty()) {
    return false;
  }
  Json& chosen = *strings[site.dice.Below(strings.size())];
  chosen = WithOtherBytes(chosen.get<std::string>(), site);
  return true;
}

// Returns `bytes` as the body of a raw put: as text, if it is some.
void SetBody(Json& raw, std::string bytes) {
  raw.erase("body");
  raw.erase("body_base64");
  if (spec::IsUtf8(bytes)) {
    raw["body"] = std::move(bytes);
  } else {
    raw["body_base64"] = spec::EncodeBase64(bytes);
  }
}

// Returns the body of a raw put or read that is text or bytes.
std::string BodyOf(const Json& raw) {
  if (raw.contains("body_base64") && raw.at("body_base64").is_string()) {
    return spec::DecodeBase64(raw.at("body_base64").get<std::string>()).value_or("");
  }
  return raw.contains("body") && raw.at("body").is_string() ? raw.at("body").get<std::string>()
                                                            : "";
}

std::string Changed(std::string text, Site& site) {
  return site.dice.Chance(40) ? BrokenText(std::move(text), site.dice)
                              : WithOtherBytes(std::move(text), site);
}

// The text of a raw body, in a few bytes or in one of the ways that break JSON.
bool ChangeRawBody(Site& site) {
  std::vector<Json*> reads;
  for (Json* read : site.raw_reads) {
    if (read->contains("body") && (*read)["body"].is_string()) {
      reads.push_back(read);
    }
  }
  const std::size_t count = site.raw_puts.size() + reads.size();
  if (count == 0) {
    return false;
  }
  const std::size_t chosen = site.dice.Below(count);
  if (chosen < site.raw_puts.size()) {
    Json& raw = *site.raw_puts[chosen];
    const std::string body = BodyOf(raw);
    SetBody(raw, Changed(body, site));
    return !body.empty();
  }
  Json& raw = *reads[chosen - site.raw_puts.size()];
  raw["body"] = Changed(BodyOf(raw), site);
  return true;
}

// A put becomes text, in which anything may be broken.
bool WritePutAsText(Site& site) {
  std::vector<Json*> steps;
  if (site.is_case) {
    for (Json& step : site.root["steps"]) {
      if (step.is_object() && step.contains("put") && step["put"].is_object()) {
        steps.push_back(&step);
      }
    }
  }
  if (steps.empty()) {
    return false;
  }
  Json& step = *steps[site.dice.Below(steps.size())];
  Json raw = Json::object();
  SetBody(raw, BrokenText(TextOfBody(step["put"]), site.dice));
  step = {{"put_raw", std::move(raw)}};
  return true;
}

constexpr std::array kInnerMutations = std::to_array<Mutation>({
    {"string-bytes", 6, ChangeStringBytes},
    {"raw-body", 4, ChangeRawBody},
    {"put-as-text", 3, WritePutAsText},
});

}  // namespace

std::span<const Mutation> InnerMutations() { return kInnerMutations; }

}  // namespace swc::fuzz
