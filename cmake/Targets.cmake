# How this project declares its targets: flags live on one interface target, never in
# CMAKE_CXX_FLAGS.

include(CheckLinkerFlag)

add_library(swc_flags INTERFACE)
target_compile_features(swc_flags INTERFACE cxx_std_23)
target_compile_options(swc_flags INTERFACE
  -Wall -Wextra -Wpedantic $<$<BOOL:${SWC_WERROR}>:-Werror> -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor)
target_include_directories(swc_flags INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/generated)
check_linker_flag(CXX -fuse-ld=lld SWC_LLD)
if(SWC_LLD)
  # Programs with sanitizers are large: lld links them five times as fast as GNU ld.
  target_link_options(swc_flags INTERFACE -fuse-ld=lld)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++-12 reports uninitialised, overlapping and foreign memory inside libstdc++ and coroutine
  # frames; ASan sees what is real of it.
  target_compile_options(swc_flags INTERFACE
    -Wno-maybe-uninitialized -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow
    -Wno-stringop-overread -Wno-missing-field-initializers)
  target_compile_definitions(swc_flags INTERFACE _GLIBCXX_ASSERTIONS)
else()
  target_compile_options(swc_flags INTERFACE -Wno-missing-designated-field-initializers)
endif()
if(SWC_UNIT_FILES GREATER 1)
  # Files of one unit share an anonymous namespace, and g++ takes them for headers.
  target_compile_options(swc_flags INTERFACE
    $<$<CXX_COMPILER_ID:GNU>:-Wno-shadow -Wno-subobject-linkage>)
endif()
if(SWC_COUNTERS)
  # What guides a fuzzer. Comparisons are not traced: they cost a third of the speed, and the mutator
  # knows the numbers and words that they would teach.
  target_compile_options(swc_flags INTERFACE -fsanitize-coverage=inline-8bit-counters,pc-table)
endif()
# UBSan may be asked for by an option of this project, or by flags from outside (OSS-Fuzz).
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND "${SWC_SANITIZE} ${CMAKE_CXX_FLAGS}" MATCHES "undefined")
  # Relative to the folder in which the compiler runs, so that ccache knows the unit in every checkout.
  set(list ${PROJECT_SOURCE_DIR}/cmake/sanitizers.txt)
  cmake_path(RELATIVE_PATH list BASE_DIRECTORY ${PROJECT_BINARY_DIR})
  target_compile_options(swc_flags INTERFACE -fsanitize-ignorelist=${list})
endif()
if(SWC_SANITIZE)
  target_compile_options(swc_flags INTERFACE
    -fsanitize=${SWC_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(swc_flags INTERFACE -fsanitize=${SWC_SANITIZE})
endif()

# The headers that cost most to read are read once for all libraries, and once more with GoogleTest
# for all tests. No source relies on this: each includes what it uses.
set(SWC_HEADERS_PRECOMPILED
  <algorithm> <expected> <functional> <map> <optional> <string> <string_view> <variant> <vector>
  <fmt/format.h> <nlohmann/json.hpp>)

# swc_precompiled(<name> LINKS <targets>... HEADERS <headers>...) declares a target whose precompiled
# headers others reuse; it holds nothing else. All that share it have the same flags.
function(swc_precompiled name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LINKS;HEADERS")
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${name}.cc)
  file(CONFIGURE OUTPUT ${source} CONTENT "// Holds the precompiled headers of other targets.\n")
  add_library(${name} OBJECT ${source})
  target_link_libraries(${name} PUBLIC swc_flags ${arg_LINKS})
  target_precompile_headers(${name} PRIVATE ${SWC_HEADERS_PRECOMPILED} ${arg_HEADERS})
endfunction()

swc_precompiled(swc_headers LINKS fmt::fmt nlohmann_json::nlohmann_json)
if(SWC_BUILD_TESTS)
  swc_precompiled(swc_test_headers LINKS fmt::fmt nlohmann_json::nlohmann_json GTest::gmock GTest::gtest
                  HEADERS <gmock/gmock.h> <gtest/gtest.h>)
endif()

# swc_units(<target> <.cc>...): adds the files to the target, SWC_UNIT_FILES of them to a unit that
# the compiler sees: a build from scratch takes half the time. A unit includes its files by their
# paths from the root, so it is the same text in every checkout.
function(swc_units target)
  set(sources)
  foreach(source IN LISTS ARGN)
    cmake_path(ABSOLUTE_PATH source NORMALIZE)
    cmake_path(IS_PREFIX PROJECT_SOURCE_DIR ${source} ours)
    cmake_path(IS_PREFIX CMAKE_BINARY_DIR ${source} generated)
    if(ours AND NOT generated AND SWC_UNIT_FILES GREATER 1)
      list(APPEND sources ${source})
    else()
      target_sources(${target} PRIVATE ${source})
    endif()
  endforeach()
  set(number 0)
  while(sources)
    list(SUBLIST sources 0 ${SWC_UNIT_FILES} members)
    list(LENGTH members count)
    list(LENGTH sources left)
    if(left GREATER count)
      list(SUBLIST sources ${count} -1 sources)
    else()
      set(sources)
    endif()
    set(text "// One unit of ${target}: files that are compiled together.\n")
    foreach(member IN LISTS members)
      cmake_path(RELATIVE_PATH member BASE_DIRECTORY ${PROJECT_SOURCE_DIR} OUTPUT_VARIABLE path)
      string(APPEND text "#include \"${path}\"  // NOLINT(bugprone-suspicious-include)\n")
    endforeach()
    set(unit ${CMAKE_CURRENT_BINARY_DIR}/units/${target}_${number}.cc)
    file(CONFIGURE OUTPUT ${unit} CONTENT "${text}" @ONLY)
    target_sources(${target} PRIVATE ${unit})
    math(EXPR number "${number} + 1")
  endwhile()
endfunction()

# swc_library(<name> SOURCES <.cc>... LINKS <targets>...)
function(swc_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS")
  add_library(${name} STATIC)
  swc_units(${name} ${arg_SOURCES})
  target_link_libraries(${name} PUBLIC swc_flags ${arg_LINKS})
  target_precompile_headers(${name} REUSE_FROM swc_headers)
endfunction()

if(SWC_BUILD_TESTS)
  # Where tests find files of the checkout: one object that knows its place, so that all others are
  # the same in every checkout.
  set(paths ${CMAKE_CURRENT_BINARY_DIR}/testing_paths.cc)
  configure_file(${PROJECT_SOURCE_DIR}/cmake/testing_paths.cc.in ${paths} @ONLY)
  add_library(swc_testing_paths STATIC ${paths})
  target_link_libraries(swc_testing_paths PUBLIC swc_flags)
endif()

# swc_test(<library> [LINKS <targets>...] [EXCEPT <folder>]): one test program of all *_test.cc beside the
# library and in its rooms, but those of one folder.
function(swc_test library)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "EXCEPT" "LINKS")
  if(NOT SWC_BUILD_TESTS)
    return()
  endif()
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*_test.cc)
  list(FILTER sources EXCLUDE REGEX "/node_modules/")
  if(arg_EXCEPT)
    list(FILTER sources EXCLUDE REGEX "/${arg_EXCEPT}/")
  endif()
  if(NOT sources)
    return()
  endif()
  add_executable(${library}_test)
  swc_units(${library}_test ${sources})
  target_link_libraries(${library}_test PRIVATE
    ${library} ${arg_LINKS} swc_testing_paths GTest::gmock GTest::gtest GTest::gtest_main)
  target_precompile_headers(${library}_test REUSE_FROM swc_test_headers)
  # One process for all of them: what the cases share (tables, catalogues) is built once.
  add_test(NAME ${library}_test COMMAND ${library}_test)
endfunction()
