# Compiles through ccache where it is installed, so that another checkout on the same machine, or one
# that is built again, takes what is the same from the cache. CCACHE_DISABLE=1 in the environment when
# the build is configured turns this off.
#
# Paths below the checkout are stored relative to it, and precompiled headers are known by their bytes.
# clang would look for the files that a precompiled header was made of where another checkout had them,
# so it is told not to: the build knows them, and the cache knows the bytes.

find_program(SWC_CCACHE ccache)
mark_as_advanced(SWC_CCACHE)
set(swc_cached_flags)
if(SWC_CCACHE AND NOT DEFINED ENV{CCACHE_DISABLE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_ctime,include_file_mtime
      ${PROJECT_SOURCE_DIR}/cmake/scripts/compile_cached)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    set(swc_cached_flags "SHELL:-Xclang -fno-validate-pch")
  endif()
endif()
