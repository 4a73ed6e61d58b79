// The operations of the contract, and which of them a request asks for.
//
// Law: method and path of an operation stand once, in spec/contract.json; who sends, who answers
// and who judges take them from here.
//
// Example: if (OperationOf(request) == Operation::kPut) { ... }
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace swc::spec {

struct HttpRequest;

enum class Operation : std::uint8_t {
  kPut,           // BatchPutAssetPropertyValue
  kLatest,        // GetAssetPropertyValue
  kHistory,       // GetAssetPropertyValueHistory
  kBatchLatest,   // BatchGetAssetPropertyValue
  kBatchHistory,  // BatchGetAssetPropertyValueHistory
};

inline constexpr std::array kOperations = {Operation::kPut, Operation::kLatest, Operation::kHistory,
                                           Operation::kBatchLatest, Operation::kBatchHistory};

// Returns the name under which contract.json and the API's documents have `operation`.
[[nodiscard]] std::string_view NameOf(Operation operation);

[[nodiscard]] const std::string& MethodOf(Operation operation);

// Returns the path, which begins with '/'.
[[nodiscard]] const std::string& PathOf(Operation operation);

// Returns "GET /properties/latest".
[[nodiscard]] std::string LineOf(Operation operation);

// Returns the operation that a method and a target (a path, perhaps with a query) are bound to.
[[nodiscard]] std::optional<Operation> OperationOf(std::string_view method,
                                                   std::string_view target);
[[nodiscard]] std::optional<Operation> OperationOf(const HttpRequest& request);

}  // namespace swc::spec
