// How a case spells the alias of a stream that it wants.
//
// Law: whatever a case makes of the name that is lent, no two cases of a run and no two runs get
// the same alias, since the whole lent name, or all of it but a leading '/', stays part of it.
//
// Example: SpellAlias("${name}/Case", "/run/7") is "/run/7/Case".
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "spec/text/error.h"

namespace swc::generators {

// Returns `alias` with `padding` behind it up to `length` characters. `form` is "LENGTH" or
// "LENGTHpadding"; without a padding it is 'x'.
[[nodiscard]] std::expected<std::string, spec::Error> PaddedAlias(std::string alias,
                                                                  std::string_view form);

// Returns `form` with each "${name}" replaced by `name`, "${name:bare}" by `name` without the '/'
// that it begins with, and "${name:300}" by `name` padded to 300 characters. A form without any of
// them is an error.
[[nodiscard]] std::expected<std::string, spec::Error> SpellAlias(std::string_view form,
                                                                 std::string_view name);

}  // namespace swc::generators
