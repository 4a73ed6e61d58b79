// White box: an implementation behind sitewise_plugin.h, instrumented for coverage, fuzzed in
// process and judged by the model. What is found goes to SWC_FUZZ_FINDINGS, and fuzzing goes on.
#include <cxxabi.h>

#include <cstdint>
#include <cstdlib>
#include <exception>
#include <set>
#include <string>
#include <typeinfo>
#include <utility>
#include <vector>

#include "conformance/client/read_access.h"
#include "conformance/play/in_process_session.h"
#include "conformance/target/target.h"
#include "conformance/target/target_file.h"
#include "fuzz/input/harness.h"
#include "fuzz/input/input.h"
#include "fuzz/oracles/answer_to_exception.h"
#include "fuzz/oracles/described_reads.h"
#include "fuzz/oracles/empty_properties.h"
#include "fuzz/oracles/finding_collector.h"
#include "fuzz/oracles/known_input.h"
#include "fuzz/sitewise_plugin.h"
#include "generators/case/case.h"
#include "reference/reading/series_id.h"
#include "reports/text.h"
#include "spec/fixed_now.h"
#include "spec/http_message.h"
#include "spec/text/error.h"
#include "spec/text/print.h"

namespace {

sitewise_text TextOf(const std::string& text) { return {text.data(), text.size()}; }

std::string StringOf(sitewise_text text) {
  return text.data == nullptr ? "" : std::string(text.data, text.size);
}

swc::spec::HttpResponse Answer(const swc::spec::HttpRequest& request) {
  std::vector<sitewise_header> headers;
  headers.reserve(request.headers.size());
  for (const auto& [name, value] : request.headers) {
    headers.push_back({TextOf(name), TextOf(value)});
  }
  const sitewise_request plain = {TextOf(request.method), TextOf(request.target), headers.data(),
                                  headers.size(), TextOf(request.body)};
  sitewise_response answer = {};
  sitewise_plugin_handle(&plain, &answer);
  swc::spec::HttpResponse response{
      .status = answer.status, .headers = {}, .body = StringOf(answer.body)};
  for (std::size_t i = 0; i < answer.header_count; ++i) {
    response.headers.emplace_back(StringOf(answer.headers[i].name),
                                  StringOf(answer.headers[i].value));
  }
  return response;
}

// A server that lets an exception through answers with 500, and so it is judged: the request is
// part of the finding, and fuzzing goes on.
swc::spec::HttpResponse Handle(const swc::spec::HttpRequest& request) {
  try {
    return Answer(request);
  } catch (const std::exception& thrown) {
    return swc::fuzz::AnswerToException(typeid(thrown).name(), thrown.what());
  } catch (...) {
    const std::type_info* type = abi::__cxa_current_exception_type();
    return swc::fuzz::AnswerToException(type == nullptr ? "" : type->name(), "");
  }
}

swc::conformance::Target PluginTarget() {
  auto target = swc::conformance::ParseTarget(sitewise_plugin_target(), "sitewise_plugin_target");
  if (!target) {
    swc::spec::PrintError(swc::reports::ErrorLine(target.error().message));
    std::_Exit(2);
  }
  target->exact_clock = true;
  return *std::move(target);
}

[[noreturn]] void End(const swc::spec::Error& error) {
  swc::spec::PrintError(swc::reports::ErrorLine(error.message));
  std::_Exit(3);
}

void StartOver() {
  sitewise_plugin_reset(swc::spec::kFixedNow.seconds, swc::spec::kFixedNow.nanos);
}

struct Plugin {
  Plugin() { session.context().reads = &reads; }

  // After some executions it is looked which properties are empty when all was forgotten: an
  // attribute may have a value from the start. Before, each case looks for itself.
  void LearnWhatIsEmpty() {
    constexpr int kExecutionsBefore = 256;
    if (++executions == kExecutionsBefore) {
      StartOver();
      empty = swc::fuzz::EmptyProperties(session.context());
    }
  }

  swc::conformance::Target target = PluginTarget();
  swc::conformance::ReadAccess reads = swc::fuzz::DescribedReads(target);
  int executions = 0;
  std::set<swc::reference::SeriesId> empty;
  swc::conformance::InProcessSession session{target,
                                             Handle,
                                             [] { return swc::spec::kFixedNow; },
                                             0,
                                             {.empty = &empty, .start_over = StartOver}};
  swc::fuzz::FindingCollector collector{
      session.context(), {.harness = "plugin", .folder = swc::fuzz::FindingsFolderInEnvironment()}};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  swc::fuzz::CountExecution();
  auto test_case = swc::fuzz::CaseOf(swc::fuzz::TextOf(data, size));
  if (!test_case) {
    return -1;
  }
  static Plugin plugin;
  plugin.LearnWhatIsEmpty();
  plugin.session.Forget();
  if (swc::fuzz::PlaysKnown()) {
    if (auto played = PlayKnownInput(plugin.collector, *test_case); !played) {
      End(played.error());
    }
    return 0;
  }
  std::vector<swc::generators::Case> one;
  one.push_back(*std::move(test_case));
  if (const auto outcomes = plugin.collector.Run(one); !outcomes) {
    End(outcomes.error());
  }
  return 0;
}
