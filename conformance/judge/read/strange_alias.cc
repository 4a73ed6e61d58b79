#include "conformance/judge/read/strange_alias.h"

#include <algorithm>

#include "conformance/judge/beliefs.h"
#include "conformance/judge/read_answer.h"
#include "reference/model/store.h"
#include "reference/reading/read_query.h"
#include "reference/reading/series_id.h"
#include "spec/tqv.h"

namespace swc::conformance {

bool WroteElsewhere(const WrittenValues& written, const reference::Identity& identity,
                    const SeenValue& value) {
  if (written.beliefs == nullptr || !identity.alias || identity.asset_id || identity.property_id ||
      value.time.nanos == 0 || written.directory->FindByAlias(*identity.alias) != nullptr) {
    return false;
  }
  const reference::PointKey key{.time = value.time, .quality = value.quality};
  const SeriesBeliefs* own = written.beliefs->Find(reference::SeriesOfStream(*identity.alias));
  const auto holds = [&](const reference::SeriesId& id) {
    const SeriesBeliefs& known = *written.beliefs->Find(id);
    const auto found = known.find(key);
    const spec::Value* there = found == known.end() ? nullptr : found->second.Certain();
    return there != nullptr && ShowsSame(value, *there);
  };
  return (own == nullptr || !own->contains(key)) &&
         std::ranges::any_of(written.beliefs->Ids(), holds);
}

}  // namespace swc::conformance
