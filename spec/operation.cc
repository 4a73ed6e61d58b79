#include "spec/operation.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "spec/contract.h"
#include "spec/http_message.h"

namespace swc::spec {
namespace {

const HttpBinding& BindingOf(Operation operation) {
  return Contract::Get().bindings.at(static_cast<std::size_t>(operation));
}

}  // namespace

std::string_view NameOf(Operation operation) {
  switch (operation) {
    case Operation::kPut:
      return "BatchPutAssetPropertyValue";
    case Operation::kLatest:
      return "GetAssetPropertyValue";
    case Operation::kHistory:
      return "GetAssetPropertyValueHistory";
    case Operation::kBatchLatest:
      return "BatchGetAssetPropertyValue";
    case Operation::kBatchHistory:
      return "BatchGetAssetPropertyValueHistory";
  }
  return "";
}

const std::string& MethodOf(Operation operation) { return BindingOf(operation).method; }

const std::string& PathOf(Operation operation) { return BindingOf(operation).path; }

std::string LineOf(Operation operation) { return MethodOf(operation) + " " + PathOf(operation); }

std::optional<Operation> OperationOf(std::string_view method, std::string_view target) {
  const std::string_view path = target.substr(0, target.find('?'));
  for (const Operation operation : kOperations) {
    if (method == MethodOf(operation) && path == PathOf(operation)) {
      return operation;
    }
  }
  return std::nullopt;
}

std::optional<Operation> OperationOf(const HttpRequest& request) {
  return OperationOf(request.method, request.target);
}

}  // namespace swc::spec
