// Mutants that take two series for one, for writes and reads alike.
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reference/mutants/mutant_areas.h"
#include "reference/mutants/mutant_edits.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/directory.h"
#include "spec/http_message.h"

namespace swc::reference {
namespace {

constexpr std::string_view kAliasPrefix = "alias:";
constexpr std::string_view kIdsPrefix = "ids:";

bool IsAlias(const SeriesId& series) { return series.starts_with(kAliasPrefix); }

// Replaces each `from` in an alias, again and again, until there is none.
void ReplaceInAlias(SeriesId& series, std::string_view from, std::string_view to) {
  if (!IsAlias(series)) {
    return;
  }
  for (std::size_t at = series.find(from, kAliasPrefix.size()); at != std::string::npos;
       at = series.find(from, kAliasPrefix.size())) {
    series.replace(at, from.size(), to);
  }
}

void DropLast(SeriesId& series, char last) {
  while (IsAlias(series) && series.ends_with(last)) {
    series.pop_back();
  }
}

void CutAlias(SeriesId& series, std::size_t bytes) {
  if (IsAlias(series)) {
    series = series.substr(0, kAliasPrefix.size() + bytes);
  }
}

// Whether `text` fits `pattern`, in which '_' is any character and '%' any text, as in SQL.
bool Like(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) {
    return text.empty();
  }
  if (pattern.front() == '%') {
    return Like(pattern.substr(1), text) || (!text.empty() && Like(pattern, text.substr(1)));
  }
  return !text.empty() && (pattern.front() == '_' || pattern.front() == text.front()) &&
         Like(pattern.substr(1), text.substr(1));
}

const std::vector<Mutant> kSeriesMutants = {
    {.name = "alias-in-lower-case",
     .description = "Aliases that differ in capital letters are one series.",
     .clauses = {"identity.alias.exact"},
     .on_series =
         [](SeriesId& series, MutantScope&) {
           for (char& c : series) {
             c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
           }
         }},
    {.name = "alias-trimmed",
     .description = "Blanks behind an alias do not count.",
     .clauses = {"identity.alias.exact"},
     .on_series = [](SeriesId& series, MutantScope&) { DropLast(series, ' '); }},
    {.name = "alias-blanks-collapsed",
     .description = "Several blanks in an alias count as one.",
     .clauses = {"identity.alias.exact"},
     .on_series = [](SeriesId& series, MutantScope&) { ReplaceInAlias(series, "  ", " "); }},
    {.name = "alias-decoded-again",
     .description = "What looks like a percent escape in an alias is decoded.",
     .clauses = {"identity.alias.exact"},
     .on_series =
         [](SeriesId& series, MutantScope&) {
           if (IsAlias(series)) {
             series = spec::PercentDecode(series);
           }
         }},
    {.name = "alias-slashes-collapsed",
     .description = "Several slashes in an alias count as one.",
     .clauses = {"identity.alias.exact"},
     .on_series = [](SeriesId& series, MutantScope&) { ReplaceInAlias(series, "//", "/"); }},
    {.name = "alias-last-slash-dropped",
     .description = "A slash behind an alias does not count.",
     .clauses = {"identity.alias.exact"},
     .on_series = [](SeriesId& series, MutantScope&) { DropLast(series, '/'); }},
    {.name = "alias-first-slash-added",
     .description = "An alias that begins without a slash gets one.",
     .clauses = {"identity.alias.exact"},
     .on_series =
         [](SeriesId& series, MutantScope&) {
           if (IsAlias(series) && series.find('/') != kAliasPrefix.size()) {
             series.insert(kAliasPrefix.size(), "/");
           }
         }},
    {.name = "alias-without-slash-refused",
     .description = "An alias that begins without a slash is refused.",
     .clauses = {"identity.alias.pattern", "identity.alias.exact", "entry.valid.accepted"},
     .on_reading =
         [](Reading& reading, MutantScope&) {
           for (std::size_t i = 0; i < reading.entries.size(); ++i) {
             if (reading.entries[i].alias && !reading.entries[i].alias->starts_with('/')) {
               AddToEntry(reading, "identity.alias.pattern", i);
             }
           }
         }},
    {.name = "alias-plus-is-blank",
     .description = "A plus sign in an alias is a blank.",
     .clauses = {"identity.alias.exact"},
     .on_series = [](SeriesId& series, MutantScope&) { ReplaceInAlias(series, "+", " "); }},
    {.name = "alias-composed",
     .description = "An e and the accent behind it in an alias become one character.",
     .clauses = {"identity.alias.exact"},
     .on_series = [](SeriesId& series,
                     MutantScope&) { ReplaceInAlias(series, "e\xCC\x81", "\xC3\xA9"); }},
    {.name = "alias-cut-at-255",
     .description = "Aliases are told apart by their first 255 bytes.",
     .clauses = {"identity.alias.exact"},
     .on_series = [](SeriesId& series, MutantScope&) { CutAlias(series, 255); }},
    {.name = "longer-alias-names-property",
     .description = "An alias that goes on behind the alias of a property names that property.",
     .clauses = {"identity.alias.exact", "store.no-phantom", "store.acknowledged"},
     .on_series =
         [](SeriesId& series, MutantScope& scope) {
           for (const Property& property : scope.directory.properties) {
             const SeriesId alias = SeriesOfAlias(property.alias);
             if (!property.alias.empty() && series.starts_with(alias)) {
               series = SeriesOfProperty(property);
             }
           }
         }},
    {.name = "shorter-alias-names-property",
     .description = "An alias that lacks the last letter of the alias of a property names it.",
     .clauses = {"identity.alias.exact"},
     .on_series =
         [](SeriesId& series, MutantScope& scope) {
           for (const Property& property : scope.directory.properties) {
             const SeriesId alias = SeriesOfAlias(property.alias);
             if (!property.alias.empty() && series == alias.substr(0, alias.size() - 1)) {
               series = SeriesOfProperty(property);
             }
           }
         }},
    {.name = "alias-is-a-pattern",
     .description = "An alias with '_' or '%' names an older one that fits it as a pattern.",
     .clauses = {"identity.alias.exact"},
     .on_series =
         [](SeriesId& series, MutantScope& scope) {
           if (!IsAlias(series) || series.size() > kEditedDepthMax) {
             return;
           }
           if (series.find_first_of("_%") != std::string::npos) {
             for (auto known = scope.memory.lower_bound(std::string(kAliasPrefix));
                  known != scope.memory.end() && known->first.starts_with(kAliasPrefix); ++known) {
               if (known->first != series && Like(series, known->first)) {
                 series = known->first;
                 return;
               }
             }
           }
           CountBefore(scope, series);
         }},
    {.name = "series-of-property-id",
     .description = "Properties of two assets that share a propertyId are one series.",
     .clauses = {"store.no-phantom"},
     .on_series =
         [](SeriesId& series, MutantScope&) {
           if (series.starts_with(kIdsPrefix)) {
             series.erase(kIdsPrefix.size(), series.find('/') - kIdsPrefix.size());
           }
         }},
    {.name = "series-of-asset-id",
     .description = "The properties of one asset are one series.",
     .clauses = {"store.no-phantom"},
     .on_series =
         [](SeriesId& series, MutantScope&) {
           if (series.starts_with(kIdsPrefix)) {
             series.erase(series.find('/'));
           }
         }},
};

}  // namespace

std::span<const Mutant> SeriesMutants() { return kSeriesMutants; }

}  // namespace swc::reference
