// What a read by an alias that names nothing must not show.
//
// Law: aliases are compared character by character (identity.alias.exact): a value that was written
// to one series is not shown by a read of another one.
#pragma once

#include "conformance/judge/beliefs.h"
#include "conformance/judge/read_answer.h"
#include "reference/reading/directory.h"
#include "reference/reading/read_query.h"

namespace swc::conformance {

// What is known of all series, and which aliases belong to properties; unset: nothing.
struct WrittenValues {
  const reference::Directory* directory = nullptr;
  const Beliefs* beliefs = nullptr;
};

// Returns whether `value` was written, at a time that nobody hits by chance, to another series than
// the one that a read by a strange alias would name.
[[nodiscard]] bool WroteElsewhere(const WrittenValues& written, const reference::Identity& identity,
                                  const SeenValue& value);

}  // namespace swc::conformance
