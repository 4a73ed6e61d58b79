#include "spec/service_model.h"

#include <algorithm>
#include <array>
#include <expected>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "spec/input_error.h"
#include "spec/text/error.h"
#include "spec/text/json_lookup.h"

namespace swc::spec {
namespace {

using nlohmann::json;

constexpr std::string_view kAbsent = "absent";
constexpr std::array<const char*, 3> kConstraints = {"min", "max", "pattern"};

std::set<std::string> Union(std::set<std::string> names, const std::set<std::string>& others) {
  names.insert(others.begin(), others.end());
  return names;
}

bool Same(const json* ours, const json* theirs) {
  return ours == nullptr || theirs == nullptr ? ours == theirs : *ours == *theirs;
}

class Comparer {
 public:
  Comparer(const json& contract, const json& model)
      : our_shapes_(MemberOf(&contract, "shapes")),
        their_shapes_(MemberOf(&model, "shapes")),
        our_errors_(MemberOf(&contract, "errors")) {}

  ModelComparison Compare(const json& contract, const json& model) {
    const json* operations = MemberOf(&contract, "operations");
    comparison_.minified = IsMinified(operations, MemberOf(&model, "operations"));
    for (const char* name : {"apiVersion", "protocol", "signingName"}) {
      CompareNodes(std::string("service ") + name, MemberOf(MemberOf(&contract, "service"), name),
                   MemberOf(MemberOf(&model, "metadata"), name));
    }
    for (const std::string& name : NamesOf(operations)) {
      CompareOperation(name, MemberOf(operations, name),
                       MemberOf(MemberOf(&model, "operations"), name));
    }
    if (!comparison_.minified) {
      CompareStatuses();
    }
    return std::move(comparison_);
  }

 private:
  // A minified model has inputs and outputs in place and none of our shapes by its name.
  [[nodiscard]] bool IsMinified(const json* operations, const json* their_operations) const {
    const std::set<std::string> ours = NamesOf(operations);
    const std::set<std::string> shapes = NamesOf(our_shapes_);
    return std::ranges::none_of(
               shapes,
               [&](const std::string& name) { return MemberOf(their_shapes_, name) != nullptr; }) &&
           std::ranges::any_of(ours, [&](const std::string& name) {
             return MemberOf(MemberOf(MemberOf(their_operations, name), "input"), "members") !=
                    nullptr;
           });
  }

  // A shape that stands in several places is compared in each, but told once.
  void Differ(std::string where, std::string ours, std::string theirs) {
    ModelDifference difference{
        .where = std::move(where), .ours = std::move(ours), .theirs = std::move(theirs)};
    if (told_.insert(difference).second) {
      comparison_.differences.push_back(std::move(difference));
    }
  }

  void CompareNodes(std::string where, const json* ours, const json* theirs) {
    if (!Same(ours, theirs)) {
      Differ(std::move(where), ShownInLine(ours), ShownInLine(theirs));
    }
  }

  // Compares two sets of names, one difference for each name that only one side has.
  void CompareNames(const std::string& where, const std::set<std::string>& ours,
                    const std::set<std::string>& theirs, std::string_view present) {
    for (const std::string& name : Union(ours, theirs)) {
      if (ours.contains(name) != theirs.contains(name)) {
        Differ(where + " " + ShownName(name), std::string(ours.contains(name) ? present : kAbsent),
               std::string(theirs.contains(name) ? present : kAbsent));
      }
    }
  }

  void CompareOperation(const std::string& name, const json* ours, const json* theirs) {
    if (theirs == nullptr) {
      Differ(ShownName(name), "an operation", std::string(kAbsent));
      return;
    }
    static const json kPost = "POST";
    const json* http = MemberOf(theirs, "http");
    CompareNodes(name + " method", MemberOf(ours, "method"),
                 OrIfMinified(MemberOf(http, "method"), kPost));
    CompareNodes(name + " path", MemberOf(ours, "path"), MemberOf(http, "requestUri"));
    CompareNodes(name + " hostPrefix", MemberOf(ours, "hostPrefix"),
                 MemberOf(MemberOf(theirs, "endpoint"), "hostPrefix"));
    for (const char* side : {"input", "output"}) {
      CompareShape(name + " " + side, TextOf(MemberOf(ours, side)), MemberOf(theirs, side));
    }
    if (!comparison_.minified) {
      CompareErrors(name, MemberOf(ours, "errors"), MemberOf(theirs, "errors"));
    }
  }

  void CompareErrors(const std::string& operation, const json* ours, const json* theirs) {
    std::set<std::string> their_errors;
    if (theirs != nullptr && theirs->is_array()) {
      for (const json& error : *theirs) {
        their_errors.insert(TextOf(MemberOf(&error, "shape")));
      }
    }
    const std::set<std::string> our_errors = TextsOf(ours);
    declared_errors_.insert(our_errors.begin(), our_errors.end());
    CompareNames(operation + " error", our_errors, their_errors, "declared");
  }

  // Returns `node`, or what a minified model leaves out because it goes without saying.
  [[nodiscard]] const json* OrIfMinified(const json* node, const json& left_out) const {
    return node == nullptr && comparison_.minified ? &left_out : node;
  }

  // Returns the shape that `node` stands for: the one that it names, or itself.
  [[nodiscard]] const json* Resolved(const json* node) const {
    const json* name = MemberOf(node, "shape");
    return name == nullptr ? node : MemberOf(their_shapes_, TextOf(name));
  }

  // `reference` is what their model has at `where`: a reference to a shape, or a shape in place.
  void CompareShape(const std::string& where, const std::string& our_name, const json* reference) {
    const json* ours = MemberOf(our_shapes_, our_name);
    const json* theirs = Resolved(reference);
    if (!compared_.emplace(our_name, theirs).second) {
      return;
    }
    if (ours == nullptr || theirs == nullptr || !theirs->is_object()) {
      Differ(where, ours == nullptr ? std::string(kAbsent) : ShownName(our_name),
             ShownInLine(reference));
      return;
    }
    static const json kString = "string";
    CompareNodes(our_name + " type", MemberOf(ours, "type"),
                 OrIfMinified(MemberOf(theirs, "type"), kString));
    if (!comparison_.minified) {
      for (const char* constraint : kConstraints) {
        CompareNodes(our_name + " " + constraint, MemberOf(ours, constraint),
                     MemberOf(theirs, constraint));
      }
      CompareNames(our_name + " enum", TextsOf(MemberOf(ours, "enum")),
                   TextsOf(MemberOf(theirs, "enum")), "listed");
    }
    CompareMembers(our_name, *ours, *theirs);
    if (const json* element = MemberOf(ours, "member"); element != nullptr) {
      CompareShape(our_name + " member", TextOf(element), MemberOf(theirs, "member"));
    }
  }

  void CompareMembers(const std::string& shape, const json& ours, const json& theirs) {
    const json* our_members = MemberOf(&ours, "members");
    const json* their_members = MemberOf(&theirs, "members");
    const std::set<std::string> our_required = TextsOf(MemberOf(&ours, "required"));
    const std::set<std::string> their_required = TextsOf(MemberOf(&theirs, "required"));
    for (const std::string& name : Union(NamesOf(our_members), NamesOf(their_members))) {
      const std::string where = shape + "." + ShownName(name);
      const json* our_member = MemberOf(our_members, name);
      const json* their_member = MemberOf(their_members, name);
      if (our_member == nullptr || their_member == nullptr) {
        Differ(where, our_member == nullptr ? std::string(kAbsent) : "a member",
               their_member == nullptr ? std::string(kAbsent) : "a member");
        continue;
      }
      if (our_required.contains(name) != their_required.contains(name)) {
        Differ(where, our_required.contains(name) ? "required" : "optional",
               their_required.contains(name) ? "required" : "optional");
      }
      CompareShape(where, TextOf(our_member), their_member);
    }
  }

  // Errors that no operation of ours declares may be missing from their model.
  void CompareStatuses() {
    for (const std::string& name : Union(NamesOf(our_errors_), declared_errors_)) {
      const json* theirs = MemberOf(their_shapes_, name);
      if (theirs != nullptr || declared_errors_.contains(name)) {
        CompareNodes(ShownName(name) + " status", MemberOf(MemberOf(our_errors_, name), "status"),
                     MemberOf(MemberOf(theirs, "error"), "httpStatusCode"));
      }
    }
  }

  const json* our_shapes_;
  const json* their_shapes_;
  const json* our_errors_;
  std::set<std::string> declared_errors_;                   // By our operations.
  std::set<std::pair<std::string, const json*>> compared_;  // Our shape and theirs.
  std::set<ModelDifference> told_;
  ModelComparison comparison_;
};

std::expected<json, Error> ParseJson(std::string_view text) {
  json root = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (root.is_discarded()) {
    // How pip's botocore packs its models.
    constexpr std::string_view kGzip = "\x1f\x8b";
    return BadInput({.what = text.starts_with(kGzip) ? "it is compressed; unpack it by gunzip first"
                                                     : "it is not JSON"});
  }
  return root;
}

}  // namespace

std::expected<ModelComparison, Error> CompareWithServiceModel(std::string_view contract,
                                                              std::string_view model) {
  const auto ours = ParseJson(contract);
  if (!ours) {
    return std::unexpected(ours.error().WithContext("contract.json"));
  }
  const auto theirs = ParseJson(model);
  if (!theirs) {
    return std::unexpected(theirs.error());
  }
  for (const char* part : {"metadata", "operations", "shapes"}) {
    const json* member = MemberOf(&*theirs, part);
    if (member == nullptr || !member->is_object()) {
      return BadInput(
          {.what = std::string("it is no service model: it has no object '") + part + "'"});
    }
  }
  return Comparer(*ours, *theirs).Compare(*ours, *theirs);
}

}  // namespace swc::spec
