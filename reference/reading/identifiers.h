// The forms of names in requests: entryId and the UUIDs of assets and properties.
//
// Example: if (!IsUuid(asset_id)) { ... }
#pragma once

#include <string_view>

namespace swc::reference {

// Whether `text` consists of what the pattern of shape EntryId permits; its length is another rule.
[[nodiscard]] bool HasEntryIdPattern(std::string_view text);

// Whether `text` matches the pattern of shape ID: a lower-case UUID that is not nil.
[[nodiscard]] bool IsUuid(std::string_view text);

// Whether the pattern of shape NextToken permits `c`.
[[nodiscard]] bool IsTokenLetter(char c);

}  // namespace swc::reference
