// The model: what a server with given policies does with a put.
//
// Law: values in, values out, no I/O. The model reads a request as everybody does (`Reading`),
// lets policies choose where the documents leave a choice, and says what is stored and what is
// answered. It is slow and obvious on purpose. Mutants edit its values between the steps
// (reference/mutants/mutants.h) and never its rules.
//
// Example: const PutPlan plan = PlanPut(reading, policies);
//          for (const StoreOp& op : StoreOpsOf(reading, plan, policies)) {
//            store.Put(op.series, op.key, op.value);
//          }
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "reference/model/policies.h"
#include "reference/model/store.h"
#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/tqv.h"

namespace swc::reference {

// An error of the whole request.
struct RequestError {
  int status = 400;
  std::string name;
  std::string message;
};

// Returns an error under the name that contract.json has for `status`.
[[nodiscard]] RequestError RequestErrorOf(int status, std::string message);

// One error of one entry.
struct EntryError {
  std::string code;
  std::string message;
  std::vector<SentTime> timestamps;
};

// What becomes of one entry.
struct EntryPlan {
  std::string id;
  std::vector<EntryError> errors;
  std::vector<bool> store;  // For each value.
  SeriesId series;          // Where its values go.
};

// A value on its way into the store.
struct StoreOp {
  SeriesId series;
  PointKey key;
  spec::Value value;
  std::size_t entry = 0;
  std::size_t index = 0;  // Of the value in its entry.
};

// What becomes of a request.
struct PutPlan {
  std::optional<RequestError> error;  // Set: nothing is stored.
  std::vector<EntryPlan> entries;     // One for each entry of the reading.
};

// Decides about a request that was read in context.
[[nodiscard]] PutPlan PlanPut(const Reading& reading, const Policies& policies);

// Returns the values that `plan` stores, in the order in which they are written.
[[nodiscard]] std::vector<StoreOp> StoreOpsOf(const Reading& reading, const PutPlan& plan,
                                              const Policies& policies);

}  // namespace swc::reference
