#include "fuzz/oracles/plain_answer.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "fuzz/input/huge_number.h"
#include "spec/clause.h"
#include "spec/contract.h"

namespace swc::fuzz {
namespace {

using nlohmann::json;

// "Try again" is no statement about the entry (F156).
bool IsTransient(std::string_view code) {
  constexpr int kTooManyRequests = 429;
  const int status = spec::Contract::Get().StatusOf(code).value_or(0);
  return status == kTooManyRequests || status >= 500;
}

bool IsWindow(const std::string& code) {
  return spec::Catalogue::Get().At("time.window.past").reject.entry_codes ==
         std::vector<std::string>{code};
}

// A body as a DOM shows it.
struct Parsed {
  json root;
  bool twice = false;  // Some object has a member twice.
  bool huge = false;   // It is not read, perhaps only for a number beyond every double.
};

Parsed Parse(std::string_view body) {
  std::vector<std::set<std::string>> names;
  bool twice = false;
  json root = json::parse(
      body,
      [&](int, json::parse_event_t event, json& parsed) {
        if (event == json::parse_event_t::object_start) {
          names.emplace_back();
        } else if (event == json::parse_event_t::object_end) {
          names.pop_back();
        } else if (event == json::parse_event_t::key) {
          twice = !names.back().insert(parsed.get<std::string>()).second || twice;
        }
        return true;
      },
      false);
  const bool huge = root.is_discarded() && HasHugeNumber(body);
  return {.root = std::move(root), .twice = twice, .huge = huge};
}

const json* Member(const json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  return object.is_object() && found != object.end() ? &*found : nullptr;
}

std::string WhyNoTime(const json& time, const std::set<std::int64_t>& sent) {
  const json* seconds = Member(time, "timeInSeconds");
  if (seconds == nullptr || !seconds->is_number_integer()) {
    return "a timestamp without timeInSeconds";
  }
  return sent.contains(seconds->get<std::int64_t>()) ? "" : "a timestamp that was not sent";
}

std::string WhyNoError(const json& error, const std::set<std::int64_t>& sent, bool out_of_window) {
  const json* code = Member(error, "errorCode");
  const json* message = Member(error, "errorMessage");
  const json* times = Member(error, "timestamps");
  if (code == nullptr || !code->is_string() ||
      !spec::Contract::Get().put_error_codes.contains(code->get<std::string>())) {
    return "an error without one of the nine codes";
  }
  if (message == nullptr || !message->is_string() || times == nullptr || !times->is_array()) {
    return "an error without errorMessage or timestamps";
  }
  const std::string name = code->get<std::string>();
  if (!IsTransient(name) && IsWindow(name) != out_of_window) {
    return "a code that the entry does not earn";
  }
  for (const json& time : *times) {
    const std::string why = WhyNoTime(time, sent);
    if (!why.empty()) {
      return why;
    }
  }
  return "";
}

}  // namespace

std::optional<std::string> WhyNoAnswer(const PlainPut& put, std::string_view body) {
  const auto [root, twice, huge] = Parse(body);
  if (twice || huge) {
    return std::nullopt;
  }
  const json* entries = Member(root, "errorEntries");
  if (entries == nullptr || !entries->is_array()) {
    return "no list errorEntries";
  }
  std::set<std::string> missing = put.out_of_window;
  for (const json& entry : *entries) {
    const json* id = Member(entry, "entryId");
    const json* errors = Member(entry, "errors");
    if (id == nullptr || !id->is_string() || errors == nullptr || !errors->is_array() ||
        errors->empty()) {
      return "an error entry without entryId or errors";
    }
    const auto sent = put.sent.find(id->get<std::string>());
    if (sent == put.sent.end()) {
      return "an entryId that was not sent";
    }
    missing.erase(sent->first);
    for (const json& error : *errors) {
      std::string why = WhyNoError(error, sent->second, put.out_of_window.contains(sent->first));
      if (!why.empty()) {
        return why;
      }
    }
  }
  return missing.empty() ? "" : "an entry that has to be reported is not";
}

bool MayShow(std::string_view body, std::size_t values) {
  const auto [root, twice, huge] = Parse(body);
  const json* list = Member(root, "assetPropertyValueHistory");
  return huge || (list != nullptr && list->is_array() && list->size() == values);
}

}  // namespace swc::fuzz
