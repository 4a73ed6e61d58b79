#include "generators/shrink/case_edits.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "generators/case/case.h"
#include "generators/case/json.h"
#include "generators/shrink/simpler_values.h"
#include "spec/contract.h"
#include "spec/text/json_tree.h"

namespace swc::generators {
namespace {

using Pointer = JsonPointer;

constexpr std::size_t kRawPieces = 1'024;  // Raw bodies are cut into at most so many pieces.

// identity.alias.contested: more characters than all documents allow, and no more than one of them.
bool IsContestedAlias(std::string_view alias) {
  const spec::Contract& contract = spec::Contract::Get();
  return spec::CountCodePoints(alias) > contract.alias_length_agreed &&
         alias.size() <= contract.alias_length_max;
}

// Whether a shorter form of an alias breaks a rule that the alias itself keeps.
bool IsAnotherFault(std::string_view alias, std::string_view shorter) {
  return (IsContestedAlias(shorter) && !IsContestedAlias(alias)) ||
         (spec::HasOnlyControlCharacters(shorter) && !spec::HasOnlyControlCharacters(alias));
}

// Collects the edits of a case: the drops first, then the simplifications.
class EditCollector {
 public:
  explicit EditCollector(const Case& test_case) : case_(test_case) {}

  std::vector<Edit> Collect() {
    Ranges(case_.steps.size(), [&](std::size_t first, std::size_t count) {
      drops_.push_back(
          {.action = Action::kDropSteps, .step = first, .count = count, .pointer = Pointer()});
    });
    for (const SeriesWish& wish : case_.series) {
      drops_.push_back({.action = Action::kDropSeries, .pointer = Pointer(), .name = wish.name});
    }
    for (step_ = 0; step_ < case_.steps.size(); ++step_) {
      const Step& step = case_.steps[step_];
      if (step.body.is_array()) {
        DropElements(step.body, Pointer());
      } else if (!step.body.is_object()) {
        continue;
      } else if (step.kind == StepKind::kPut) {
        OfPut(step.body, Pointer());
      } else if (step.kind == StepKind::kMetamorphic) {
        OfPut(step.body.at("put"), Pointer("/put"));
      } else if (step.kind == StepKind::kTogether) {
        OfPutsTogether(step.body.at("puts"));
      } else if (step.kind == StepKind::kPutRaw) {
        OfRawPut(step.body);
      } else {
        OfRead(step.body);
      }
    }
    drops_.insert(drops_.end(), simplifications_.begin(), simplifications_.end());
    return std::move(drops_);
  }

 private:
  // Calls `function` for ranges of a list of `size`, always leaving something: halves, then one.
  template <typename Function>
  static void Ranges(std::size_t size, Function function) {
    if (size < 2) {
      return;
    }
    if (size > 2) {
      function(0, size / 2);
      function(size / 2, size - size / 2);
    }
    for (std::size_t i = 0; i < size; ++i) {
      function(i, 1);
    }
  }

  void DropElements(const Json& list, const Pointer& pointer) {
    Ranges(list.size(), [&](std::size_t first, std::size_t count) {
      drops_.push_back({.action = Action::kDropElements,
                        .step = step_,
                        .first = first,
                        .count = count,
                        .pointer = pointer});
    });
  }

  void DropMember(const Pointer& pointer, std::string_view name) {
    drops_.push_back({.action = Action::kDropMember,
                      .step = step_,
                      .pointer = pointer,
                      .name = std::string(name)});
  }

  // Drops every member that is null or not one of `known`.
  void DropOthers(const Json& object, const Pointer& pointer,
                  std::span<const std::string_view> known) {
    for (const auto& [name, value] : object.items()) {
      if (std::ranges::find(known, name) == known.end()) {
        DropMember(pointer, name);
      }
    }
  }

  void Replace(const Pointer& pointer, Json value) {
    simplifications_.push_back(
        {.action = Action::kReplace, .step = step_, .pointer = pointer, .value = std::move(value)});
  }

  void OfPutsTogether(const Json& puts) {
    if (puts.size() > 2) {
      DropElements(puts, Pointer("/puts"));
    }
    for (std::size_t i = 0; i < puts.size(); ++i) {
      OfPut(puts[i], Pointer("/puts") / i);
    }
  }

  void OfPut(const Json& body, const Pointer& pointer) {
    constexpr std::array<std::string_view, 1> kKept = {"entries"};
    DropOthers(body, pointer, kKept);
    const auto entries = body.find("entries");
    if (entries == body.end() || !entries->is_array()) {
      return;
    }
    const Pointer list = pointer / "entries";
    DropElements(*entries, list);
    for (std::size_t i = 0; i < entries->size(); ++i) {
      if ((*entries)[i].is_object()) {
        OfEntry((*entries)[i], list / i, i);
      }
    }
  }

  void OfEntry(const Json& entry, const Pointer& pointer, std::size_t index) {
    constexpr std::array<std::string_view, 6> kKept = {
        "entryId", "series", "assetId", "propertyId", "propertyAlias", "propertyValues"};
    DropOthers(entry, pointer, kKept);
    if (entry.contains("series")) {
      // Beside a series they can only be null, or too much.
      for (const std::string_view name : {"assetId", "propertyId", "propertyAlias"}) {
        if (entry.contains(name)) {
          DropMember(pointer, name);
        }
      }
    }
    const auto id = entry.find("entryId");
    if (id != entry.end() && id->is_string()) {
      Replace(pointer / "entryId", fmt::format("e{}", index + 1));
      for (std::string& text : SimplerTexts(id->get_ref<const std::string&>(), 1)) {
        Replace(pointer / "entryId", std::move(text));
      }
    }
    const auto alias = entry.find("propertyAlias");
    // A name that was lent stays: another one might be that of somebody's stream.
    if (alias != entry.end() && alias->is_string() &&
        alias->get_ref<const std::string&>().find("${") == std::string::npos) {
      const auto& name = alias->get_ref<const std::string&>();
      for (std::string& text : SimplerTexts(name, 1)) {
        if (!IsAnotherFault(name, text)) {
          Replace(pointer / "propertyAlias", std::move(text));
        }
      }
    }
    const auto values = entry.find("propertyValues");
    if (values != entry.end() && values->is_array()) {
      const Pointer list = pointer / "propertyValues";
      DropElements(*values, list);
      for (std::size_t i = 0; i < values->size(); ++i) {
        if ((*values)[i].is_object()) {
          OfValue((*values)[i], list / i);
        }
      }
    }
  }

  void OfValue(const Json& value, const Pointer& pointer) {
    constexpr std::array<std::string_view, 4> kKept = {"value", "at", "timestamp", "quality"};
    DropOthers(value, pointer, kKept);
    if (value.contains("quality")) {
      if (value.contains("value") && IsNothing(value.at("value"))) {
        Replace(pointer / "quality", "BAD");
      } else {
        DropMember(pointer, "quality");
        Replace(pointer / "quality", "GOOD");
        Replace(pointer / "quality", "BAD");
      }
    }
    if (value.contains("value")) {
      for (Json& variant : SimplerVariants(value.at("value"))) {
        Replace(pointer / "value", std::move(variant));
      }
    }
    if (value.contains("at") && value.at("at").is_string()) {
      for (std::string& at : SimplerTimes(value.at("at").get_ref<const std::string&>())) {
        Replace(pointer / "at", std::move(at));
      }
    }
    if (value.contains("timestamp")) {
      simplifications_.push_back(
          {.action = Action::kReplaceTime, .step = step_, .pointer = pointer});
      const Json& timestamp = value.at("timestamp");
      if (timestamp.is_object()) {
        constexpr std::array<std::string_view, 1> kSeconds = {"timeInSeconds"};
        DropOthers(timestamp, pointer / "timestamp", kSeconds);
      }
    }
  }

  void OfRawPut(const Json& body) {
    DropOthers(body, Pointer(), {});
    if (body.contains("headers") && body.at("headers").is_object()) {
      DropOthers(body.at("headers"), Pointer("/headers"), {});
    }
    const std::optional<std::string> text = RawBody(body);
    if (!text || text->empty()) {
      return;
    }
    const std::size_t least = std::max<std::size_t>(1, text->size() / kRawPieces);
    for (std::size_t piece = text->size() / 2; piece >= least && piece > 0; piece /= 2) {
      for (std::size_t first = 0; first < text->size(); first += piece) {
        simplifications_.push_back({.action = Action::kCutBody,
                                    .step = step_,
                                    .first = first,
                                    .count = piece,
                                    .pointer = Pointer()});
      }
    }
  }

  void OfRead(const Json& body) {
    constexpr std::array<std::string_view, 1> kKept = {"series"};
    DropOthers(body, Pointer(), kKept);
    if (body.contains("series") && body.at("series").is_array()) {
      DropElements(body.at("series"), Pointer("/series"));
    }
  }

  const Case& case_;
  std::size_t step_ = 0;
  std::vector<Edit> drops_;
  std::vector<Edit> simplifications_;
};

}  // namespace

std::vector<Edit> EditsOf(const Case& test_case) { return EditCollector(test_case).Collect(); }

}  // namespace swc::generators
