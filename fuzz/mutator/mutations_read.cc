// Mutations of reads without a query string: the bodies of batches, and the steps that case files
// have for reads.
#include <array>
#include <cstddef>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "fuzz/input/input.h"
#include "fuzz/mutator/body_text.h"
#include "fuzz/mutator/mutation.h"
#include "fuzz/mutator/read_words.h"
#include "fuzz/mutator/written_reads.h"
#include "spec/contract.h"
#include "spec/operation.h"
#include "spec/tqv.h"

namespace swc::fuzz {
namespace {

using spec::Contract;

bool IsHistory(const Json& raw_read) {
  return raw_read.value("path", "") == spec::PathOf(spec::Operation::kBatchHistory);
}

Json* EntriesOf(Json* body) {
  if (body == nullptr) {
    return nullptr;
  }
  const auto found = body->find("entries");
  return found == body->end() || !found->is_array() ? nullptr : &*found;
}

// Returns the body of a batch read, as an object, or null.
Json* BodyOf(Site& site) {
  Json* read = site.BodyRead();
  return read == nullptr ? nullptr : &(*read)["body"];
}

// A member of a body or of one of its entries gets one of its words.
bool ChangeMember(Site& site) {
  constexpr std::array<std::string_view, 3> kOfBody = {"maxResults", "nextToken", "entries"};
  constexpr std::array<int, 3> kWeights = {6, 4, 1};
  constexpr std::array<std::string_view, 8> kOfEntry = {
      "entryId",   "assetId", "propertyId", "propertyAlias",
      "startDate", "endDate", "qualities",  "timeOrdering"};
  Json* body = BodyOf(site);
  Json* entries = EntriesOf(body);
  if (body == nullptr) {
    return false;
  }
  Json* object = body;
  std::string member(kOfBody[site.dice.Weighted(kWeights)]);
  if (entries != nullptr && !entries->empty() && site.dice.Chance(70)) {
    object = &(*entries)[site.dice.Place(entries->size())];
    member = site.dice.Pick(kOfEntry);
  }
  if (!object->is_object()) {
    return false;
  }
  if (site.dice.Chance(5)) {
    member += "x";
  }
  const std::vector<Json>& words = BodyWords(site.dice.Chance(85) ? std::string_view(member) : "");
  Json word = words[site.dice.Below(words.size())];
  if (word.is_string()) {
    word = OfSeries(word.get<std::string>(), site.SeriesName());
  }
  if (member.ends_with("Id") || member == "propertyAlias") {
    object->erase("series");
  }
  (*object)[member] = std::move(word);
  return true;
}

bool DropReadMember(Site& site) {
  Json* body = BodyOf(site);
  Json* entries = EntriesOf(body);
  if (body == nullptr) {
    return false;
  }
  Json* object = entries != nullptr && !entries->empty() && site.dice.Chance(80)
                     ? &(*entries)[site.dice.Place(entries->size())]
                     : body;
  if (!object->is_object() || object->empty()) {
    return false;
  }
  auto member = object->begin();
  std::advance(member, static_cast<std::ptrdiff_t>(site.dice.Below(object->size())));
  object->erase(member);
  return true;
}

// The number of entries of a batch read, and what stands in which place.
bool ChangeReadEntries(Site& site) {
  Json* read = site.BodyRead();
  Json* entries = read == nullptr ? nullptr : EntriesOf(&(*read)["body"]);
  if (entries == nullptr || entries->empty()) {
    return false;
  }
  const Contract& contract = Contract::Get();
  const std::size_t most =
      IsHistory(*read) ? contract.batch_history_entries_max : contract.batch_latest_entries_max;
  const std::size_t place = site.dice.Place(entries->size());
  switch (site.dice.Below(4)) {
    case 0:
      entries->erase(entries->begin() + static_cast<std::ptrdiff_t>(place));
      return true;
    case 1:
      std::swap((*entries)[place], (*entries)[site.dice.Below(entries->size())]);
      return true;
    case 2: {
      const std::size_t count =
          site.dice.Chance(20) ? most + site.dice.Below(2) : entries->size() + 1;
      while (entries->size() < count) {
        Json copy = (*entries)[place];
        if (copy.is_object() && !site.dice.Chance(3)) {
          copy["entryId"] = fmt::format("c{}", entries->size());
        }
        entries->push_back(std::move(copy));
      }
      return true;
    }
    default:
      if (!(*entries)[place].is_object()) {
        return false;
      }
      (*entries)[place]["series"] = site.SeriesName();
      return true;
  }
}

// The body of a batch read becomes text, in which anything may be broken.
bool WriteBodyAsText(Site& site) {
  Json* body = BodyOf(site);
  if (body == nullptr) {
    return false;
  }
  *body = BrokenText(TextOfBody(*body), site.dice);
  return true;
}

// Asks for a small page of a batch, and behind it for the next one, by its token or by another one.
bool AskForNextBatchPage(Site& site) {
  Json* read = site.BodyRead();
  if (read == nullptr || !IsHistory(*read) || site.root["steps"].size() >= kStepsMax) {
    return false;
  }
  Json& body = (*read)["body"];
  body["maxResults"] = 1;
  body.erase("nextToken");
  Json next = *read;
  const std::vector<Json>& words = BodyWords("nextToken");
  next["body"]["nextToken"] =
      site.dice.Chance(50) ? Json("${token}") : words[site.dice.Below(words.size())];
  site.root["steps"].push_back({{"read_raw", std::move(next)}});
  return true;
}

void ChangeHistoryStep(Json& read, Dice& dice) {
  const Contract& contract = Contract::Get();
  constexpr std::array<std::string_view, 2> kOrders = {"ASCENDING", "DESCENDING"};
  switch (dice.Below(5)) {
    case 0:
      read["quality"] = spec::ToString(dice.Pick(spec::kQualities));
      break;
    case 1:
      read["start"] = dice.Pick(ReadTimes());
      break;
    case 2:
      read["end"] = dice.Pick(ReadTimes());
      break;
    case 3:
      read["order"] = dice.Pick(kOrders);
      break;
    default: {
      const std::array<std::size_t, 7> counts = {1,
                                                 2,
                                                 3,
                                                 contract.history_default_results,
                                                 contract.history_default_results + 1,
                                                 contract.history_results_max - 1,
                                                 contract.history_results_max};
      read["maxResults"] = dice.Pick(counts);
    }
  }
}

void ChangeBatchStep(Json& read, bool history, Site& site) {
  const Contract& contract = Contract::Get();
  const std::size_t most =
      history ? contract.batch_history_entries_max : contract.batch_latest_entries_max;
  if (site.dice.Chance(50) && read["series"].is_array()) {
    read["series"].insert(read["series"].begin(), site.SeriesName());
    return;
  }
  const std::array<std::size_t, 6> counts = {0, 1, 2, 5, most, most + 1};
  read["entries"] = site.dice.Pick(counts);
}

// A member of a step that reads becomes another one that such a step may have.
bool ChangeReadStep(Site& site) {
  if (site.reads.empty()) {
    return false;
  }
  Json& step = *site.reads[site.dice.Below(site.reads.size())];
  const std::string kind = step.begin().key();
  Json& read = step.front();
  const bool history = kind == "history" || kind == "batch_history";
  const bool batch = kind.starts_with("batch_");
  constexpr std::array<std::string_view, 4> kOptional = {"quality", "maxResults", "order", "by"};
  switch (site.dice.Below(6)) {
    case 0: {
      constexpr std::array<std::string_view, 2> kBy = {"alias", "ids"};
      read["by"] = site.dice.Pick(kBy);
      return true;
    }
    case 1:
      read.erase(std::string(site.dice.Pick(kOptional)));
      return true;
    case 2:
      if (batch) {
        ChangeBatchStep(read, history, site);
        return true;
      }
      read["series"] = site.SeriesName();
      return true;
    default:
      if (history) {
        ChangeHistoryStep(read, site.dice);
      }
      return history;
  }
}

constexpr std::array kReadMutations = std::to_array<Mutation>({
    {"body-member", 10, ChangeMember},
    {"drop-read-member", 3, DropReadMember},
    {"read-entries", 4, ChangeReadEntries},
    {"next-batch-page", 4, AskForNextBatchPage},
    {"body-as-text", 2, WriteBodyAsText},
    {"read-step", 8, ChangeReadStep},
});

}  // namespace

std::span<const Mutation> ReadMutations() { return kReadMutations; }

}  // namespace swc::fuzz
