#include "generators/case/puts_of_step.h"

#include <algorithm>
#include <expected>
#include <iterator>
#include <vector>

#include <nlohmann/json.hpp>

#include "generators/case/case.h"
#include "generators/case/json.h"
#include "generators/case/relations.h"
#include "spec/input_error.h"
#include "spec/text/error.h"

namespace swc::generators {
namespace {

std::expected<std::vector<Step>, spec::Error> PutsTogether(const Json& body) {
  const auto bad = [](const char* what) {
    return spec::BadInput({.field = "/puts", .what = what});
  };
  if (!body.is_object() || body.size() != 1 || !body.contains("puts") ||
      !body.at("puts").is_array() || body.at("puts").size() < 2) {
    return bad("a list of at least two puts, and no other member, is required");
  }
  std::vector<Step> puts;
  for (const Json& put : body.at("puts")) {
    if (!put.is_object()) {
      return bad("a put is the body of a request, an object");
    }
    puts.push_back({.kind = StepKind::kPut, .body = put});
  }
  return puts;
}

}  // namespace

std::expected<std::vector<Step>, spec::Error> PutsOf(const Step& step) {
  switch (step.kind) {
    case StepKind::kPut:
    case StepKind::kPutRaw:
      return std::vector<Step>{step};
    case StepKind::kTogether:
      return PutsTogether(step.body);
    case StepKind::kMetamorphic: {
      const auto read = ParseMetamorphic(step);
      if (!read) {
        return std::unexpected(read.error());
      }
      std::vector<Step> puts = BasePuts(*read);
      std::ranges::move(VariantPuts(*read), std::back_inserter(puts));
      return puts;
    }
    default:
      return std::vector<Step>();
  }
}

std::vector<Step> PutsOf(const Case& test_case) {
  std::vector<Step> all;
  for (const Step& step : test_case.steps) {
    if (auto puts = PutsOf(step)) {
      std::ranges::move(*puts, std::back_inserter(all));
    }
  }
  return all;
}

}  // namespace swc::generators
