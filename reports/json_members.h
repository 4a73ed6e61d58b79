// Members of a JSON document, each of the type that its reader expects.
//
// Law: the first misfit of the whole document is kept, and says where it is and what it has to be.
//
// Example: const Members report(json, "", error); record.seed = report.Count("seed");
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "spec/input_error.h"
#include "spec/text/error.h"

namespace swc::reports {

// Returns the error of a text that is no report.
inline spec::Error NoReport(std::string what) {
  return spec::BadInput({.origin = "not a report.json", .what = std::move(what)}).error();
}

// Reads members of one JSON object. The first misfit of the whole document is kept in `error`, and
// everything read after it is empty: the caller looks once, at the end.
class Members {
 public:
  Members(const nlohmann::ordered_json& object, std::string pointer,
          std::optional<spec::Error>& error)
      : object_(object), pointer_(std::move(pointer)), error_(error) {
    if (!object_.is_object()) {
      Misfit(pointer_, "an object");
    }
  }

  [[nodiscard]] const nlohmann::ordered_json& At(std::string_view name) const {
    static const nlohmann::ordered_json kAbsent;
    const auto found = object_.is_object() ? object_.find(name) : object_.end();
    if (found == object_.end()) {
      Misfit(Pointer(name), "present");
      return kAbsent;
    }
    return *found;
  }

  [[nodiscard]] std::string Text(std::string_view name) const {
    const auto* text = At(name).get_ptr<const std::string*>();
    return text != nullptr ? *text : (Misfit(Pointer(name), "a string"), std::string());
  }

  [[nodiscard]] std::uint64_t Count(std::string_view name) const {
    const nlohmann::ordered_json& value = At(name);
    if (!value.is_number_unsigned()) {
      Misfit(Pointer(name), "a whole number that is not negative");
      return 0;
    }
    return value.get<std::uint64_t>();
  }

  [[nodiscard]] double Number(std::string_view name) const {
    const nlohmann::ordered_json& value = At(name);
    return value.is_number() ? value.get<double>() : (Misfit(Pointer(name), "a number"), 0.0);
  }

  [[nodiscard]] bool Flag(std::string_view name) const {
    const nlohmann::ordered_json& value = At(name);
    return value.is_boolean() ? value.get<bool>() : (Misfit(Pointer(name), "true or false"), false);
  }

  // Returns the one of `values` whose `ToString` is the member.
  template <typename Values>
  [[nodiscard]] typename Values::value_type OneOf(std::string_view name,
                                                  const Values& values) const {
    const std::string text = Text(name);
    for (const auto value : values) {
      if (ToString(value) == text) {
        return value;
      }
    }
    std::string names;
    for (const auto value : values) {
      names += fmt::format("{}{}", names.empty() ? "one of " : ", ", ToString(value));
    }
    Misfit(Pointer(name), names);
    return values.front();
  }

  [[nodiscard]] std::vector<std::string> Texts(std::string_view name) const {
    std::vector<std::string> texts;
    for (const nlohmann::ordered_json& item : List(name)) {
      const auto* text = item.get_ptr<const std::string*>();
      texts.push_back(text != nullptr ? *text : (Misfit(Pointer(name), "strings"), ""));
    }
    return texts;
  }

  [[nodiscard]] std::vector<std::uint64_t> Counts(std::string_view name) const {
    std::vector<std::uint64_t> counts;
    for (const nlohmann::ordered_json& item : List(name)) {
      if (!item.is_number_unsigned()) {
        Misfit(Pointer(name), "whole numbers that are not negative");
        return counts;
      }
      counts.push_back(item.get<std::uint64_t>());
    }
    return counts;
  }

  [[nodiscard]] Members Object(std::string_view name) const {
    return {At(name), Pointer(name), error_};
  }

  [[nodiscard]] std::vector<Members> Objects(std::string_view name) const {
    std::vector<Members> objects;
    for (const nlohmann::ordered_json& item : List(name)) {
      objects.emplace_back(item, fmt::format("{}/{}", Pointer(name), objects.size()), error_);
    }
    return objects;
  }

  [[nodiscard]] bool Has(std::string_view name) const {
    return object_.is_object() && object_.contains(name);
  }

  void Misfit(const std::string& pointer, std::string_view wanted) const {
    if (!error_) {
      error_ = NoReport(
          fmt::format("{} has to be {}", pointer.empty() ? "the document" : pointer, wanted));
    }
  }

  [[nodiscard]] std::string Pointer(std::string_view name) const {
    return fmt::format("{}/{}", pointer_, name);
  }

 private:
  [[nodiscard]] const nlohmann::ordered_json& List(std::string_view name) const {
    static const nlohmann::ordered_json kEmpty = nlohmann::ordered_json::array();
    const nlohmann::ordered_json& list = At(name);
    return list.is_array() ? list : (Misfit(Pointer(name), "a list"), kEmpty);
  }

  const nlohmann::ordered_json& object_;
  std::string pointer_;
  std::optional<spec::Error>& error_;
};

}  // namespace swc::reports
