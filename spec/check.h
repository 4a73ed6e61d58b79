// SWC_CHECK: a condition that only a defect of the suite itself can break. On in every build.
#pragma once

#include <cstdio>
#include <cstdlib>

// The only macro of the suite: it has to know its own line.
#define SWC_CHECK(condition, message)                                                     \
  do {                                                                                    \
    if (!(condition)) {                                                                   \
      std::fprintf(stderr, "%s:%d: internal error: %s\n", __FILE__, __LINE__, (message)); \
      std::abort();                                                                       \
    }                                                                                     \
  } while (false)
