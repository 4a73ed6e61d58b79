// Whether the pages of one read still show anything new.
//
// Law: pages that repeat what was shown lead nowhere. A few of them are a mistake of another kind,
// say of a page that begins too early; so many one after the other are a read without an end, and
// the rest of them is not asked for.
//
// Example: PagedNews news; if (news.LeadsNowhere(page)) { /* read.history.paging */ }
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "conformance/judge/read/judge_read.h"
#include "conformance/judge/read_answer.h"
#include "reference/model/store.h"

namespace swc::conformance {

class PagedNews {
 public:
  static constexpr int kPagesMax = 10;

  // Takes the values of one more page. Returns whether it and those before it, each with values,
  // showed nothing but what earlier ones had.
  [[nodiscard]] bool LeadsNowhere(const std::vector<SeenValue>& page) {
    return LeadsNowhere({{"", page}}, {});
  }

  // The same of a batch read: the values of its entries by entryId, and the errors.
  [[nodiscard]] bool LeadsNowhere(const std::map<std::string, std::vector<SeenValue>>& page,
                                  const std::set<std::string>& errors) {
    bool empty = errors.empty();
    bool fresh = false;
    for (const auto& [id, values] : page) {
      for (const SeenValue& value : values) {
        fresh = seen_.emplace(id, KeyOf(value)).second || fresh;
      }
      empty = empty && values.empty();
    }
    for (const std::string& id : errors) {
      fresh = errors_.insert(id).second || fresh;
    }
    with_news_ += fresh ? 1 : 0;
    without_ = fresh || empty ? 0 : without_ + 1;
    return without_ >= kPagesMax;
  }

  // Whether the last page had nothing new.
  [[nodiscard]] bool repeats() const { return without_ > 0; }

  // Returns how many pages had something new: a history with many of them is long, and may have an
  // end.
  [[nodiscard]] int pages_with_news() const { return with_news_; }

 private:
  std::set<std::pair<std::string, reference::PointKey>> seen_;
  std::set<std::string> errors_;
  int without_ = 0;  // The last pages in a row.
  int with_news_ = 0;
};

}  // namespace swc::conformance
