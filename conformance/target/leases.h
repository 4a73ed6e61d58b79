// Lends the series of a target to cases, so that cases run in parallel and never see each other.
//
// Law: an alias is lent once, ever: "/sitewise-conformance/<run>/<n>". A property is lent to one
// case at a time, with a two-minute slice of time (`t0`) of its own; what lies in that slice from
// earlier runs is read before its use. Which of several properties a case gets depends on its id:
// a run uses all of them, and a case that is shrunk or replayed meets the same one again. A
// campaign without end may limit its streams: then they are lent again like properties, and nothing
// is known of the type that they took; what it finds is shown by cases on streams of a reserve.
// Processes that test one target at once share out its properties, for a lease holds inside one
// process only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "conformance/target/target.h"
#include "generators/case/case.h"
#include "reference/reading/directory.h"
#include "reference/reading/series_id.h"
#include "spec/tqv.h"

namespace swc::conformance {

struct LentSeries {
  generators::SeriesBinding names;
  reference::SeriesId id;  // Of the series that the target would write; empty for unknown ones.
  bool fresh = false;      // Nothing was ever stored there.
  bool readable = true;    // The caller may read it.
  bool any_type = false;   // A stream that an earlier case used: its type may be any.
};

struct Lease {
  std::map<std::string, LentSeries, std::less<>> series;
  std::vector<std::size_t> properties;  // Indices in the directory that are held.
  std::vector<std::string> streams;     // Aliases that are held, where streams are limited.
  std::uint64_t number = 0;             // Unique in the run.
};

// Why a case cannot run now.
struct NoLease {
  bool never = false;   // The target lacks something; else: wait until a lease is returned.
  std::string missing;  // For people: "a measurement property of type STRING".
};

// What a process may lend.
struct LeaseLimits {
  // So many streams are lent before they are lent again; 0: no limit.
  std::uint64_t streams_max = 0;
  // So many more are kept for cases that must not meet what others left (FreshStreams).
  std::uint64_t streams_reserve = 0;
  // Of `processes` that share a target this one lends the properties whose index modulo `processes`
  // is `process`.
  std::size_t process = 0;
  std::size_t processes = 1;
  // Properties in which nothing stands at first; null: none is known to be empty. It outlives the
  // leases.
  const std::set<reference::SeriesId>* empty = nullptr;
  // Makes the target forget all that was stored. It is done for each case that runs alone, which
  // so means the same whatever ran before it. Null: it cannot be done.
  std::function<void()> start_over;
};

class Leases {
 public:
  // REQUIRES: `target` outlives the leases. `run` is new for every run.
  Leases(const Target& target, std::string run, LeaseLimits limits = {})
      : target_(target), run_(std::move(run)), limits_(std::move(limits)) {}

  [[nodiscard]] std::expected<Lease, NoLease> Take(const generators::Case& test_case);
  // What the series hold is nobody's any more: a target that can forget it does.
  void Return(const Lease& lease);

  // Returns what the symbols of a case stand for.
  [[nodiscard]] static generators::Binding BindingOf(const Lease& lease, spec::Instant now);

  [[nodiscard]] const std::string& run() const { return run_; }

  // While one lives, streams come from the reserve as long as it lasts.
  class FreshStreams {
   public:
    explicit FreshStreams(Leases& leases) : leases_(leases) { leases_.from_reserve_ = true; }
    FreshStreams(const FreshStreams&) = delete;
    FreshStreams& operator=(const FreshStreams&) = delete;
    ~FreshStreams() { leases_.from_reserve_ = false; }

   private:
    Leases& leases_;
  };

 private:
  struct Candidate {
    std::size_t property = 0;
    bool busy = false;
  };
  // What one case has been lent so far.
  struct Lending {
    std::set<std::string, std::less<>> named_by_ids;    // Series that need an assetId.
    std::set<std::string, std::less<>> named_by_alias;  // Series that need an alias.
    std::size_t first_property = 0;                     // Where the search begins.
    std::set<std::size_t> taken;
    std::optional<LentSeries> spelled;  // The name of which the case makes its own aliases.
    Lease lease;
  };
  [[nodiscard]] std::optional<Candidate> FindProperty(const generators::SeriesWish& wish,
                                                      reference::Access access,
                                                      const Lending& lending) const;
  [[nodiscard]] std::optional<Candidate> FindNamed(const generators::SeriesWish& wish,
                                                   reference::Access access, const Lending& lending,
                                                   bool both_names) const;
  [[nodiscard]] std::expected<LentSeries, NoLease> Lend(const generators::SeriesWish& wish,
                                                        Lending& lending);

  [[nodiscard]] std::expected<LentSeries, NoLease> LendStream(Lease& lease);
  [[nodiscard]] std::expected<LentSeries, NoLease> LendSpelled(const std::string& form,
                                                               Lending& lending);

  [[nodiscard]] LentSeries LendProperty(std::size_t index);

  const Target& target_;
  std::string run_;
  LeaseLimits limits_;
  std::set<std::size_t> held_;
  std::set<std::size_t> used_;  // Properties that were lent since the target was empty.
  std::uint64_t running_ = 0;   // Cases that have a lease.
  std::uint64_t aliases_ = 0;
  std::uint64_t streams_ = 0;
  std::uint64_t reserve_used_ = 0;
  bool from_reserve_ = false;
  std::set<std::string> streams_held_;
  std::uint64_t leases_ = 0;
};

}  // namespace swc::conformance
