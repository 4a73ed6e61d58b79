// The look of pages: what page.css and page.js were when the binary was built.
#pragma once

#include <string_view>

namespace swc::reports {

[[nodiscard]] std::string_view PageStyle();   // reports/page/page.css
[[nodiscard]] std::string_view PageScript();  // reports/page/page.js

}  // namespace swc::reports
