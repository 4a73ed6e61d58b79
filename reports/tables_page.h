// A page of tables that holds everything it needs: no script, no request; light and dark.
//
// Law: a policy in the page forbids whatever is not its style. What is handed in as text is
// escaped here; what is handed in as markup has passed through `ForMarkup`.
//
// Example: TablesPage({.title = "Compared", .headline = "2 reports"}, ScrollingTable(...))
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace swc::reports {

struct PageHead {
  std::string_view title;
  std::string_view headline;  // A sentence without its full stop.
};

[[nodiscard]] std::string TablesPage(const PageHead& head, std::string_view markup);

// Returns the head of a table, a column for each name.
[[nodiscard]] std::string TableHead(const std::vector<std::string>& names);

// Returns a table in a box that scrolls by itself, and by the keyboard. `head` and `rows` are
// markup.
[[nodiscard]] std::string ScrollingTable(std::string_view label, std::string_view head,
                                         std::string_view rows);

}  // namespace swc::reports
