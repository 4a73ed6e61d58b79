// The look of pages: what the files beside this were when the binary was built.
#pragma once

#include <string_view>

namespace swc::reports {

[[nodiscard]] std::string_view PageStyle();   // reports/page/page.css
[[nodiscard]] std::string_view PageScript();  // reports/page/page.js
// Of pages without a script: reports/page/tables.css.
[[nodiscard]] std::string_view TablesStyle();

}  // namespace swc::reports
