#include "fuzz/crashes/crash_frames.h"

#include <deque>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace swc::fuzz {
namespace {

constexpr std::string_view kError = "==7== ERROR: libFuzzer: deadly signal";

struct FramesRow {
  std::string_view name;
  std::vector<std::string_view> frames;  // Behind the address.
  std::string_view shown;
};

void PrintTo(const FramesRow& row, std::ostream* out) { *out << row.name; }

class CrashFramesTest : public testing::TestWithParam<FramesRow> {};

TEST_P(CrashFramesTest, AreThoseOfTheCodeUnderTest) {
  std::deque<std::string> lines = {std::string(kError)};
  for (const std::string_view frame : GetParam().frames) {
    lines.push_back("    #" + std::to_string(lines.size() - 1) + " 0x55d0c0ffee " +
                    std::string(frame));
  }
  EXPECT_EQ(CrashFrames(lines), GetParam().shown);
}

INSTANTIATE_TEST_SUITE_P(
    Stacks, CrashFramesTest,
    testing::Values(
        FramesRow{
            "RuntimeOnTopDoesNotCount",
            {"in __sanitizer_print_stack_trace (/f/plugin_fuzzer+0x1) (BuildId: 12)",
             "in fuzzer::PrintStackTrace() (/f/plugin_fuzzer+0x2)",
             "in gsignal (/lib/x86_64-linux-gnu/libc.so.6+0x3)",
             "in std::__throw_out_of_range(char const*) (/lib/libstdc++.so.6+0x4)",
             "in std::vector<int, std::allocator<int>>::at(unsigned long) /usr/include/c++/v.h:1",
             "in memcpy (/f/plugin_fuzzer+0x5)", "in ParsePage(Query const&) /src/page.cc:12:3"},
            "ParsePage"},
        FramesRow{"ThreeAreEnough",
                  {"in A(int) /a.cc:1", "in B(int) /a.cc:2", "in C(int) /a.cc:3", "in D() /a.cc:4"},
                  "A < B < C"},
        FramesRow{"NothingBelowTheHarness",
                  {"in A(int) /a.cc:1", "in LLVMFuzzerTestOneInput /p.cc:2", "in main (/f/p+0x1)"},
                  "A"},
        FramesRow{
            "ArgumentsDoNotCount",
            {"in std::optional<int> ns::(anonymous namespace)::Get<int, B<C>>(std::map<int, int> "
             "const&) const /a.cc:1",
             "in ns::operator<(ns::A const&, ns::B) /a.cc:9",
             "in ns::F()::'lambda'(int)::operator()(int) const /a.cc:2"},
            "ns::Get < ns::operator < ns::F"},
        FramesRow{"NamesThatOnlyBeginLikeTheLibrary",
                  {"in strict_parse(char const*) /a.cc:1", "in memory::Take() /a.cc:1"},
                  "strict_parse < memory::Take"},
        FramesRow{"WithoutNamesTheModuleTells",
                  {"(/f/plugin_fuzzer+0x12ab) (BuildId: 34)", "(/lib/libc.so.6+0x7)"},
                  "plugin_fuzzer+0x12ab"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(CrashFramesOfTest, TheFirstStackBehindTheErrorTells) {
  EXPECT_EQ(
      CrashFrames({"    #0 0x1 in Earlier /a.cc:1", std::string(kError), "READ of size 1",
                   "    #0 0x1 in Read /a.cc:1", "", "freed by:", "    #0 0x1 in Freed /a.cc:1"}),
      "Read");
}

TEST(CrashFramesOfTest, WithoutAnErrorOrAStackThereAreNone) {
  EXPECT_EQ(CrashFrames({"    #0 0x1 in Talk /a.cc:1"}), "");
  EXPECT_EQ(CrashFrames({std::string(kError), "#12 NEW cov: 1 exec/s: 3"}), "");
}

}  // namespace
}  // namespace swc::fuzz
