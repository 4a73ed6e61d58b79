// What a put request says: its typed batch, and everything in it that breaks a clause.
//
// Law: the same reading serves the reference server, which answers the request, and the judge,
// which has to know what may be answered. A reading never chooses: where the documents are silent
// it only records that a free clause is touched.
//
// Two steps: `ParsePut` looks at the bytes alone; `CompleteInContext` adds what depends on the
// clock, on the properties that exist, and on what is stored.
//
// Example: const Reading reading = ParsePut(request, {.directory = ..., .series = store, ...});
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "reference/reading/directory.h"
#include "reference/reading/series_id.h"
#include "spec/clause.h"
#include "spec/clause_id.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::reference {

// What a violation demands of the server.
enum class Obligation : std::uint8_t {
  kMustReject,  // Acceptance is a finding.
  kMayReject,   // The documents leave it open, or it cannot be decided from outside.
};

// A timestamp as it was sent, in range or not.
struct SentTime {
  std::int64_t seconds = 0;
  std::int64_t nanos = 0;
  friend auto operator<=>(const SentTime&, const SentTime&) = default;
};

// Why a violation demands something, or nothing. A free clause demands nothing by itself, but a
// setting that the target was said to have may: where streams for unknown aliases are switched off,
// one that appears is a finding, though identity.unknown-alias is free.
enum class Demand : std::uint8_t {
  kByLevel,    // The clause demands it, unless it is free.
  kBySetting,  // A setting of the target demands it, even of a free clause.
  kNothing,    // Here the documents leave it open, or it cannot be decided from outside.
};

// Where in a request something stands.
struct RequestPlace {
  spec::Scope scope = spec::Scope::kRequest;
  std::size_t entry = 0;  // Scope entry and value.
  std::size_t value = 0;  // Scope value.
  std::string pointer;    // JSON pointer into the request.
};

// Something in a request that breaks, or touches, a clause. The one constructor decides what it
// demands.
//
// Example: Violation("entries.max", {.pointer = "/entries"}).obligation == Obligation::kMustReject
struct Violation {
  explicit Violation(spec::ClauseId clause_id, RequestPlace place = {},
                     Demand demand = Demand::kByLevel);

  const spec::Clause* clause;
  spec::Scope scope;
  std::size_t entry;    // Scope entry and value.
  std::size_t value;    // Scope value.
  std::string pointer;  // JSON pointer into the request.
  Obligation obligation;
  // Of a value of another type: that of the property; of a stream the type that it had before, or
  // the first one that is sent to it.
  std::optional<spec::DataType> series_type;
};

// One TQV as it was sent. A part that could not be read has a violation.
struct SentValue {
  std::optional<spec::Value> value;
  std::optional<spec::Instant> time;
  std::optional<SentTime> sent_time;
  std::optional<spec::Quality> quality;  // GOOD when it was left out or null.
  bool quality_given = false;
  bool nanos_given = false;
  // A timestamp was given that cannot be read, or that is no object: an answer may name it anyhow.
  bool time_unclear = false;
};

struct SentEntry {
  std::optional<std::string> id;  // Any string that was sent.
  std::optional<std::string> asset_id;
  std::optional<std::string> property_id;
  std::optional<std::string> alias;
  std::vector<SentValue> values;
  // Filled in by `CompleteInContext`. Two series only where ids and alias contradict each other.
  std::vector<SeriesId> series;
  bool ambiguous =
      false;  // Its meaning is open (a repeated member), so no effect can be predicted.
};

// How enablePartialEntryProcessing was given.
enum class PartialFlag : std::uint8_t { kTrue, kFalse, kOmitted, kUnreadable };

// Which of several members of one name counts (wire.member.duplicate).
enum class Doubled : std::uint8_t { kLastCounts, kFirstCounts };

struct Reading {
  // The body is a JSON object. If not, `violations` is filled in and, where odd characters alone
  // are in the way, the ids of the entries.
  bool decodable = false;
  PartialFlag partial = PartialFlag::kOmitted;
  std::vector<SentEntry> entries;
  std::vector<Violation> violations;
  bool null_members = false;  // A member that the model knows is null.
  std::size_t bytes = 0;      // Of the body.
  // Where a member stands twice: what the bytes say to whom the first one counts.
  std::shared_ptr<const Reading> if_first_counts;
};

// Returns whether an answer that names `id` may be about this entry: by its entryId or, where that
// member stands twice, by either.
[[nodiscard]] bool MayBeNamed(const Reading& reading, std::size_t entry, const std::string& id);
// Returns whether it may be about any entry.
[[nodiscard]] bool MayBeNamed(const Reading& reading, const std::string& id);

// Parses the bytes of a put request. Never fails: what cannot be read is a violation.
[[nodiscard]] Reading ParsePut(const spec::HttpRequest& request,
                               Doubled doubled = Doubled::kLastCounts);

// How sure an answer about stored values is.
enum class Certainty : std::uint8_t { kNo, kMaybe, kYes };

// What is known of stored values: the server's store, or a judge's beliefs.
class SeriesView {
 public:
  SeriesView() = default;
  SeriesView(const SeriesView&) = delete;
  SeriesView& operator=(const SeriesView&) = delete;
  virtual ~SeriesView() = default;

  // Returns whether a value of another quality is stored at `time`.
  [[nodiscard]] virtual Certainty HasOtherQuality(const SeriesId& series, spec::Instant time,
                                                  spec::Quality quality) const = 0;
  // Returns the greatest possible number of values of `quality` in the second of `time`, leaving
  // out the one at `time` itself.
  [[nodiscard]] virtual std::size_t PointsInSecond(const SeriesId& series, spec::Instant time,
                                                   spec::Quality quality) const = 0;
  // Returns whether a value may be stored at this very time and quality.
  [[nodiscard]] virtual bool MayHold(const SeriesId& series, spec::Instant time,
                                     spec::Quality quality) const = 0;
  // Returns the types that values of a series without a property may have so far.
  [[nodiscard]] virtual std::vector<spec::DataType> TypesIn(const SeriesId& series) const = 0;
};

// What a request is read against.
struct ReadingContext {
  const Directory& directory;
  const SeriesView& series;
  // The server's clock is somewhere from `now_earliest` to `now_latest`.
  spec::Instant now_earliest;
  spec::Instant now_latest;
  // Requests that were under way at once: their values may have come before or not.
  std::vector<const Reading*> beside;
  Doubled doubled = Doubled::kLastCounts;
};

// Adds the series of each entry and the violations that only the context shows.
void CompleteInContext(const ReadingContext& context, Reading& reading);

// Parses the bytes of a put request, and completes what they say in context.
[[nodiscard]] Reading ParsePut(const spec::HttpRequest& request, const ReadingContext& context);

}  // namespace swc::reference
