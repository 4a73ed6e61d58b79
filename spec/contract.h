// The limits of the contract as numbers, read from spec/contract.json.
//
// Law: a limit stands once, in contract.json; the model, the generators and the documentation take
// it from here.
//
// Example: if (entries.size() > Contract::Get().entries_max) { ... }
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "spec/operation.h"
#include "spec/text/error.h"

namespace swc::spec {

// How an operation is asked for.
struct HttpBinding {
  std::string method;
  std::string path;
};

struct Contract {
  std::array<HttpBinding, kOperations.size()> bindings;  // By operation (F1).
  std::size_t entries_max = 0;                           // Entries of a put (F32).
  std::size_t values_max = 0;                            // Property values of an entry (F33).
  std::int64_t window_past_s = 0;             // Oldest timestamp, seconds before now (F113).
  std::int64_t window_future_s = 0;           // Latest timestamp, seconds after now (F113).
  std::int64_t window_future_guide_s = 0;     // The same in other pages of the user guide (F114).
  double double_max = 0;                      // Greatest |double| of the API reference (F126).
  double double_guide_max = 0;                // Greatest |double| of the user guide (F126).
  std::size_t string_length_max = 0;          // Of a stringValue, characters or bytes (F123, F124).
  std::int64_t integer_min = 0;               // F125.
  std::int64_t integer_max = 0;               // F125.
  std::size_t points_per_second_max = 0;      // Per series, second and quality (F52).
  std::size_t history_default_results = 0;    // Values of a history page by default (F174).
  std::size_t history_results_max = 0;        // F174.
  std::size_t batch_latest_entries_max = 0;   // F178.
  std::size_t batch_history_entries_max = 0;  // F178.
  std::int64_t time_seconds_min = 0;          // TimeInSeconds (F44).
  std::int64_t time_seconds_max = 0;          // TimeInSeconds (F44).
  std::int64_t nanos_max = 0;                 // OffsetInNanos (F44).
  std::size_t entry_id_length_max = 0;        // EntryId (F36).
  std::size_t id_length = 0;                  // ID (F38).
  std::size_t alias_length_max = 0;           // AssetPropertyAlias (F41).
  std::size_t alias_length_agreed = 0;        // As long as every document allows (F42).
  std::size_t token_length_max = 0;           // NextToken (F175).
  std::set<std::string, std::less<>> put_error_codes;         // Of entries (F13).
  std::set<std::string, std::less<>> batch_read_error_codes;  // Of entries (F162).
  std::map<std::string, int, std::less<>> error_statuses;     // Error name to HTTP status (F12).
  std::map<std::string, int, std::less<>> common_statuses;    // The same for all services (F203).
  // Error name to the members that its body has to have (F10).
  std::map<std::string, std::vector<std::string>, std::less<>> error_members;

  // Returns the contract that is built into the binary.
  [[nodiscard]] static const Contract& Get();

  // Reads a contract.json. Errors name the missing or misshapen field.
  [[nodiscard]] static std::expected<Contract, Error> Parse(std::string_view text);

  // Returns the status that belongs to an error `name`, or nothing for a name that is not modelled.
  [[nodiscard]] std::optional<int> StatusOf(std::string_view name) const;

  // Returns the modelled error that has `status`; of a status that none has, the error of a request
  // that is not valid. Example: NameOfStatus(404) == "ResourceNotFoundException".
  [[nodiscard]] const std::string& NameOfStatus(int status) const;

  // Returns whether the body of an error `name` has to have `member`.
  [[nodiscard]] bool HasToHave(std::string_view name, std::string_view member) const;

  // Returns whether an error `name` may have `status`: a name that nobody lists may have any.
  [[nodiscard]] bool MayHaveStatus(std::string_view name, int status) const;
};

}  // namespace swc::spec
