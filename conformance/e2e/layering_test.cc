// House rules that no compiler knows, checked over the text of every source file.
//
// Law: spec <- {reference, reports} <- generators <- conformance <- fuzz: a folder includes only
// what stands left of it. Inside a folder the rooms of cmake/rooms.txt have a direction too. Each
// outside library is seen by the files that are meant to wrap it. A finding names the line and says
// what to do instead.
//
// Example: CheckSource({.path = "spec/a.cc", .text = "#include \"fuzz/b.h\"\n"}) has one finding.

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "spec/testing_paths.h"
#include "spec/text/text_file.h"

namespace swc::conformance {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::size_t kLinesMax = 640;

// A folder and the folders of ours that it may include besides itself.
struct Layer {
  std::string_view folder;
  std::vector<std::string_view> below;
};

const std::vector<Layer>& Layers() {
  static const std::vector<Layer> layers = {
      {"spec", {}},
      {"reference", {"spec"}},
      {"reports", {"spec"}},
      {"generators", {"spec", "reference", "reports"}},
      {"conformance", {"spec", "reference", "reports", "generators"}},
      {"fuzz", {"spec", "reference", "reports", "generators", "conformance"}},
  };
  return layers;
}

const Layer* FindLayer(std::string_view folder) {
  const auto found = std::ranges::find(Layers(), folder, &Layer::folder);
  return found == Layers().end() ? nullptr : &*found;
}

std::string_view FolderOf(std::string_view path) { return path.substr(0, path.find('/')); }

// The room of a file is the folder in which it lies.
std::string_view RoomOf(std::string_view path) { return path.substr(0, path.rfind('/')); }

// Returns the rooms of cmake/rooms.txt, from the ground up.
const std::vector<std::string>& Rooms() {
  static const std::vector<std::string> rooms = [] {
    std::vector<std::string> found;
    std::ifstream file(spec::SourceFolder() / "cmake" / "rooms.txt");
    for (std::string line; std::getline(file, line);) {
      const std::string name = line.substr(0, line.find_first_of(" #"));
      if (!name.empty()) {
        found.push_back(name);
      }
    }
    return found;
  }();
  return rooms;
}

// What a finding about rooms says to do.
constexpr std::string_view kMendRoom =
    "move what both need to a room above both in cmake/rooms.txt, or take it as a plain value";

// Returns what is wrong with a file of one room including a header of another, or nothing.
std::optional<std::string> CheckRooms(std::string_view source, std::string_view header) {
  const auto from = std::ranges::find(Rooms(), RoomOf(source));
  const auto to = std::ranges::find(Rooms(), RoomOf(header));
  if (to == Rooms().end()) {
    return fmt::format("includes {}, which lies in no room: add its folder to cmake/rooms.txt",
                       header);
  }
  if (source.ends_with("_test.cc") || to <= from) {
    return std::nullopt;
  }
  return fmt::format("{} must not include {} of {}, a room below it: {}", RoomOf(source), header,
                     RoomOf(header), kMendRoom);
}

// An outside library, the files that may include it, and what the others do instead.
struct Library {
  std::string_view name;  // First part of its headers' paths.
  std::function<bool(std::string_view path)> may_include;
  std::string_view instead;
};

const std::vector<Library>& Libraries() {
  static const std::vector<Library> libraries = {
      {"curl",
       [](std::string_view path) {
         return path == "conformance/net/http_transport.cc" ||
                path == "conformance/net/endpoint_url.cc" ||
                path.starts_with("conformance/net/curl_transfer.");
       },
       "send requests through conformance/net/transport.h"},
      {"boost", [](std::string_view path) { return path == "reference/server/http_server.cc"; },
       "serve HTTP through reference/server/http_server.h"},
      {"rapidcheck",
       [](std::string_view path) {
         return FolderOf(path) == "generators" || FolderOf(path) == "fuzz" ||
                path.ends_with("_test.cc");
       },
       "move what is random to generators/ and call it from there"},
      {"CLI",
       [](std::string_view path) {
         return FolderOf(path) == "conformance" || FolderOf(path) == "fuzz";
       },
       "take options as plain values; conformance/ and fuzz/ read the command line"},
  };
  return libraries;
}

struct SourceFile {
  std::string path;  // From the root, with '/'.
  std::string text;
};

std::string_view Trimmed(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(" \t");
  return begin == std::string_view::npos ? std::string_view() : line.substr(begin);
}

// Returns the path that a line includes, in its quotes or angle brackets, or nothing.
std::optional<std::string_view> IncludedIn(std::string_view line) {
  std::string_view rest = Trimmed(line);
  if (!rest.starts_with('#')) {
    return std::nullopt;
  }
  rest = Trimmed(rest.substr(1));
  constexpr std::string_view kInclude = "include";
  if (!rest.starts_with(kInclude)) {
    return std::nullopt;
  }
  rest = Trimmed(rest.substr(kInclude.size()));
  const std::size_t end = rest.find_last_of("\">");
  if (end == 0 || end == std::string_view::npos) {
    return std::nullopt;
  }
  return rest.substr(0, end + 1);
}

// Returns what is wrong with `source` including `quoted` and what to do, or nothing.
std::optional<std::string> CheckInclude(std::string_view source, std::string_view quoted) {
  const std::string_view header = quoted.substr(1, quoted.size() - 2);
  const std::string_view target = header.substr(0, header.find_first_of("/."));
  const bool ours = header.find('/') != std::string_view::npos && FindLayer(target) != nullptr;
  if (ours != quoted.starts_with('"')) {
    return fmt::format(
        "includes {}: write our headers in quotes with their full path, others in <>", quoted);
  }
  const std::string_view folder = FolderOf(source);
  const Layer* layer = FindLayer(folder);
  if (ours && target != folder && layer != nullptr &&
      std::ranges::find(layer->below, target) == layer->below.end()) {
    return fmt::format(
        "{}/ must not include {}: move what both need to a folder left of both, as in "
        "spec <- {{reference, reports}} <- generators <- conformance <- fuzz",
        folder, quoted);
  }
  if (ours) {
    return CheckRooms(source, header);
  }
  const auto library = std::ranges::find(Libraries(), target, &Library::name);
  if (library != Libraries().end() && !library->may_include(source)) {
    return fmt::format("must not include {}: {}", quoted, library->instead);
  }
  return std::nullopt;
}

// Whether `word` stands in `line` with no letter, digit or underscore beside it.
bool HasWord(std::string_view line, std::string_view word) {
  const auto is_part = [&](std::size_t index) {
    return index < line.size() &&
           (std::isalnum(static_cast<unsigned char>(line[index])) != 0 || line[index] == '_');
  };
  for (std::size_t at = line.find(word); at != std::string_view::npos;
       at = line.find(word, at + 1)) {
    if ((at == 0 || !is_part(at - 1)) && !is_part(at + word.size())) {
      return true;
    }
  }
  return false;
}

std::optional<std::string> CheckText(std::string_view path, std::string_view line) {
  // Cut in two, so that this file may name them.
  static const std::array<std::string, 4> markers = {
      "TO"
      "DO",
      "FIX"
      "ME",
      "XX"
      "X",
      "HA"
      "CK"};
  for (const std::string& marker : markers) {
    if (HasWord(line, marker)) {
      return fmt::format("left-over marker {}: finish it, or say in docs/ what is not done",
                         marker);
    }
  }
  for (const std::string_view conflict : {"<<<<<<< ", ">>>>>>> "}) {
    if (line.starts_with(conflict)) {
      return std::string("left-over of a merge: resolve it");
    }
  }
  if (Trimmed(line).starts_with("using namespace")) {
    return std::string("using namespace: name what you use, one using-declaration each");
  }
  if (FolderOf(path) != "fuzz" && HasWord(line,
                                          "LLVMFuzzer"
                                          "TestOneInput")) {
    return std::string("entry point of libFuzzer: move the harness to fuzz/");
  }
  return std::nullopt;
}

// Returns the findings about one file, each as "path:line: what is wrong: what to do".
std::vector<std::string> CheckSource(const SourceFile& source) {
  std::vector<std::string> findings;
  std::size_t number = 0;
  const auto add = [&](const std::optional<std::string>& problem) {
    if (problem) {
      findings.push_back(fmt::format("{}:{}: {}", source.path, number, *problem));
    }
  };
  std::string_view rest = source.text;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    ++number;
    if (const auto included = IncludedIn(line)) {
      add(CheckInclude(source.path, *included));
    }
    add(CheckText(source.path, line));
  }
  if (number > kLinesMax) {
    add(fmt::format("more than {} lines: split it, one concept a file", kLinesMax));
  }
  return findings;
}

// Returns the findings about the entries of the root.
std::vector<std::string> CheckTopLevel(std::vector<std::string> names) {
  constexpr std::array<std::string_view, 15> kAllowed = {"CMakeLists.txt",
                                                         "CMakePresets.json",
                                                         "README.md",
                                                         "LICENSE",
                                                         "quickstart",
                                                         "check",
                                                         "build",
                                                         "cmake",
                                                         "docs",
                                                         "spec",
                                                         "reference",
                                                         "reports",
                                                         "generators",
                                                         "conformance",
                                                         "fuzz"};
  std::ranges::sort(names);
  std::vector<std::string> findings;
  for (const std::string& name : names) {
    // What a run or a campaign at the root leaves there; git ignores it, as build/.
    const bool left_by_a_run =
        name == "sitewise-conformance-cases" || name == "sitewise-conformance-fuzz";
    if (!name.starts_with('.') && !left_by_a_run &&
        std::ranges::find(kAllowed, name) == kAllowed.end()) {
      findings.push_back(
          fmt::format("{}: does not belong at the root: move it to the folder it is about", name));
    }
  }
  return findings;
}

std::vector<SourceFile> ReadSources(const std::filesystem::path& root) {
  std::vector<SourceFile> sources;
  for (const Layer& layer : Layers()) {
    std::filesystem::recursive_directory_iterator walk(root / layer.folder);
    for (; walk != std::filesystem::recursive_directory_iterator(); ++walk) {
      const std::filesystem::path& path = walk->path();
      if (path.filename() == "node_modules") {
        walk.disable_recursion_pending();
      } else if (path.extension() == ".h" || path.extension() == ".cc") {
        sources.push_back({.path = path.lexically_relative(root).generic_string(),
                           .text = spec::ReadFile(path.string()).value_or("")});
      }
    }
  }
  return sources;
}

TEST(LayeringTest, EverySourceFileKeepsTheRules) {
  const std::vector<SourceFile> sources = ReadSources(spec::SourceFolder());
  ASSERT_THAT(sources, Contains(Field(&SourceFile::path, "conformance/e2e/layering_test.cc")));
  for (const SourceFile& source : sources) {
    if (std::ranges::find(Rooms(), RoomOf(source.path)) == Rooms().end() &&
        !source.path.starts_with("conformance/e2e/") &&
        source.path.find("/bench/") == std::string::npos) {
      ADD_FAILURE() << source.path << ": lies in no room: move it, or add its folder to "
                    << "cmake/rooms.txt";
    }
    for (const std::string& finding : CheckSource(source)) {
      ADD_FAILURE() << finding;
    }
  }
}

TEST(LayeringTest, EveryRoomHasFiles) {
  ASSERT_THAT(Rooms(), Contains("conformance/judge"));
  for (const std::string& room : Rooms()) {
    const auto folder = spec::SourceFolder() / room;
    EXPECT_TRUE(std::filesystem::is_directory(folder))
        << room << " of cmake/rooms.txt is no folder";
  }
}

TEST(LayeringTest, RootHoldsOnlyWhatBelongsThere) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(spec::SourceFolder())) {
    names.push_back(entry.path().filename().string());
  }
  EXPECT_FALSE(names.empty());
  for (const std::string& finding : CheckTopLevel(names)) {
    ADD_FAILURE() << finding;
  }
}

// Below: the checker itself.

std::vector<std::string> CheckLine(std::string_view path, std::string_view line) {
  return CheckSource({.path = std::string(path), .text = std::string(line) + "\n"});
}

// Returns a room of a folder: the first one in the list, or the last.
std::string SomeRoom(std::string_view folder, bool last) {
  std::string found;
  for (const std::string& room : Rooms()) {
    if (FolderOf(room) == folder && (found.empty() || last)) {
      found = room;
    }
  }
  return found;
}

TEST(LayeringCheckerTest, AllowsOwnRoomAndFoldersToTheLeft) {
  for (const std::string& room : Rooms()) {
    EXPECT_THAT(CheckLine(room + "/a.cc", fmt::format("#include \"{}/b.h\"", room)), IsEmpty());
  }
  for (const Layer& layer : Layers()) {
    const std::string path = SomeRoom(layer.folder, false) + "/a.cc";
    for (const std::string_view below : layer.below) {
      const std::string line = fmt::format("#include \"{}/b.h\"", SomeRoom(below, true));
      EXPECT_THAT(CheckLine(path, line), IsEmpty()) << path << " " << line;
    }
  }
}

TEST(LayeringCheckerTest, RejectsRoomsFurtherDownTheListAndSaysHowToMendIt) {
  EXPECT_THAT(CheckLine("conformance/run/a.cc", "#include \"conformance/judge/b.h\""), IsEmpty());
  EXPECT_THAT(CheckLine("conformance/judge/a.cc", "#include \"conformance/net/b.h\""), IsEmpty());
  EXPECT_THAT(CheckLine("conformance/judge/a.cc", "#include \"conformance/run/b.h\""),
              ElementsAre(HasSubstr(
                  "conformance/judge must not include conformance/run/b.h of conformance/run")));
  EXPECT_THAT(CheckLine("conformance/judge/a.h", "#include \"conformance/play/b.h\""),
              ElementsAre(HasSubstr("take it as a plain value")));
  EXPECT_THAT(CheckLine("conformance/judge/a_test.cc", "#include \"conformance/play/b.h\""),
              IsEmpty());
  EXPECT_THAT(CheckLine("conformance/judge/a.cc", "#include \"conformance/attic/b.h\""),
              ElementsAre(HasSubstr("lies in no room")));
}

TEST(LayeringCheckerTest, RejectsEveryFolderToTheRightAndNeighbours) {
  for (std::size_t left = 0; left < Layers().size(); ++left) {
    for (std::size_t right = left + 1; right < Layers().size(); ++right) {
      EXPECT_THAT(CheckLine(fmt::format("{}/a_test.cc", Layers()[left].folder),
                            fmt::format("#include \"{}/b.h\"", Layers()[right].folder)),
                  ElementsAre(HasSubstr("move what both need")));
    }
  }
  EXPECT_THAT(CheckLine("reports/a.h", "#include \"reference/b.h\""),
              ElementsAre(HasSubstr("reports/ must not include \"reference/b.h\"")));
}

TEST(LayeringCheckerTest, NamesTheLine) {
  EXPECT_THAT(CheckSource({.path = "spec/a.h", .text = "\n\n  #  include \"fuzz/b.h\"  // Why.\n"}),
              ElementsAre(HasSubstr("spec/a.h:3: ")));
}

TEST(LayeringCheckerTest, DemandsFullPathsInQuotesAndOthersInBrackets) {
  for (const std::string_view line :
       {"#include \"b.h\"", "#include <spec/b.h>", "#include \"gtest/gtest.h\""}) {
    EXPECT_THAT(CheckLine("conformance/a.cc", line), ElementsAre(HasSubstr("full path"))) << line;
  }
  EXPECT_THAT(CheckLine("conformance/a.cc", "#include <string>"), IsEmpty());
  EXPECT_THAT(CheckLine("conformance/a.cc", "#include <gtest/gtest.h>"), IsEmpty());
}

TEST(LayeringCheckerTest, KeepsLibrariesBehindTheirWrappers) {
  EXPECT_THAT(CheckLine("conformance/net/http_transport.cc", "#include <curl/curl.h>"), IsEmpty());
  EXPECT_THAT(CheckLine("conformance/net/http_transport.h", "#include <curl/curl.h>"),
              ElementsAre(HasSubstr("conformance/net/transport.h")));
  EXPECT_THAT(CheckLine("reference/server/http_server.cc", "#include <boost/beast.hpp>"),
              IsEmpty());
  EXPECT_THAT(CheckLine("conformance/http_server.cc", "#include <boost/beast.hpp>"),
              ElementsAre(HasSubstr("reference/server/http_server.h")));
  EXPECT_THAT(CheckLine("conformance/a.cc", "#include <CLI/CLI.hpp>"), IsEmpty());
  EXPECT_THAT(CheckLine("fuzz/cli/main.cc", "#include <CLI/CLI.hpp>"), IsEmpty());
  EXPECT_THAT(CheckLine("reports/main.cc", "#include <CLI/CLI.hpp>"),
              ElementsAre(HasSubstr("plain values")));
}

TEST(LayeringCheckerTest, KeepsRandomnessInGeneratorsFuzzAndTests) {
  for (const std::string_view header :
       {"#include <rapidcheck.h>", "#include <rapidcheck/gtest.h>"}) {
    for (const std::string_view path : {"generators/a.h", "fuzz/a.cc", "spec/a_test.cc"}) {
      EXPECT_THAT(CheckLine(path, header), IsEmpty()) << path;
    }
    EXPECT_THAT(CheckLine("conformance/a.cc", header), ElementsAre(HasSubstr("generators/")));
  }
}

TEST(LayeringCheckerTest, RejectsUsingNamespace) {
  EXPECT_THAT(CheckLine("spec/a.cc", "  using namespace std;"),
              ElementsAre(HasSubstr("using-declaration")));
  EXPECT_THAT(CheckLine("spec/a.cc", "namespace swc::spec {"), IsEmpty());
}

TEST(LayeringCheckerTest, RejectsLeftOverMarkersAsWholeWords) {
  EXPECT_THAT(CheckLine("spec/a.cc",
                        "// TO"
                        "DO: later."),
              ElementsAre(HasSubstr("finish it")));
  EXPECT_THAT(CheckLine("spec/a.cc",
                        "int a;  // FIX"
                        "ME"),
              ElementsAre(HasSubstr("finish it")));
  EXPECT_THAT(CheckLine("spec/a.cc",
                        "mkstemp(\"aXXXX"
                        "XX\");"),
              IsEmpty());
  EXPECT_THAT(CheckLine("spec/a.cc",
                        "<<<<<"
                        "<< HEAD"),
              ElementsAre(HasSubstr("merge")));
}

TEST(LayeringCheckerTest, KeepsFuzzEntryPointsInFuzz) {
  constexpr std::string_view kEntry =
      "int LLVMFuzzer"
      "TestOneInput(const uint8_t* data);";
  EXPECT_THAT(CheckLine("fuzz/a.cc", kEntry), IsEmpty());
  EXPECT_THAT(CheckLine("conformance/a.cc", kEntry), ElementsAre(HasSubstr("fuzz/")));
}

TEST(LayeringCheckerTest, BoundsTheLengthOfAFile) {
  SourceFile source{.path = "spec/a.cc", .text = std::string(kLinesMax, '\n')};
  EXPECT_THAT(CheckSource(source), IsEmpty());
  source.text += '\n';
  EXPECT_THAT(CheckSource(source), ElementsAre(HasSubstr("split it")));
}

TEST(LayeringCheckerTest, NamesStrangersAtTheRoot) {
  EXPECT_THAT(CheckTopLevel({"check", ".ci", "spec"}), IsEmpty());
  EXPECT_THAT(CheckTopLevel({"notes.md", "check", "base"}),
              ElementsAre(HasSubstr("base: does not belong"), HasSubstr("notes.md")));
}

}  // namespace
}  // namespace swc::conformance
