// The example of an implementation, with a fault that STUMBLE names: something of a read is parsed
// without care, and what does not parse ends the process. fuzz/bench/reads.py measures how soon
// each of them is found.
//
// It is compiled with the functions of fuzz/examples/ingest_handler.cc, of which the last is called
// example_handle there.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "fuzz/sitewise_plugin.h"

// NOLINTNEXTLINE(readability-identifier-naming): a C function, named like those of the header.
extern "C" void example_handle(const sitewise_request* request, sitewise_response* response);

namespace {

using nlohmann::json;

std::string Decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && text.size() - i > 2) {
      decoded +=
          static_cast<char>(std::strtol(std::string(text.substr(i + 1, 2)).c_str(), nullptr, 16));
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

std::multimap<std::string, std::string> Parameters(std::string_view path) {
  std::multimap<std::string, std::string> parameters;
  std::string_view query = path.substr(std::min(path.find('?'), path.size()));
  while (!query.empty()) {
    query.remove_prefix(1);
    const std::string_view pair = query.substr(0, query.find('&'));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    parameters.emplace(pair.substr(0, equals),
                       Decoded(pair.substr(std::min(equals + 1, pair.size()))));
    query.remove_prefix(pair.size());
  }
  return parameters;
}

using Check = void (*)(const std::string& value);

// Each throws what nobody catches.
const std::map<std::string_view, Check> kParsers = {
    {"maxResults", [](const std::string& value) { (void)std::stoi(value); }},
    {"nextToken", [](const std::string& value) { (void)std::stoull(value, nullptr, 16); }},
    {"startDate",
     [](const std::string& value) {
       (void)std::stoi(value.substr(0, 4));
       (void)(value.size() > 4 ? std::stoi(value.substr(5)) : 0);
     }},
    {"timeOrdering",
     [](const std::string& value) {
       static const std::map<std::string, int> orders = {{"ASCENDING", 1}, {"DESCENDING", -1}};
       (void)orders.at(value);
     }},
    {"qualities", [](const std::string& value) { (void)value.at(2); }},
};

void StumbleOverQuery(std::string_view fault, std::string_view path) {
  const auto parameters = Parameters(path);
  if (fault == "doubled" && parameters.count("maxResults") > 1) {
    std::abort();
  }
  if (fault == "utf8") {
    for (const auto& [name, value] : parameters) {
      (void)json(value).dump();  // Throws on what is not UTF-8.
    }
  }
  const auto parser = kParsers.find(fault);
  const auto value = parameters.find(std::string(fault));
  if (parser != kParsers.end() && value != parameters.end()) {
    parser->second(value->second);
  }
}

void StumbleOverBody(std::string_view fault, std::string_view body) {
  const json root = json::parse(body, nullptr, false);
  if (!root.is_object()) {
    return;
  }
  if (fault == "batch-maxResults" && root.contains("maxResults")) {
    (void)root["maxResults"].get<int>();
  }
  if (fault == "batch-qualities" && root.contains("entries")) {
    for (const json& entry : root["entries"]) {
      if (entry.is_object() && entry.contains("qualities")) {
        (void)entry["qualities"].at(0).get<std::string>();
      }
    }
  }
}

// What is thrown here ends the process.
// NOLINTNEXTLINE(bugprone-exception-escape): that one ends the process is the fault.
void Stumble(const sitewise_request& request) noexcept {
  static const char* const named = std::getenv("STUMBLE");
  const std::string_view fault = named == nullptr ? "" : named;
  const std::string_view path(request.path.data, request.path.size);
  if (std::string_view(request.method.data, request.method.size) == "GET") {
    StumbleOverQuery(fault, path);
  } else if (path.find("/batch/") != std::string_view::npos) {
    StumbleOverBody(fault, {request.body.data, request.body.size});
  }
}

}  // namespace

extern "C" void sitewise_plugin_handle(const sitewise_request* request,
                                       sitewise_response* response) {
  Stumble(*request);
  example_handle(request, response);
}
