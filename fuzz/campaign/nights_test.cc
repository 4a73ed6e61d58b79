// Nights of an owner who mends bugs and brings in others, in one findings folder: what each says.
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fuzz/campaign/campaign_record.h"
#include "fuzz/campaign/campaign_testing.h"
#include "fuzz/harnesses/harnesses.h"
#include "reports/run_record.h"
#include "spec/outcome.h"

namespace swc::fuzz {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

// A harness that finds the bugs in $bugs: `crash`, and others by the records beside the folder.
constexpr std::string_view kFinds = R"sh(
has() { case " $bugs " in *" $1 "*) true ;; *) false ;; esac; }
leave() {
  cp "$SWC_FUZZ_FINDINGS/../$1" "$SWC_FUZZ_FINDINGS/records/$1.json"
  echo '{"id":"found/x","steps":[{"put":{"entries":[]}}]}' > "$SWC_FUZZ_FINDINGS/$1.json"
}
break_down() {
  echo "==7== ERROR: libFuzzer: deadly signal"
  echo "    #0 0x12 in Crashed(int) /src/a.cc:1:2"
  echo "Test unit written to ${artifacts}crash-1"
  exit 77
}
for file in "$@"; do last="$file"; done
if [ "$SWC_FUZZ_KNOWN" = 1 ]; then
  for file in "$@"; do
    bug="$(basename "$file" .json)"
    case "$file" in *.json)
      if has "$bug"; then leave "$bug"; state='still open'; else state=fixed; fi
      echo "sitewise-conformance: known $bug.json: $state" ;;
    esac
  done
  exit 0
fi
if [ "$(basename "$last")" = crash-1 ]; then
  if has crash; then break_down; fi
  exit 0
fi
for bug in $bugs; do
  [ "$bug" = crash ] || leave "$bug"
done
echo 'INFO: seed corpus: files: 3 min: 1b max: 3b total: 6b rss: 30Mb'
printf '#4\tINITED cov: 5 ft: 5 corp: 2/2b exec/s: 0 rss: 30Mb\n'
echo 'stat::number_of_executed_units: 10'
if has crash && [ ! -e "${artifacts}crash-1" ]; then
  printf '{}' > "${artifacts}crash-1"
  break_down
fi
)sh";

class NightsTest : public CampaignTest {
 protected:
  NightsTest() {
    plan_.harness = *FindHarness("plugin");
    plan_.only_new = true;
    (void)test_.Write("found_a", RecordText("time.window.past", "time.window.past|accepted|"));
    (void)test_.Write("found_b", RecordText("value.double.exact", "value.double.exact|differs|"));
  }

  reports::RunRecord Night(std::string_view bugs) {
    listener_.said.clear();
    return RecordOf(plan_, Run(fmt::format("bugs='{}'\n{}", bugs, kFinds)));
  }

  // Returns the clauses of causes, new ones or known ones.
  static std::vector<std::string> Clauses(const reports::RunRecord& record, bool known) {
    std::vector<std::string> clauses;
    for (const reports::Cause& cause : record.causes) {
      if (cause.known == known) {
        clauses.push_back(cause.clause);
      }
    }
    return clauses;
  }
};

TEST_F(NightsTest, ABugThatWasMendedIsNewWhenOneComesThatShowsTheSame) {
  const reports::RunRecord first = Night("found_a found_b");
  EXPECT_EQ(first.outcome, spec::Outcome::kFound);
  EXPECT_THAT(Clauses(first, false),
              UnorderedElementsAre("time.window.past", "value.double.exact"));
  EXPECT_THAT(Clauses(first, true), IsEmpty());

  const reports::RunRecord second = Night("found_a");
  EXPECT_EQ(second.outcome, spec::Outcome::kConforms);
  EXPECT_THAT(second.known.fixed, ElementsAre("found_b"));
  EXPECT_THAT(Clauses(second, true), ElementsAre("time.window.past"));
  EXPECT_THAT(Clauses(second, false), IsEmpty());

  const reports::RunRecord third = Night("found_a found_b");
  EXPECT_EQ(third.outcome, spec::Outcome::kFound);
  EXPECT_THAT(Clauses(third, false), ElementsAre("value.double.exact"));
  EXPECT_THAT(Clauses(third, true), ElementsAre("time.window.past"));
}

TEST_F(NightsTest, ACrashIsKnownUntilItIsMendedAndNewWhenItComesBack) {
  EXPECT_THAT(Clauses(Night("crash"), false), ElementsAre("fuzz.crash"));

  const reports::RunRecord second = Night("crash");
  EXPECT_EQ(second.outcome, spec::Outcome::kConforms);
  EXPECT_THAT(Clauses(second, true), ElementsAre("fuzz.crash"));
  EXPECT_EQ(second.known.still_fail, 1U);

  const reports::RunRecord third = Night("");
  EXPECT_THAT(third.known.fixed, ElementsAre("crash-1"));
  EXPECT_THAT(third.causes, IsEmpty());
  EXPECT_THAT(listener_.said, Contains("fixed          crash-1"));

  const reports::RunRecord fourth = Night("crash");
  EXPECT_EQ(fourth.outcome, spec::Outcome::kFound);
  EXPECT_THAT(Clauses(fourth, false), ElementsAre("fuzz.crash"));
}

}  // namespace
}  // namespace swc::fuzz
