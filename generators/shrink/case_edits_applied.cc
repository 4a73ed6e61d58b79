#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "generators/case/case.h"
#include "generators/case/json.h"
#include "generators/shrink/case_edits.h"
#include "generators/shrink/simpler_values.h"
#include "spec/text/base64.h"

namespace swc::generators {
namespace {

// Takes everything about series `name` out of `step`. Returns whether something is left of it.
bool WithoutSeries(Step& step, const std::string& name) {
  const auto erase_from = [&](Json& list) {
    std::erase_if(list.get_ref<Json::array_t&>(), [&](const Json& element) {
      return element == name || (element.is_object() && element.value("series", Json()) == name);
    });
    return !list.empty();
  };
  // Without some of its series such a step would not be the same one.
  if (step.kind == StepKind::kTogether || step.kind == StepKind::kMetamorphic) {
    return step.body.dump(-1, ' ', false, Json::error_handler_t::replace).find('"' + name + '"') ==
           std::string::npos;
  }
  Json* list = nullptr;
  if (step.body.is_array()) {
    list = &step.body;
  } else if (step.body.is_object()) {
    const auto found = step.body.find(step.kind == StepKind::kPut ? "entries" : "series");
    if (found != step.body.end()) {
      if (*found == name) {
        return false;
      }
      list = found->is_array() ? &*found : nullptr;
    }
  }
  if (list != nullptr && !list->empty() && !erase_from(*list)) {
    return false;
  }
  const std::string text = step.body.dump(-1, ' ', false, Json::error_handler_t::replace);
  return text.find("${" + name + ".") == std::string::npos;
}

void CutBody(const Edit& edit, Json& body) {
  std::optional<std::string> text = RawBody(body);
  if (!text) {
    return;
  }
  const bool encoded = body.contains("body_base64");
  const std::size_t end = std::min(text->size(), edit.first + edit.count);
  // Text stays UTF-8; encoded bytes may be anything.
  const std::size_t from = encoded ? edit.first : CharacterStart(*text, edit.first);
  const std::size_t to = encoded ? end : CharacterStart(*text, end);
  text->erase(from, to - from);
  if (encoded) {
    body["body_base64"] = spec::EncodeBase64(*text);
  } else {
    body["body"] = *std::move(text);
  }
}

void ReplaceTime(Json& value) {
  Json changed = Json::object();
  for (const auto& [name, member] : value.items()) {
    if (name == "timestamp") {
      changed["at"] = "t0";
    } else if (name != "at") {
      changed[name] = member;
    }
  }
  value = std::move(changed);
}

}  // namespace

// Returns the bytes of a raw put, or nothing if they are not base64.
std::optional<std::string> RawBody(const Json& body) {
  if (body.contains("body_base64")) {
    return spec::DecodeBase64(body.at("body_base64").get<std::string>());
  }
  return body.value("body", "");
}

Case Applied(const Edit& edit, Case result) {
  if (edit.action == Action::kDropSteps) {
    const auto first = result.steps.begin() + static_cast<std::ptrdiff_t>(edit.step);
    result.steps.erase(first, first + static_cast<std::ptrdiff_t>(edit.count));
    return result;
  }
  if (edit.action == Action::kDropSeries) {
    std::erase_if(result.series, [&](const SeriesWish& wish) { return wish.name == edit.name; });
    std::erase_if(result.steps, [&](Step& step) { return !WithoutSeries(step, edit.name); });
    return result;
  }
  Json& body = result.steps[edit.step].body;
  if (edit.action == Action::kCutBody) {
    CutBody(edit, body);
    return result;
  }
  Json& node = body.at(edit.pointer);
  switch (edit.action) {
    case Action::kDropElements: {
      const auto first = node.begin() + static_cast<std::ptrdiff_t>(edit.first);
      node.erase(first, first + static_cast<std::ptrdiff_t>(edit.count));
      break;
    }
    case Action::kDropMember:
      node.erase(edit.name);
      break;
    case Action::kReplaceTime:
      ReplaceTime(node);
      break;
    default:
      node = edit.value;
  }
  return result;
}

}  // namespace swc::generators
