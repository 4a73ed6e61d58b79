#include <vector>

#include "fuzz/mutator/mutation.h"

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

}  // namespace

Json* Site::Put() { return puts.empty() ? nullptr : puts[dice.Below(puts.size())]; }

Json* Site::Entries() { return ListMember(Put(), "entries"); }

Json* Site::Entry() { return AnyOf(Entries(), dice); }

Json* Site::Values() { return ListMember(Entry(), "propertyValues"); }

Json* Site::Value() { return AnyOf(Values(), dice); }

Site SiteOf(Json& root, Dice& dice) {
  Site site{.root = root, .dice = dice};
  Json* steps = ListMember(&root, "steps");
  site.is_case = steps != nullptr;
  if (!site.is_case) {
    site.puts.push_back(&root);
    return site;
  }
  for (Json& step : *steps) {
    CollectPuts(step, site.puts);
  }
  return site;
}

}  // namespace swc::fuzz
