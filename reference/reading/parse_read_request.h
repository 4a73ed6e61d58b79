// What a read request says: what it asks for, and everything in it that breaks a clause.
//
// Law: as `ParsePut` for puts (reading.h). The same reading serves the reference server, which
// answers the request, and the judge, which has to know what may be answered. It never chooses:
// where the documents are silent it only records that a free clause is touched.
//
// Example: SentRead read = ParseReadRequest(request); if (read.violations.empty()) { ... }
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reference/reading/read_query.h"
#include "reference/reading/reading.h"
#include "spec/http_message.h"

namespace swc::reference {

enum class ReadOperation : std::uint8_t {
  kLatest,        // GetAssetPropertyValue
  kHistory,       // GetAssetPropertyValueHistory
  kBatchLatest,   // BatchGetAssetPropertyValue
  kBatchHistory,  // BatchGetAssetPropertyValueHistory
};

[[nodiscard]] inline bool IsBatch(ReadOperation operation) {
  return operation == ReadOperation::kBatchLatest || operation == ReadOperation::kBatchHistory;
}

// Returns the read that a request's method and path are bound to, or nothing.
[[nodiscard]] std::optional<ReadOperation> ReadOperationOf(const spec::HttpRequest& request);

// What is asked of one series. A part that could not be read has a violation and is left out.
struct SentReadEntry {
  std::optional<std::string> id;  // The entryId of a batch: any string that was sent.
  HistoryQuery query;
};

struct SentRead {
  ReadOperation operation = ReadOperation::kLatest;
  std::vector<SentReadEntry> entries;      // One of a single read.
  std::optional<std::size_t> max_results;  // At least 1, and perhaps more than the contract's most.
  std::optional<std::string> next_token;   // What it means only the server knows.
  // Its meaning is open (a repeated or unknown member), so no answer can be predicted.
  bool open = false;
  // An obligation `kMayReject` on a clause that is not free: nothing at all is demanded.
  std::vector<Violation> violations;
};

// Parses a read request. Never fails: what cannot be read is a violation.
// REQUIRES: ReadOperationOf(request).
[[nodiscard]] SentRead ParseReadRequest(const spec::HttpRequest& request);

}  // namespace swc::reference
