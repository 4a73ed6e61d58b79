// A walker over the part of JSON Schema that the schemas of this project use, for their tests.
//
// Law: a keyword that it does not know is an error, so a schema cannot demand what is not checked.
#pragma once

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace swc::spec {

class SchemaWalker {
 public:
  explicit SchemaWalker(nlohmann::json schema) : schema_(std::move(schema)) {}

  [[nodiscard]] std::vector<std::string> Errors(const nlohmann::json& document) const {
    std::vector<std::string> errors;
    Walk(schema_, document, "", errors);
    return errors;
  }

 private:
  static bool HasType(const nlohmann::json& value, const std::string& type) {
    if (type == "integer") {
      return value.is_number_integer();
    }
    return type == value.type_name() || (type == "number" && value.is_number());
  }

  void Walk(const nlohmann::json& schema, const nlohmann::json& value, const std::string& at,
            std::vector<std::string>& errors) const {
    for (const auto& [keyword, rule] : schema.items()) {
      if (keyword == "$ref") {
        Walk(schema_.at(nlohmann::json::json_pointer(rule.get<std::string>().substr(1))), value, at,
             errors);
      } else if (keyword == "type") {
        const auto types = rule.is_array() ? rule : nlohmann::json::array({rule});
        if (std::ranges::none_of(
                types, [&](const nlohmann::json& type) { return HasType(value, type); })) {
          errors.push_back(at + ": type");
        }
      } else if (keyword == "enum") {
        if (std::ranges::find(rule, value) == rule.end()) {
          errors.push_back(at + ": enum");
        }
      } else if (keyword == "minimum") {
        if (value.is_number() && value < rule) {
          errors.push_back(at + ": minimum");
        }
      } else if (keyword == "maximum") {
        if (value.is_number() && value > rule) {
          errors.push_back(at + ": maximum");
        }
      } else if (keyword == "required") {
        for (const nlohmann::json& name : rule) {
          if (value.is_object() && !value.contains(name.get<std::string>())) {
            errors.push_back(at + "/" + name.get<std::string>() + ": required");
          }
        }
      } else if (keyword == "properties") {
        WalkMembers(rule, value, at, errors);
      } else if (keyword == "additionalProperties" && rule.is_object()) {
        for (const auto& [name, member] : value.items()) {
          Walk(rule, member, at + "/" + name, errors);
        }
      } else if (keyword == "minProperties" || keyword == "minItems") {
        if (value.size() < rule.get<std::size_t>()) {
          errors.push_back(at + ": " + keyword);
        }
      } else if (keyword == "maxProperties") {
        if (value.size() > rule.get<std::size_t>()) {
          errors.push_back(at + ": maxProperties");
        }
      } else if (keyword == "items") {
        for (std::size_t i = 0; value.is_array() && i < value.size(); ++i) {
          Walk(rule, value[i], at + "/" + std::to_string(i), errors);
        }
      } else if (!kAnnotations.contains(keyword)) {
        errors.push_back(at + ": unknown keyword " + keyword);
      }
    }
  }

  // Every object of the schema is closed, so an unknown member is always an error.
  void WalkMembers(const nlohmann::json& properties, const nlohmann::json& value,
                   const std::string& at, std::vector<std::string>& errors) const {
    if (!value.is_object()) {
      return;
    }
    for (const auto& [name, member] : value.items()) {
      if (properties.contains(name)) {
        Walk(properties.at(name), member, at + "/" + name, errors);
      } else {
        errors.push_back(at + "/" + name + ": not in the schema");
      }
    }
  }

  static inline const std::set<std::string> kAnnotations = {"$schema", "title", "description",
                                                            "$defs", "additionalProperties"};
  nlohmann::json schema_;
};

}  // namespace swc::spec
