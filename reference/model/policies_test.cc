#include "reference/model/policies.h"

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace swc::reference {
namespace {

using testing::HasSubstr;
using testing::UnorderedElementsAre;

std::vector<std::string> ChosenOverRequests(Policies& policies, const std::string& name) {
  std::vector<std::string> chosen;
  for (int request = 0; request < 60; ++request) {
    policies.Vary();
    chosen.emplace_back(policies.Chosen(name));
  }
  return chosen;
}

TEST(PoliciesTest, TheFirstAlternativeIsTheDefault) {
  EXPECT_EQ(Policies().Chosen("partial.omitted"), "as-false");
}

TEST(PoliciesTest, OneSideOfAContestedPointEarnsAWarning) {
  EXPECT_TRUE(EarnsWarning("partial.omitted", "as-true"));
  EXPECT_FALSE(EarnsWarning("partial.omitted", "as-false"));
  EXPECT_FALSE(EarnsWarning("values.empty", "rejected-request"));
  EXPECT_FALSE(EarnsWarning("no.such", "as-true"));
}

TEST(PoliciesTest, AnAssignmentChooses) {
  Policies policies;
  ASSERT_TRUE(policies.Set("partial.omitted=as-true").has_value());
  EXPECT_TRUE(policies.Is("partial.omitted", "as-true"));
}

TEST(PoliciesTest, ErrorsSayWhatThereIs) {
  Policies policies;
  EXPECT_THAT(policies.Set("partial.omitted").error().message, HasSubstr("NAME=ALTERNATIVE"));
  EXPECT_THAT(policies.Set("no.such=x").error().message, HasSubstr("no policy 'no.such'"));
  EXPECT_THAT(policies.Set("partial.omitted=maybe").error().message,
              HasSubstr("only as-false, as-true"));
}

TEST(PoliciesTest, VaryingDrawsEveryAlternativeAndBeginsAgainWhenRewound) {
  Policies policies;
  ASSERT_TRUE(policies.Set("read.offset-zero=varying").has_value());
  const std::vector<std::string> first = ChosenOverRequests(policies, "read.offset-zero");
  EXPECT_THAT(std::set(first.begin(), first.end()), UnorderedElementsAre("present", "absent"));
  policies.Rewind();
  EXPECT_EQ(first, ChosenOverRequests(policies, "read.offset-zero"));
}

TEST(PoliciesTest, ARoundOfDrawsHoldsEachAlternativeOnce) {
  Policies policies;
  ASSERT_TRUE(policies.Set("values.empty=varying").has_value());
  const std::vector<std::string> chosen = ChosenOverRequests(policies, "values.empty");
  std::set<std::vector<std::string>> rounds;
  for (std::size_t i = 0; i < chosen.size(); i += 2) {
    EXPECT_NE(chosen[i], chosen[i + 1]);
    rounds.insert({chosen[i], chosen[i + 1]});
  }
  EXPECT_EQ(rounds.size(), 2U) << "their order changes";
}

TEST(PoliciesTest, WhatNobodyAskedForIsNotDrawnAnew) {
  Policies alone;
  Policies among_others;
  ASSERT_TRUE(alone.Set("values.empty=varying").has_value());
  ASSERT_TRUE(among_others.Set("values.empty=varying").has_value());
  ASSERT_TRUE(among_others.Set("read.offset-zero=varying").has_value());
  for (int request = 0; request < 60; ++request) {
    among_others.Vary();
    EXPECT_FALSE(among_others.Chosen("read.offset-zero").empty());
  }
  EXPECT_EQ(ChosenOverRequests(alone, "values.empty"),
            ChosenOverRequests(among_others, "values.empty"));
}

TEST(PoliciesTest, ASetDrawsFromItsAlternativesAlone) {
  Policies policies;
  ASSERT_TRUE(policies.Set("values.empty=rejected-entry+rejected-request").has_value());
  const std::vector<std::string> chosen = ChosenOverRequests(policies, "values.empty");
  EXPECT_THAT(std::set(chosen.begin(), chosen.end()),
              UnorderedElementsAre("rejected-entry", "rejected-request"));
  ASSERT_TRUE(policies.Set("values.empty=rejected-entry").has_value());
  EXPECT_THAT(ChosenOverRequests(policies, "values.empty"), testing::Each("rejected-entry"));
}

TEST(PoliciesTest, ASetHoldsWhatMayVaryTwoOrMoreAndEachOnce) {
  const PolicyRow& row = *FindPolicy("read.offset-zero");
  EXPECT_THAT(SetOf(row, "absent+present"), UnorderedElementsAre("absent", "present"));
  for (const char* set : {"present", "present+present", "present+", "present+other", ""}) {
    EXPECT_THAT(SetOf(row, set), testing::IsEmpty()) << set;
  }
  EXPECT_THAT(Policies().Set("read.offset-zero=present+other").error().message,
              HasSubstr("or a set of present+absent"));
  EXPECT_FALSE(Policies().Set("duplicate.other-quality=both-kept+newer-ignored").has_value());
}

TEST(PoliciesTest, VaryingFormsOfRefusalNeverAccept) {
  Policies policies;
  ASSERT_TRUE(policies.Set("values.empty=varying").has_value());
  const std::vector<std::string> chosen = ChosenOverRequests(policies, "values.empty");
  EXPECT_THAT(std::set(chosen.begin(), chosen.end()),
              UnorderedElementsAre("rejected-entry", "rejected-request"));
}

TEST(PoliciesTest, AFixedChoiceEndsTheVarying) {
  Policies policies;
  ASSERT_TRUE(policies.Set("read.offset-zero=varying").has_value());
  ASSERT_TRUE(policies.Set("read.offset-zero=absent").has_value());
  for (const std::string& chosen : ChosenOverRequests(policies, "read.offset-zero")) {
    EXPECT_EQ(chosen, "absent");
  }
}

}  // namespace
}  // namespace swc::reference
