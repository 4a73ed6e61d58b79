// Mutations of reads by a query: its parameters, their values, pages, dates.
#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "fuzz/mutator/mutation.h"
#include "fuzz/mutator/mutations_request.h"
#include "fuzz/mutator/mutations_scalar.h"
#include "fuzz/mutator/query_text.h"
#include "fuzz/mutator/read_words.h"
#include "fuzz/mutator/written_reads.h"
#include "spec/operation.h"

namespace swc::fuzz {
namespace {

// Queries that grow without an end would only slow the fuzzer down.
constexpr std::size_t kParametersMax = 16;

// Takes the query of a raw read apart, lets `change` have it, and puts it together again. Returns
// whether there was one and `change` says that it changed something.
template <typename Change>
bool ChangeQuery(Site& site, Change change) {
  Json* read = site.QueryRead();
  if (read == nullptr) {
    return false;
  }
  RawQuery query = SplitQuery((*read)["path"].get<std::string>());
  if (!change(query)) {
    return false;
  }
  (*read)["path"] = JoinedQuery(query);
  return true;
}

// The first words of each are those next to a rule.
std::string WordFor(std::string_view parameter, const std::string& series, Dice& dice) {
  constexpr std::size_t kFirst = 10;
  const std::vector<std::string>& words = QueryWords(parameter);
  const std::size_t among = dice.Chance(40) ? std::min(kFirst, words.size()) : words.size();
  return OfSeries(words[dice.Below(among)], series);
}

Parameter* AnyOf(RawQuery& query, Dice& dice) {
  return query.parameters.empty() ? nullptr
                                  : &query.parameters[dice.Below(query.parameters.size())];
}

Parameter* Named(RawQuery& query, std::string_view name) {
  const auto found = std::ranges::find(query.parameters, name, &Parameter::name);
  return found == query.parameters.end() ? nullptr : &*found;
}

void Add(RawQuery& query, Parameter parameter, Dice& dice) {
  const std::size_t place = dice.Place(query.parameters.size() + 1);
  query.parameters.insert(query.parameters.begin() + static_cast<std::ptrdiff_t>(place),
                          std::move(parameter));
}

// The value of a parameter becomes one of its words; a history that has it not gets it.
bool ChangeParameter(Site& site) {
  const std::string series = site.SeriesName();
  return ChangeQuery(site, [&](RawQuery& query) {
    Parameter* parameter = AnyOf(query, site.dice);
    if (parameter == nullptr || site.dice.Chance(30)) {
      const std::string_view name = site.dice.Pick(ReadParameters());
      parameter = Named(query, name);
      if (parameter == nullptr && query.parameters.size() < kParametersMax) {
        query.parameters.push_back({.name = std::string(name), .value = ""});
        parameter = &query.parameters.back();
      }
    }
    if (parameter == nullptr) {
      return false;
    }
    // Now and then a word of another parameter.
    const std::string_view of = site.dice.Chance(85) ? std::string_view(parameter->name) : "";
    parameter->value = WordFor(of, series, site.dice);
    parameter->equals = true;
    return true;
  });
}

// A parameter is left out, stands twice, is unknown, or stands elsewhere.
bool ChangeParameters(Site& site) {
  const std::string series = site.SeriesName();
  return ChangeQuery(site, [&](RawQuery& query) {
    const Parameter* one = AnyOf(query, site.dice);
    const bool full = query.parameters.size() >= kParametersMax;
    switch (site.dice.Below(4)) {
      case 0:
        if (one != nullptr) {
          query.parameters.erase(query.parameters.begin() + (one - query.parameters.data()));
        }
        return one != nullptr;
      case 1: {
        if (one == nullptr || full) {
          return false;
        }
        Parameter twin = *one;
        if (site.dice.Chance(60)) {
          twin.value = WordFor(twin.name, series, site.dice);
        }
        Add(query, std::move(twin), site.dice);
        return true;
      }
      case 2: {
        const std::string name(site.dice.Pick(StrangeParameters()));
        if (!full) {
          Add(query, {.name = name, .value = WordFor("", series, site.dice)}, site.dice);
        }
        return !full;
      }
      default: {
        Parameter* other = AnyOf(query, site.dice);
        if (one == other) {
          return false;
        }
        std::swap(query.parameters[static_cast<std::size_t>(one - query.parameters.data())],
                  *other);
        return true;
      }
    }
  });
}

// The name of a parameter is misspelt, or it loses its value.
bool ChangeName(Site& site) {
  return ChangeQuery(site, [&](RawQuery& query) {
    Parameter* one = AnyOf(query, site.dice);
    if (one == nullptr) {
      return false;
    }
    if (site.dice.Chance(25)) {
      one->value.clear();
      one->equals = site.dice.Chance(50);
      return true;
    }
    one->name = SafeInQuery(WithOtherLetter(std::move(one->name), site.dice));
    return true;
  });
}

// One character of a value stands there percent-encoded, which says the same.
bool EncodeLetter(Site& site) {
  return ChangeQuery(site, [&](RawQuery& query) {
    Parameter* one = AnyOf(query, site.dice);
    const std::size_t symbols =
        one == nullptr ? 0 : std::min(one->value.find("${"), one->value.size());
    if (symbols == 0) {
      return false;
    }
    const std::size_t place = site.dice.Place(symbols);
    const auto byte = static_cast<unsigned char>(one->value[place]);
    one->value.replace(
        place, 1,
        site.dice.Chance(50) ? fmt::format("%{:02x}", byte) : fmt::format("%{:02X}", byte));
    return true;
  });
}

// One character of a value, or a few bytes, become others.
bool ChangeValueBytes(Site& site) {
  return ChangeQuery(site, [&](RawQuery& query) {
    Parameter* one = AnyOf(query, site.dice);
    if (one == nullptr) {
      return false;
    }
    one->value = SafeInQuery(WithOtherBytes(std::move(one->value), site));
    return true;
  });
}

// Asks for a small page, and behind it for the next one, perhaps of another query.
bool AskForNextPage(Site& site) {
  Json* read = site.QueryRead();
  if (read == nullptr) {
    return false;
  }
  RawQuery query = SplitQuery((*read)["path"].get<std::string>());
  if (query.path != spec::PathOf(spec::Operation::kHistory)) {
    return false;
  }
  if (Parameter* count = Named(query, "maxResults")) {
    count->value = "1";
  } else {
    query.parameters.push_back({.name = "maxResults", .value = "1"});
  }
  std::erase_if(query.parameters, [](const auto& each) { return each.name == "nextToken"; });
  (*read)["path"] = JoinedQuery(query);
  if (site.dice.Chance(40)) {
    Parameter* other = AnyOf(query, site.dice);
    other->value = WordFor(other->name, site.SeriesName(), site.dice);
  }
  const std::string token = site.dice.Chance(60) ? "${token}" : WordFor("nextToken", "", site.dice);
  query.parameters.push_back({.name = "nextToken", .value = token});
  Json next = *read;
  next["path"] = JoinedQuery(query);
  // Adding a step may move the one that was read from.
  Json& steps = site.root["steps"];
  steps.push_back({{"read_raw", std::move(next)}});
  return true;
}

// Start and end change places, are equal, or lie beside each other.
bool ChangeRange(Site& site) {
  constexpr std::array<std::string_view, 6> kEnds = {"${t0.date}",    "${t0+1s.date}",
                                                     "${t0+2s.date}", "${t0+60s.date}",
                                                     "${now.date}",   "${t0-1s.date}"};
  return ChangeQuery(site, [&](RawQuery& query) {
    Parameter* start = Named(query, "startDate");
    Parameter* end = Named(query, "endDate");
    if (start == nullptr || end == nullptr) {
      return false;
    }
    switch (site.dice.Below(4)) {
      case 0:
        std::swap(start->value, end->value);
        break;
      case 1:
        end->value = start->value;
        break;
      default:
        start->value = site.dice.Pick(kEnds);
        end->value = site.dice.Pick(kEnds);
    }
    return true;
  });
}

constexpr std::array kQueryMutations = std::to_array<Mutation>({
    {"add-raw-read", 6, AddRawRead},
    {"write-out-read", 3, WriteOutRead},
    {"parameter", 16, ChangeParameter},
    {"parameters", 6, ChangeParameters},
    {"parameter-name", 3, ChangeName},
    {"encode", 2, EncodeLetter},
    {"parameter-bytes", 8, ChangeValueBytes},
    {"next-page", 4, AskForNextPage},
    {"range", 3, ChangeRange},
    {"read-headers", 1, ChangeHeaders},
    {"unbound", 1, AskForNothing},
});

}  // namespace

std::span<const Mutation> QueryMutations() { return kQueryMutations; }

}  // namespace swc::fuzz
