#include "reports/markup.h"

#include <string>
#include <string_view>

#include "reports/text.h"

namespace swc::reports {

std::string ForMarkup(std::string_view text) {
  std::string safe;
  for (const char byte : ForXml(text)) {
    switch (byte) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\'':
        safe += "&#39;";
        break;
      default:
        safe += byte;
    }
  }
  return safe;
}

}  // namespace swc::reports
