// Causes that differ only by what stands around the same fault.
//
// Law: a case that is as small as its finding lets it be, and shows another finding when a part is
// taken away, holds the other's fault: the part only dresses it ("it overwrites a value that was
// lost"). Its cause joins that of the other finding, unless a seeded bug has named it, or one of
// the two is known and the other is not: what is new is never told as something known.
//
// A part may lead to a name that the fault has not, so diagnosis is not told of cases that are
// dressed.
//
// Example: JoinCauses(findings, causes);
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "reports/run_record.h"

namespace swc::fuzz {

// Returns the signatures that the case of a finding shows when a part is taken away.
[[nodiscard]] std::set<std::string> ShownByLess(const reports::Finding& finding);

// Returns the places of findings that are no evidence of what their fault is, for another one, as
// well known as they are, is left when a part is taken away. `known`: the files of known cases.
[[nodiscard]] std::set<std::size_t> DressedIn(const std::vector<reports::Finding>& findings,
                                              const std::set<std::string>& known);

// REQUIRES: the causes tell places in `findings`.
void JoinCauses(const std::vector<reports::Finding>& findings, std::vector<reports::Cause>& causes);

}  // namespace swc::fuzz
