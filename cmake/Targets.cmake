# How this project declares its targets: flags live on one interface target, never in
# CMAKE_CXX_FLAGS.

add_library(swc_flags INTERFACE)
target_compile_features(swc_flags INTERFACE cxx_std_23)
target_compile_options(swc_flags INTERFACE
  -Wall -Wextra -Wpedantic $<$<BOOL:${SWC_WERROR}>:-Werror> -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor)
target_include_directories(swc_flags INTERFACE ${PROJECT_SOURCE_DIR})
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
if(CMAKE_UNITY_BUILD)
  # Files of one unit share an anonymous namespace, and g++ takes them for headers.
  target_compile_options(swc_flags INTERFACE
    $<$<CXX_COMPILER_ID:GNU>:-Wno-shadow -Wno-subobject-linkage>)
endif()
if(SWC_COUNTERS)
  # What guides a fuzzer. Comparisons are not traced: they cost a third of the speed, and the mutator
  # knows the numbers and words that they would teach.
  target_compile_options(swc_flags INTERFACE -fsanitize-coverage=inline-8bit-counters,pc-table)
endif()
if(SWC_SANITIZE)
  target_compile_options(swc_flags INTERFACE
    -fsanitize=${SWC_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(swc_flags INTERFACE -fsanitize=${SWC_SANITIZE})
endif()

# The headers that cost most to read are read once for each target. No source relies on this: each
# includes what it uses.
function(swc_precompile target)
  target_precompile_headers(${target} PRIVATE
    <algorithm> <expected> <functional> <map> <optional> <string> <string_view> <variant> <vector>
    <fmt/format.h> <nlohmann/json.hpp> ${ARGN})
endfunction()

# swc_library(<name> SOURCES <.cc>... LINKS <targets>...)
function(swc_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS")
  add_library(${name} STATIC ${arg_SOURCES})
  target_link_libraries(${name} PUBLIC swc_flags ${arg_LINKS})
  swc_precompile(${name})
endfunction()

# swc_test(<library> [LINKS <targets>...]): one test program of all *_test.cc beside the library.
function(swc_test library)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LINKS")
  if(NOT SWC_BUILD_TESTS)
    return()
  endif()
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*_test.cc)
  if(NOT sources)
    return()
  endif()
  add_executable(${library}_test ${sources})
  target_link_libraries(${library}_test PRIVATE
    ${library} ${arg_LINKS} GTest::gmock GTest::gtest GTest::gtest_main)
  # What a test spends its time on lies in the libraries; its own text is quick to compile this way.
  target_compile_options(${library}_test PRIVATE $<$<CONFIG:Debug>:-O0>)
  swc_precompile(${library}_test <gmock/gmock.h> <gtest/gtest.h>)
  target_compile_definitions(${library}_test PRIVATE
    SWC_SOURCE_DIR="${PROJECT_SOURCE_DIR}" SWC_BINARY_DIR="${CMAKE_BINARY_DIR}")
  # One process for all of them: what the cases share (tables, catalogues) is built once.
  add_test(NAME ${library}_test COMMAND ${library}_test)
endfunction()
