#include "reference/server/reference_server.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>

#include "reference/model/answers.h"
#include "reference/model/model.h"
#include "reference/model/policies.h"
#include "reference/mutants/mutants.h"
#include "reference/reading/directory.h"
#include "reference/reading/parse_read_request.h"
#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/check.h"
#include "spec/http_message.h"
#include "spec/operation.h"
#include "spec/rfc3339.h"
#include "spec/tqv.h"

namespace swc::reference {
namespace {

// A value under the policy `store.visibility=later` shows from the second read on.
constexpr std::uint64_t kReadsUntilVisible = 1;

// wire.member.duplicate
Doubled DoubledOf(const Policies& policies) {
  return policies.Is("wire.member.duplicate", "first-wins") ? Doubled::kFirstCounts
                                                            : Doubled::kLastCounts;
}

}  // namespace

ServerOptions ServerOptionsOf(Policies policies, const Mutant* mutant,
                              std::function<spec::Instant()> now) {
  ServerOptions options{.policies = std::move(policies), .now = std::move(now)};
  if (mutant != nullptr) {
    options.mutants.push_back(mutant);
  }
  return options;
}

ReferenceServer::ReferenceServer(ServerOptions options)
    : options_(std::move(options)), store_(options_.streams_max) {
  SWC_CHECK(options_.now != nullptr, "a reference server needs a clock");
  // Two free clauses are settings of the account.
  if (!options_.policies.Is("identity.unknown-alias", "created")) {
    options_.directory.streams = Setting::kOff;
  }
  if (!options_.policies.Is("value.null-nan.setting", "allowed")) {
    options_.directory.null_and_nan = Setting::kOff;
  }
}

void ReferenceServer::Forget() {
  store_.Clear();
  memory_.clear();
  options_.policies.Rewind();
}

MutantScope ReferenceServer::Scope() {
  return {.directory = options_.directory,
          .policies = options_.policies,
          .store = store_,
          .now = options_.now(),
          .memory = memory_};
}

spec::HttpResponse ReferenceServer::Stamped(spec::HttpResponse response) const {
  response.headers.emplace_back("Date", spec::FormatHttpDate(options_.now()));
  return response;
}

spec::HttpResponse ReferenceServer::Handle(const spec::HttpRequest& request) {
  options_.policies.Vary();
  spec::HttpResponse response = Stamped(Answer(request));
  MutantScope scope = Scope();
  for (const Mutant* mutant : options_.mutants) {
    if (mutant->on_any_answer != nullptr) {
      mutant->on_any_answer(response, scope);
    }
  }
  return response;
}

spec::HttpResponse ReferenceServer::Answer(const spec::HttpRequest& request) {
  if (spec::OperationOf(request) == spec::Operation::kPut) {
    return Put(request);
  }
  if (ReadOperationOf(request)) {
    return Read(request);
  }
  // wire.path
  return AnswerOf(RequestError{.status = 404,
                               .name = "UnknownOperationException",
                               .message = "no operation has this method and path"},
                  options_.policies);
}

spec::HttpResponse ReferenceServer::Put(const spec::HttpRequest& request) {
  MutantScope scope = Scope();
  spec::HttpResponse response;
  if (std::ranges::any_of(options_.mutants, [](auto* mutant) { return mutant->on_request; })) {
    spec::HttpRequest edited = request;
    for (const Mutant* mutant : options_.mutants) {
      if (mutant->on_request != nullptr) {
        mutant->on_request(edited, scope);
      }
    }
    response = AnswerPut(edited, scope);
  } else {
    response = AnswerPut(request, scope);
  }
  for (const Mutant* mutant : options_.mutants) {
    if (mutant->on_answer != nullptr) {
      mutant->on_answer(response, scope);
    }
  }
  return response;
}

spec::HttpResponse ReferenceServer::AnswerPut(const spec::HttpRequest& request,
                                              MutantScope& scope) {
  Reading reading = ParsePut(request, {.directory = options_.directory,
                                       .series = store_,
                                       .now_earliest = scope.now,
                                       .now_latest = scope.now,
                                       .doubled = DoubledOf(options_.policies)});
  for (const Mutant* mutant : options_.mutants) {
    if (mutant->on_reading != nullptr) {
      mutant->on_reading(reading, scope);
    }
  }
  PutPlan plan = PlanPut(reading, options_.policies);
  for (const Mutant* mutant : options_.mutants) {
    if (mutant->on_plan != nullptr) {
      mutant->on_plan(plan, reading, scope);
    }
  }
  Commit(reading, plan, scope);
  return AnswerOf(plan, options_.policies);
}

void ReferenceServer::Commit(const Reading& reading, const PutPlan& plan, MutantScope& scope) {
  const std::uint64_t delay =
      options_.policies.Is("store.visibility", "later") ? kReadsUntilVisible : 0;
  for (StoreOp& op : StoreOpsOf(reading, plan, options_.policies)) {
    op.series = Mapped(std::move(op.series), scope);
    bool write = true;
    for (const Mutant* mutant : options_.mutants) {
      write = write && (mutant->on_store == nullptr || mutant->on_store(op, scope));
    }
    // duplicate.other-quality
    if (options_.policies.Is("duplicate.other-quality", "newer-ignored") &&
        store_.HasOtherQuality(op.series, op.key.time, op.key.quality) == Certainty::kYes) {
      write = false;
    }
    if (write) {
      store_.Put(op.series, op.key, op.value, delay);
    }
  }
}

SeriesId ReferenceServer::Mapped(SeriesId series, MutantScope& scope) const {
  for (const Mutant* mutant : options_.mutants) {
    if (mutant->on_series != nullptr) {
      mutant->on_series(series, scope);
    }
  }
  return series;
}

}  // namespace swc::reference
