// Where tests find the files of the checkout: cases, examples, schemas, documents.
//
// Example: std::ifstream page(SourceFolder() / "docs/not-tested.md");
#pragma once

#include <filesystem>

namespace swc::spec {

// Returns the root of the checkout, absolute.
[[nodiscard]] std::filesystem::path SourceFolder();

}  // namespace swc::spec
