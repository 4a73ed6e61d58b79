// Which reads a target described in process has: there is no preflight that would find out.
//
// Example: ReadAccess reads = DescribedReads(target); session.context().reads = &reads;
#pragma once

#include "conformance/client/read_access.h"
#include "conformance/target/target.h"
#include "spec/operation.h"

namespace swc::fuzz {

[[nodiscard]] inline conformance::ReadAccess DescribedReads(const conformance::Target& target) {
  conformance::ReadAccess reads;
  for (const spec::Operation read : target.no_reads) {
    reads.Exclude(read);
  }
  return reads;
}

}  // namespace swc::fuzz
