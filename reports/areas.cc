#include "reports/areas.h"

#include <algorithm>
#include <string>
#include <vector>

#include "reports/run_record.h"
#include "reports/summary.h"

namespace swc::reports {

std::vector<Area> AreasOf(const RunRecord& record) {
  std::vector<Area> areas;
  for (const ClauseRecord& clause : record.clauses) {
    const std::string name = clause.id.substr(0, clause.id.find('.'));
    auto area = std::ranges::find(areas, name, &Area::name);
    if (area == areas.end()) {
      area = areas.insert(areas.end(), {.name = name});
    }
    ++area->clauses;
    area->exercised += IsExercised(clause.verdict) ? 1 : 0;
    area->failing +=
        clause.verdict == Verdict::kFail || clause.verdict == Verdict::kInconsistent ? 1 : 0;
    area->warning += clause.verdict == Verdict::kWarn ? 1 : 0;
  }
  return areas;
}

}  // namespace swc::reports
