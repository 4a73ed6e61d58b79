// The data files of reports/ as they were when the binary was built.
#pragma once

#include <string_view>

namespace swc::reports {

[[nodiscard]] std::string_view CompareStyle();  // reports/page/compare.css

}  // namespace swc::reports
