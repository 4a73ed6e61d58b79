// Causes that differ only by what stands around the same fault.
//
// Law: a case that is as small as its finding lets it be, and shows another finding when a part is
// taken away, holds the other's fault: the part only dresses it ("it overwrites a value that was
// lost"). Its cause joins that of the other finding, unless a seeded bug has named it, or one of
// the two is known and the other is not: what is new is never told as something known.
//
// Example: JoinCauses(findings, causes);
#pragma once

#include <vector>

#include "reports/run_record.h"

namespace swc::fuzz {

// REQUIRES: the causes tell places in `findings`.
void JoinCauses(const std::vector<reports::Finding>& findings, std::vector<reports::Cause>& causes);

}  // namespace swc::fuzz
