#include "reports/tables_page.h"

#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "reports/markup.h"
#include "reports/page/page.h"

namespace swc::reports {

std::string TablesPage(const PageHead& head, std::string_view markup) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\">\n<title>{0}</title>\n<style>\n{1}</style>\n</head>\n<body>"
      "\n<main>\n<h1>{0}</h1>\n<p class=\"headline\">{2}.</p>\n{3}</main>\n</body>\n</html>\n",
      ForMarkup(head.title), TablesStyle(), ForMarkup(head.headline), markup);
}

std::string TableHead(const std::vector<std::string>& names) {
  std::string row = "<thead><tr>";
  for (const std::string& name : names) {
    row += fmt::format(R"(<th scope="col">{}</th>)", ForMarkup(name));
  }
  return row + "</tr></thead>\n";
}

std::string ScrollingTable(std::string_view label, std::string_view head, std::string_view rows) {
  return fmt::format(
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
      "aria-label=\"{}\"><table>\n{}<tbody>\n{}"
      "</tbody></table></div>\n",
      ForMarkup(label), head, rows);
}

}  // namespace swc::reports
