// What a description excludes, and what it leaves open.
#include "conformance/target/capabilities.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/target/target.h"
#include "reference/reading/directory.h"
#include "spec/operation.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using reference::Setting;
using spec::Operation;
using testing::Contains;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;

TEST(ExcludedByTest, TheReferenceServerShowsEverything) {
  EXPECT_THAT(ExcludedBy(InProcessTarget(reference::ExampleDirectory())), IsEmpty());
}

TEST(ExcludedByTest, SilenceAboutPropertiesExcludesWhatNeedsThem) {
  Target target;
  EXPECT_THAT(ExcludedBy(target), IsSupersetOf({"identity.attribute", "identity.computed",
                                                "access.denied", "identity.same-series"}));
}

TEST(ExcludedByTest, WhatIsUnknownExcludesNothing) {
  Target target;
  EXPECT_THAT(ExcludedBy(target), Not(Contains("value.type.stream")));
  EXPECT_THAT(ExcludedBy(target), Not(Contains("value.null.allowed")));
  target.directory.streams = Setting::kOff;
  target.directory.null_and_nan = Setting::kOff;
  EXPECT_THAT(ExcludedBy(target), IsSupersetOf({"value.type.stream", "value.null.allowed"}));
}

TEST(TypesInPlaceOfStreamsTest, AreThoseOfWritableMeasurementsWhereThereAreNoStreams) {
  Target target = InProcessTarget(reference::ExampleDirectory());
  EXPECT_THAT(TypesInPlaceOfStreams(target), IsEmpty());
  target.directory.streams = Setting::kOff;
  using spec::DataType;
  EXPECT_THAT(
      TypesInPlaceOfStreams(target),
      testing::UnorderedElementsAre(DataType::kDouble, DataType::kDouble, DataType::kDouble,
                                    DataType::kInteger, DataType::kString, DataType::kBoolean));
}

TEST(ExcludedByTest, TheEdgesOfTheWindowNeedASharedClock) {
  Target target = InProcessTarget(reference::ExampleDirectory());
  target.exact_clock = false;
  EXPECT_THAT(ExcludedBy(target), Contains("time.window.inclusive"));
}

TEST(ExcludedByTest, AReadThatIsAbsentExcludesWhatOnlyItShows) {
  Target target = InProcessTarget(reference::ExampleDirectory());
  target.no_reads = {Operation::kLatest};
  EXPECT_THAT(ExcludedBy(target), Contains("read.latest.newest"));
  EXPECT_THAT(ExcludedBy(target), Not(Contains("read.batch.agrees")));
}

TEST(ExcludedByTest, OneOfTheBatchesIsEnoughForWhatBothShow) {
  Target target = InProcessTarget(reference::ExampleDirectory());
  target.no_reads = {Operation::kBatchLatest};
  EXPECT_THAT(ExcludedBy(target), IsEmpty());
  target.no_reads.insert(Operation::kBatchHistory);
  EXPECT_THAT(ExcludedBy(target), Contains("read.batch.agrees"));
  EXPECT_THAT(ExcludedBy(target), Not(Contains("read.no-data")));
}

TEST(ExcludedByTest, WithoutAnyReadNothingOfThemIsLeft) {
  Target target = InProcessTarget(reference::ExampleDirectory());
  target.no_reads = {kReads.begin(), kReads.end()};
  EXPECT_THAT(ExcludedBy(target),
              IsSupersetOf({"read.no-data", "read.latest.newest", "read.batch.agrees"}));
}

}  // namespace
}  // namespace swc::conformance
