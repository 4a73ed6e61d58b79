#include "conformance/play/case_puts.h"

#include <chrono>
#include <cstddef>
#include <expected>
#include <utility>
#include <vector>

#include "conformance/client/client.h"
#include "conformance/judge/observations.h"
#include "conformance/judge/put/judge.h"
#include "conformance/judge/put/judge_unbound.h"
#include "conformance/judge/put/lasting_failure.h"
#include "conformance/judge/put/puts_together.h"
#include "conformance/judge/transient_answer.h"
#include "conformance/net/task.h"
#include "conformance/net/transport.h"
#include "conformance/play/case_failure.h"
#include "conformance/play/case_state.h"
#include "generators/case/case.h"
#include "generators/case/puts_of_step.h"
#include "reference/reading/reading.h"
#include "spec/http_message.h"
#include "spec/operation.h"
#include "spec/text/error.h"

namespace swc::conformance {
namespace {

reference::Reading Read(CaseState& state, const Exchange& exchange,
                        std::vector<const reference::Reading*> beside = {}) {
  const auto [earliest, latest] = state.context.client.clock().During(exchange);
  return reference::ParsePut(exchange.request, {.directory = state.context.target.directory,
                                                .series = state.beliefs,
                                                .now_earliest = earliest,
                                                .now_latest = latest,
                                                .beside = std::move(beside)});
}

void NoteViolations(CaseState& state, const reference::Reading& reading) {
  for (const reference::Violation& violation : reading.violations) {
    state.violated.insert(violation.clause);
  }
  ++state.puts;
}

std::expected<spec::HttpRequest, spec::Error> Rendered(CaseState& state,
                                                       const generators::Step& put) {
  auto before = state.rendered.extract(&put);
  return before ? std::move(before.mapped()) : generators::RenderPut(put, state.binding);
}

// wire.path: a method or path of no operation.
Task<void> TakeUnbound(CaseState& state, Sent sent) {
  if (sent.exchange.failure) {
    spec::HttpRequest request = sent.exchange.request;
    co_await JudgeFailure(state, std::move(sent), std::move(request));
    co_return;
  }
  state.Take(JudgeUnbound(Read(state, sent.exchange), *sent.exchange.response, state.beliefs),
             sent.exchange);
}

// While puts that were sent together are under way.
constexpr std::chrono::milliseconds kTogetherPause{1};

PutToJudge ToJudge(const CaseState& state, const reference::Reading& reading,
                   const Exchange& exchange) {
  return {.reading = reading,
          .response = *exchange.response,
          .directory = state.context.target.directory,
          .about = state.about,
          .now = state.binding.now};
}

Task<void> SendInto(Client& client, spec::HttpRequest request, Sent& sent) {
  sent = co_await client.Send(std::move(request));
}

// Reads requests that were under way at once, each beside all others.
std::vector<reference::Reading> ParseTogether(CaseState& state, const std::vector<Sent>& all) {
  std::vector<reference::Reading> alone;
  for (const Sent& sent : all) {
    alone.push_back(Read(state, sent.exchange));
  }
  std::vector<reference::Reading> readings;
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::vector<const reference::Reading*> beside;
    for (std::size_t j = 0; j < all.size(); ++j) {
      if (j != i) {
        beside.push_back(&alone[j]);
      }
    }
    reference::Reading& reading = readings.emplace_back(Read(state, all[i].exchange, beside));
    AllowConflicts(beside, reading);
  }
  return readings;
}

void JudgeTogether(CaseState& state, const std::vector<Sent>& all) {
  const std::vector<reference::Reading> readings = ParseTogether(state, all);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].retried) {
      BelieveAnything(readings[i], state.beliefs);
    }
    NoteViolations(state, readings[i]);
  }
  std::vector<PutToJudge> puts;
  for (std::size_t i = 0; i < all.size(); ++i) {
    puts.push_back(ToJudge(state, readings[i], all[i].exchange));
  }
  std::vector<Observations> judged = JudgePutsTogether(puts, state.beliefs);
  for (std::size_t i = 0; i < all.size(); ++i) {
    DropConflictChoices(judged[i]);
    state.Take(std::move(judged[i]), all[i].exchange);
  }
  state.last_put = all.back().exchange;
  state.written_at = state.context.client.transport().Now();
  MarkAnswered(state.outcome.observations);
}

}  // namespace

void JudgeLasting(CaseState& state, const Exchange& exchange) {
  const reference::Reading reading = Read(state, exchange);
  PutToJudge put = ToJudge(state, reading, exchange);
  put.lasting = true;
  state.Take(JudgePut(put, state.beliefs), exchange);
  BelieveAnything(reading, state.beliefs);
}

bool IsPutRequest(const spec::HttpRequest& request) {
  return spec::OperationOf(request) == spec::Operation::kPut;
}

Task<void> RunPut(CaseState& state, const generators::Step& step) {
  auto request = Rendered(state, step);
  if (!request) {
    state.End(CaseOutcome::Faulty{.error = request.error().WithContext(state.test_case.id)});
    co_return;
  }
  spec::HttpRequest http = *std::move(request);
  co_await SendPut(state, std::move(http));
}

Task<void> SendPut(CaseState& state, spec::HttpRequest http) {
  if (IsBlocked(state, http)) {
    co_return;
  }
  Sent sent = co_await state.context.client.Send(http);
  if (sent.over_budget) {
    state.End(CaseOutcome::OutOfBudget{});
    co_return;
  }
  if (!IsPutRequest(http)) {
    co_await TakeUnbound(state, std::move(sent));
    co_return;
  }
  reference::Reading reading = Read(state, sent.exchange);
  for (const reference::SentEntry& entry : reading.entries) {
    state.outcome.values += entry.values.size();
  }
  const bool verdict =
      sent.transient && sent.exchange.response && CanBeJudged(reading, *sent.exchange.response);
  if ((sent.transient && !verdict) || sent.exchange.failure) {
    BelieveAnything(reading, state.beliefs);
    co_await JudgeFailure(state, std::move(sent), http);
    co_return;
  }
  if (sent.retried) {
    // An attempt before this one may have had its effects already.
    BelieveAnything(reading, state.beliefs);
  }
  NoteViolations(state, reading);
  state.last_put = sent.exchange;
  state.written_at = state.context.client.transport().Now();
  state.Take(JudgePut(ToJudge(state, reading, sent.exchange), state.beliefs), sent.exchange);
  MarkAnswered(state.outcome.observations);
}

Task<void> RunTogether(CaseState& state, const generators::Step& step) {
  const auto puts = generators::PutsOf(step);
  std::vector<Sent> all(puts->size());
  std::size_t under_way = 0;
  for (std::size_t i = 0; i < puts->size(); ++i) {
    auto request = generators::RenderPut((*puts)[i], state.binding);
    if (!request) {
      state.End(CaseOutcome::Faulty{.error = request.error().WithContext(state.test_case.id)});
      break;
    }
    ++under_way;
    Spawn(SendInto(state.context.client, *std::move(request), all[i]), [&] { --under_way; });
  }
  // What was sent has to come back before the case may end.
  while (under_way > 0) {
    co_await Sleep(state.context.client.transport(), kTogetherPause);
  }
  if (state.Over()) {
    co_return;
  }
  for (Sent& each : all) {
    if (each.over_budget) {
      state.End(CaseOutcome::OutOfBudget{});
      co_return;
    }
    if (each.transient || each.exchange.failure) {
      Sent sent = std::move(each);
      spec::HttpRequest request = sent.exchange.request;
      co_await JudgeFailure(state, std::move(sent), std::move(request));
      co_return;
    }
  }
  JudgeTogether(state, all);
}

}  // namespace swc::conformance
