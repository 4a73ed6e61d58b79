// Golden files: a test compares a whole text with a file of reports/testdata/.
//
// Law: a golden is changed only on purpose. With SWC_APPROVE=1 in the environment the files are
// rewritten; the difference is then read in review.
//
// Example: ExpectGolden("junit.xml", ToJunitReport(SampleRecord()));
#pragma once

#include <cstdlib>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "spec/testing_paths.h"
#include "spec/text/text_file.h"

namespace swc::reports {

inline void ExpectGolden(std::string_view name, const std::string& text) {
  const std::string path = (spec::SourceFolder() / "reports/testdata" / name).string();
  const char* approve = std::getenv("SWC_APPROVE");
  if (approve != nullptr && std::string_view(approve) == "1") {
    EXPECT_TRUE(spec::WriteFile(path, text)) << path;
  }
  EXPECT_EQ(text, spec::ReadFile(path).value_or(""))
      << path << " differs. If the new text is right, run the test again with SWC_APPROVE=1.";
}

}  // namespace swc::reports
