// Mutants that take two series for one, for writes and reads alike.
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reference/mutants/mutant_areas.h"
#include "reference/mutants/mutant_edits.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/directory.h"
#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/http_message.h"

namespace swc::reference {
namespace {

// Calls `edit` with the alias of a stream.
template <typename Edit>
void EditAlias(SeriesId& series, Edit edit) {
  if (const std::string* alias = series.stream()) {
    std::string edited = *alias;
    edit(edited);
    series = SeriesId::OfStream(std::move(edited));
  }
}

// Replaces each `from` in an alias, again and again, until there is none.
void ReplaceInAlias(SeriesId& series, std::string_view from, std::string_view to) {
  EditAlias(series, [&](std::string& alias) {
    for (std::size_t at = alias.find(from); at != std::string::npos; at = alias.find(from)) {
      alias.replace(at, from.size(), to);
    }
  });
}

void DropLast(SeriesId& series, char last) {
  EditAlias(series, [&](std::string& alias) {
    while (alias.ends_with(last)) {
      alias.pop_back();
    }
  });
}

void CutAlias(SeriesId& series, std::size_t bytes) {
  EditAlias(series, [&](std::string& alias) { alias = alias.substr(0, bytes); });
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
     .clauses = {"identity.alias.exact", "store.no-phantom"},
     .on_series =
         [](SeriesId& series, MutantScope&) {
           EditAlias(series, [](std::string& alias) {
             for (char& c : alias) {
               c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
             }
           });
         }},
    {.name = "alias-trimmed",
     .description = "Blanks behind an alias do not count.",
     .clauses = {"identity.alias.exact", "store.no-phantom"},
     .on_series = [](SeriesId& series, MutantScope&) { DropLast(series, ' '); }},
    {.name = "alias-blanks-collapsed",
     .description = "Several blanks in an alias count as one.",
     .clauses = {"identity.alias.exact", "store.no-phantom"},
     .on_series = [](SeriesId& series, MutantScope&) { ReplaceInAlias(series, "  ", " "); }},
    {.name = "alias-decoded-again",
     .description = "What looks like a percent escape in an alias is decoded.",
     .clauses = {"identity.alias.exact", "store.no-phantom"},
     .on_series =
         [](SeriesId& series, MutantScope&) {
           EditAlias(series, [](std::string& alias) { alias = spec::PercentDecode(alias); });
         }},
    {.name = "alias-slashes-collapsed",
     .description = "Several slashes in an alias count as one.",
     .clauses = {"identity.alias.exact", "store.no-phantom"},
     .on_series = [](SeriesId& series, MutantScope&) { ReplaceInAlias(series, "//", "/"); }},
    {.name = "alias-last-slash-dropped",
     .description = "A slash behind an alias does not count.",
     .clauses = {"identity.alias.exact", "store.no-phantom"},
     .on_series = [](SeriesId& series, MutantScope&) { DropLast(series, '/'); }},
    {.name = "alias-first-slash-added",
     .description = "An alias that begins without a slash gets one.",
     .clauses = {"identity.alias.exact", "store.no-phantom"},
     .on_series =
         [](SeriesId& series, MutantScope&) {
           EditAlias(series, [](std::string& alias) {
             if (!alias.starts_with('/')) {
               alias.insert(0, "/");
             }
           });
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
     .clauses = {"identity.alias.exact", "store.no-phantom"},
     .on_series = [](SeriesId& series, MutantScope&) { ReplaceInAlias(series, "+", " "); }},
    {.name = "alias-composed",
     .description = "An e and the accent behind it in an alias become one character.",
     .clauses = {"identity.alias.exact", "store.no-phantom"},
     .on_series = [](SeriesId& series,
                     MutantScope&) { ReplaceInAlias(series, "e\xCC\x81", "\xC3\xA9"); }},
    {.name = "alias-cut-at-255",
     .description = "Aliases are told apart by their first 255 bytes.",
     .clauses = {"identity.alias.exact", "store.no-phantom"},
     .on_series = [](SeriesId& series, MutantScope&) { CutAlias(series, 255); }},
    {.name = "longer-alias-names-property",
     .description = "An alias that goes on behind the alias of a property names that property.",
     .clauses = {"identity.alias.exact", "store.no-phantom", "store.acknowledged"},
     .on_series =
         [](SeriesId& series, MutantScope& scope) {
           for (const Property& property : scope.directory.properties) {
             const std::string* alias = series.stream();
             if (!property.alias.empty() && alias != nullptr &&
                 alias->starts_with(property.alias)) {
               series = SeriesOfProperty(property);
             }
           }
         }},
    {.name = "shorter-alias-names-property",
     .description = "An alias that lacks the last letter of the alias of a property names it.",
     .clauses = {"identity.alias.exact", "store.no-phantom"},
     .on_series =
         [](SeriesId& series, MutantScope& scope) {
           for (const Property& property : scope.directory.properties) {
             const std::string_view alias = property.alias;
             if (!alias.empty() && series == SeriesOfStream(alias.substr(0, alias.size() - 1))) {
               series = SeriesOfProperty(property);
             }
           }
         }},
    {.name = "alias-is-a-pattern",
     .description = "An alias with '_' or '%' names an older one that fits it as a pattern.",
     .clauses = {"identity.alias.exact", "store.no-phantom"},
     .on_series =
         [](SeriesId& series, MutantScope& scope) {
           if (series.stream() == nullptr || series.stream()->size() > kEditedDepthMax) {
             return;
           }
           const std::string& pattern = *series.stream();
           if (pattern.find_first_of("_%") != std::string::npos) {
             for (const auto& [known, count] : scope.memory) {
               if (known != pattern && Like(pattern, known)) {
                 series = SeriesOfStream(known);
                 return;
               }
             }
           }
           CountBefore(scope, pattern);
         }},
    {.name = "series-of-property-id",
     .description = "Properties of two assets that share a propertyId are one series.",
     .clauses = {"store.no-phantom"},
     .on_series =
         [](SeriesId& series, MutantScope&) {
           if (const SeriesId::Ids* ids = series.property()) {
             series = SeriesId::OfProperty("", ids->property_id);
           }
         }},
    {.name = "series-of-asset-id",
     .description = "The properties of one asset are one series.",
     .clauses = {"store.no-phantom"},
     .on_series =
         [](SeriesId& series, MutantScope&) {
           if (const SeriesId::Ids* ids = series.property()) {
             series = SeriesId::OfProperty(ids->asset_id, "");
           }
         }},
};

}  // namespace

std::span<const Mutant> SeriesMutants() { return kSeriesMutants; }

}  // namespace swc::reference
