// Mutations of entries and values as parts of a batch: their number, order, names and place.
#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "fuzz/mutator/mutation.h"
#include "generators/random/random_values.h"
#include "reference/reading/directory.h"
#include "spec/contract.h"

namespace swc::fuzz {
namespace {

using spec::Contract;

// Lists are let grow a little beyond their limit and no further.
bool MayGrow(const Json& list, std::size_t limit) {
  constexpr std::size_t kBeyond = 2;
  return list.size() < limit + kBeyond;
}

void Insert(Json& list, std::size_t place, Json item) {
  list.insert(list.begin() + static_cast<std::ptrdiff_t>(place), std::move(item));
}

void Erase(Json& list, std::size_t place) {
  list.erase(list.begin() + static_cast<std::ptrdiff_t>(place));
}

bool CopyEntry(Site& site) {
  Json* entries = site.Entries();
  Json* entry = site.Entry();
  if (entries == nullptr || entry == nullptr || !MayGrow(*entries, Contract::Get().entries_max)) {
    return false;
  }
  Json copy = *entry;
  if (copy.is_object() && site.dice.Chance(75)) {
    copy["entryId"] = fmt::format("e{}", site.dice.Below(1000));
  }
  Insert(*entries, site.dice.Place(entries->size() + 1), std::move(copy));
  return true;
}

bool DropEntry(Site& site) {
  Json* entries = site.Entries();
  if (entries == nullptr || entries->empty()) {
    return false;
  }
  Erase(*entries, site.dice.Place(entries->size()));
  return true;
}

bool FillEntries(Site& site) {
  Json* entries = site.Entries();
  if (entries == nullptr || entries->empty()) {
    return false;
  }
  const std::size_t count = Contract::Get().entries_max + (site.dice.Chance(25) ? 1 : 0);
  for (std::size_t i = entries->size(); i < count; ++i) {
    Json copy = entries->front();
    if (copy.is_object()) {
      copy["entryId"] = fmt::format("f{}", i);
    }
    entries->push_back(std::move(copy));
  }
  return true;
}

bool MoveEntry(Site& site) {
  Json* from = site.Entries();
  if (from == nullptr || from->empty()) {
    return false;
  }
  const std::size_t place = site.dice.Place(from->size());
  Json moved = (*from)[place];
  Erase(*from, place);
  Json* to = site.Entries();
  to = to == nullptr ? from : to;
  Insert(*to, site.dice.Place(to->size() + 1), std::move(moved));
  return true;
}

bool CopyValue(Site& site) {
  Json* value = site.Value();
  Json* values = site.Values();
  if (values == nullptr || value == nullptr || !MayGrow(*values, Contract::Get().values_max)) {
    return false;
  }
  Json copy = *value;
  Insert(*values, site.dice.Place(values->size() + 1), std::move(copy));
  return true;
}

bool DropValue(Site& site) {
  Json* values = site.Values();
  if (values == nullptr || values->empty()) {
    return false;
  }
  Erase(*values, site.dice.Place(values->size()));
  return true;
}

// Fills an entry up to its limit, each value a nanosecond behind the one before.
bool FillValues(Site& site) {
  Json* values = site.Values();
  if (values == nullptr || values->empty() || !values->front().is_object()) {
    return false;
  }
  const std::size_t count = Contract::Get().values_max + (site.dice.Chance(25) ? 1 : 0);
  for (std::size_t i = values->size(); i < count; ++i) {
    Json copy = values->front();
    if (copy.contains("at") && copy["at"].is_string()) {
      copy["at"] = fmt::format("{}+{}ns", copy["at"].get<std::string>(), i);
    } else if (copy.contains("timestamp") && copy["timestamp"].is_object()) {
      copy["timestamp"]["offsetInNanos"] = i;
    }
    values->push_back(std::move(copy));
  }
  return true;
}

bool SwapValues(Site& site) {
  Json* values = site.Values();
  if (values == nullptr || values->size() < 2) {
    return false;
  }
  std::swap((*values)[site.dice.Below(values->size())], (*values)[site.dice.Place(values->size())]);
  return true;
}

bool ReverseValues(Site& site) {
  Json* values = site.Values();
  if (values == nullptr || values->size() < 2) {
    return false;
  }
  std::ranges::reverse(*values);
  return true;
}

bool ChangeEntryId(Site& site) {
  Json* entry = site.Entry();
  Json* other = site.Entry();
  if (entry == nullptr || !entry->is_object()) {
    return false;
  }
  if (other != nullptr && other->is_object() && other->contains("entryId") &&
      site.dice.Chance(25)) {
    const Json id = (*other)["entryId"];
    (*entry)["entryId"] = id;
    return true;
  }
  const std::size_t limit = Contract::Get().entry_id_length_max;
  switch (site.dice.Below(4)) {
    case 0:
      (*entry)["entryId"] = std::string(limit, 'i');
      break;
    case 1:
      (*entry)["entryId"] = std::string(limit + 1, 'i');
      break;
    default:
      (*entry)["entryId"] = generators::SampleEntryId(site.dice);
  }
  return true;
}

bool ChangeFlag(Site& site) {
  Json* put = site.Put();
  if (put == nullptr || !put->is_object()) {
    return false;
  }
  constexpr std::array<int, 4> kWeights = {4, 4, 4, 1};
  switch (site.dice.Weighted(kWeights)) {
    case 0:
      (*put)["enablePartialEntryProcessing"] = true;
      break;
    case 1:
      (*put)["enablePartialEntryProcessing"] = false;
      break;
    case 2:
      put->erase("enablePartialEntryProcessing");
      break;
    default:
      (*put)["enablePartialEntryProcessing"] = "true";
  }
  return true;
}

void NameBySymbol(Json& entry, const Json& series, Dice& dice) {
  constexpr std::array<std::string_view, 3> kForms = {"alias", "ids", "both"};
  auto name = series.begin();
  std::advance(name, static_cast<std::ptrdiff_t>(dice.Below(series.size())));
  entry["series"] = name.key();
  if (dice.Chance(50)) {
    entry["by"] = dice.Pick(kForms);
  } else {
    entry.erase("by");
  }
}

void NameByProperty(Json& entry, Dice& dice) {
  static const reference::Directory directory = reference::ExampleDirectory();
  const reference::Property& property =
      directory.properties[dice.Below(directory.properties.size())];
  const std::size_t form = dice.Below(4);
  for (const char* member : {"assetId", "propertyId", "propertyAlias"}) {
    entry.erase(member);
  }
  if (form == 0) {
    entry["propertyAlias"] = fmt::format("/fuzz/{}", dice.Below(3));
  }
  if (form == 1 || form == 3) {
    entry["propertyAlias"] = property.alias;
  }
  if (form >= 2) {
    entry["assetId"] = property.asset_id;
    entry["propertyId"] = property.property_id;
  }
}

bool ChangeIdentity(Site& site) {
  Json* entry = site.Entry();
  if (entry == nullptr || !entry->is_object()) {
    return false;
  }
  if (!site.is_case) {
    NameByProperty(*entry, site.dice);
    return true;
  }
  const auto series = site.root.find("series");
  if (series == site.root.end() || !series->is_object() || series->empty()) {
    return false;
  }
  NameBySymbol(*entry, *series, site.dice);
  return true;
}

constexpr std::array kBatchMutations = std::to_array<Mutation>({
    {"copy-entry", 6, CopyEntry},
    {"drop-entry", 4, DropEntry},
    {"fill-entries", 1, FillEntries},
    {"move-entry", 3, MoveEntry},
    {"copy-value", 8, CopyValue},
    {"drop-value", 4, DropValue},
    {"fill-values", 2, FillValues},
    {"swap-values", 3, SwapValues},
    {"reverse-values", 3, ReverseValues},
    {"entry-id", 3, ChangeEntryId},
    {"flag", 6, ChangeFlag},
    {"identity", 6, ChangeIdentity},
});

}  // namespace

std::span<const Mutation> BatchMutations() { return kBatchMutations; }

}  // namespace swc::fuzz
