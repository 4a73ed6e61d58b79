// Whether the pages of one read still show anything new.
//
// Law: pages that repeat what was shown lead nowhere. A few of them are a mistake of another kind,
// say of a page that begins too early; so many one after the other are a read without an end, and
// the rest of them is not asked for.
//
// Example: PagedNews news; if (news.LeadsNowhere(page)) { /* read.history.paging */ }
#pragma once

#include <set>
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
    bool news = page.empty();
    for (const SeenValue& value : page) {
      news = seen_.insert(KeyOf(value)).second || news;
    }
    with_news_ += news && !page.empty() ? 1 : 0;
    without_ = news ? 0 : without_ + 1;
    return without_ >= kPagesMax;
  }

  // Whether the last page had nothing new.
  [[nodiscard]] bool repeats() const { return without_ > 0; }

  // Returns how many pages had something new: a history with many of them is long, and may have an
  // end.
  [[nodiscard]] int pages_with_news() const { return with_news_; }

 private:
  std::set<reference::PointKey> seen_;
  int without_ = 0;  // The last pages in a row.
  int with_news_ = 0;
};

}  // namespace swc::conformance
