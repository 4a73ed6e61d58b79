# Compiles through ccache where it is installed, so that another checkout on the same machine, or one
# that is built again, takes what is the same from the cache. CCACHE_DISABLE=1 in the environment when
# the build is configured turns this off.
#
# Paths below the checkout are stored relative to it; cmake/scripts/compile_cached says how precompiled
# headers are known.

find_program(SWC_CCACHE ccache)
mark_as_advanced(SWC_CCACHE)
if(SWC_CCACHE AND NOT DEFINED ENV{CCACHE_DISABLE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 CCACHE_PCH_EXTSUM=1
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_ctime,include_file_mtime
      ${PROJECT_SOURCE_DIR}/cmake/scripts/compile_cached)
endif()
