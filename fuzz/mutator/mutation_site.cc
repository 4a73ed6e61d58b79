#include <cstddef>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "fuzz/input/input.h"
#include "fuzz/mutator/mutation.h"
#include "fuzz/mutator/mutator.h"

namespace swc::fuzz {
namespace {

Json* Member(Json* object, const char* name) {
  if (object == nullptr || !object->is_object()) {
    return nullptr;
  }
  const auto found = object->find(name);
  return found == object->end() ? nullptr : &*found;
}

Json* ListMember(Json* object, const char* name) {
  Json* list = Member(object, name);
  return list != nullptr && list->is_array() ? list : nullptr;
}

Json* AnyOf(Json* list, Dice& dice) {
  return list == nullptr || list->empty() ? nullptr : &(*list)[dice.Place(list->size())];
}

void CollectPuts(Json& step, std::vector<Json*>& puts) {
  if (Json* put = Member(&step, "put"); put != nullptr && put->is_object()) {
    puts.push_back(put);
  }
  if (Json* list = ListMember(Member(&step, "together"), "puts")) {
    for (Json& put : *list) {
      puts.push_back(&put);
    }
  }
  if (Json* put = Member(Member(&step, "metamorphic"), "put")) {
    puts.push_back(put);
  }
}

void CollectReads(Json& step, Site& site) {
  for (const char* kind : {"history", "latest", "batch_latest", "batch_history"}) {
    if (const Json* read = Member(&step, kind); read != nullptr && read->is_object()) {
      site.reads.push_back(&step);
    }
  }
  if (Json* raw = Member(&step, "read_raw"); raw != nullptr && raw->is_object()) {
    site.raw_reads.push_back(raw);
  }
  if (Json* raw = Member(&step, "put_raw"); raw != nullptr && raw->is_object()) {
    site.raw_puts.push_back(raw);
  }
}

template <typename Predicate>
Json* AnyWhere(const std::vector<Json*>& nodes, Dice& dice, Predicate predicate) {
  std::vector<Json*> found;
  for (Json* node : nodes) {
    if (predicate(*node)) {
      found.push_back(node);
    }
  }
  return found.empty() ? nullptr : found[dice.Below(found.size())];
}

}  // namespace

Json* Site::Put() { return puts.empty() ? nullptr : puts[dice.Below(puts.size())]; }

Json* Site::Entries() { return ListMember(Put(), "entries"); }

Json* Site::Entry() { return AnyOf(Entries(), dice); }

Json* Site::Values() { return ListMember(Entry(), "propertyValues"); }

Json* Site::Value() { return AnyOf(Values(), dice); }

Json* Site::QueryRead() {
  return AnyWhere(raw_reads, dice, [](Json& read) {
    return !read.contains("body") && read.contains("path") && read["path"].is_string();
  });
}

Json* Site::BodyRead() {
  return AnyWhere(raw_reads, dice,
                  [](Json& read) { return read.contains("body") && read["body"].is_object(); });
}

std::string Site::SeriesName() {
  const Json* series = Member(&root, "series");
  if (series == nullptr || !series->is_object() || series->empty()) {
    return "";
  }
  auto name = series->begin();
  std::advance(name, static_cast<std::ptrdiff_t>(dice.Below(series->size())));
  return name.key();
}

bool Site::AddStep(Json step) {
  Json& steps = root["steps"];
  if (steps.size() >= kStepsMax) {
    return false;
  }
  steps.insert(steps.begin() + static_cast<std::ptrdiff_t>(dice.Place(steps.size() + 1)),
               std::move(step));
  return true;
}

Site SiteOf(Json& root, Dice& dice, ByteMutator bytes) {
  Site site{.root = root, .dice = dice, .bytes = bytes};
  Json* steps = ListMember(&root, "steps");
  site.is_case = steps != nullptr;
  if (!site.is_case) {
    site.puts.push_back(&root);
    return site;
  }
  for (Json& step : *steps) {
    CollectPuts(step, site.puts);
    CollectReads(step, site);
  }
  return site;
}

}  // namespace swc::fuzz
