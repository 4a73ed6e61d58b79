// What swc_plugin_harness compares for itself. An engine watches every comparison of memory that
// goes through the program's memcmp: those of the implementation teach it something, those of this
// suite only cost time.
//
// Law: exported_to_engine.map keeps these names inside the library.
#include <dlfcn.h>

#include <cstddef>

namespace {

using Compare = int (*)(const void*, const void*, std::size_t);

// The C library's own, which stands behind the program's.
Compare OfTheSystem() {
  static const auto kFound = reinterpret_cast<Compare>(dlsym(RTLD_NEXT, "memcmp"));
  return kFound;
}

}  // namespace

// The library's own names of parameters are reserved, and what is defined here needs no header of
// it. NOLINTBEGIN(readability-inconsistent-declaration-parameter-name,misc-include-cleaner)
extern "C" int memcmp(const void* one, const void* other, std::size_t size) {
  return OfTheSystem()(one, other, size);
}

extern "C" int bcmp(const void* one, const void* other, std::size_t size) {
  return OfTheSystem()(one, other, size);
}
// NOLINTEND(readability-inconsistent-declaration-parameter-name,misc-include-cleaner)
