#include "conformance/verdict/digest.h"

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "generators/case/case.h"
#include "spec/check.h"
#include "spec/fixed_now.h"

namespace swc::conformance {
namespace {

using DigestContext = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

}  // namespace

struct StreamDigest::State {
  DigestContext context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

StreamDigest::StreamDigest() : state_(std::make_unique<State>()) {
  const int started = EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr);
  SWC_CHECK(started == 1, "SHA-256 is not available");
}

StreamDigest::~StreamDigest() = default;

void StreamDigest::Add(const generators::Case& test_case) {
  // Every case is rendered as if it were this moment.
  generators::Binding binding{.now = spec::kFixedNow,
                              .t0 = {.seconds = spec::kFixedNow.seconds - 3600, .nanos = 0}};
  for (const generators::SeriesWish& wish : test_case.series) {
    binding.series[wish.name] = {.alias = "/run/" + wish.name + wish.alias,
                                 .asset_id = "asset-" + wish.name,
                                 .property_id = "property-" + wish.name};
  }
  const auto update = [&](std::string_view text) {
    EVP_DigestUpdate(state_->context.get(), text.data(), text.size());
    EVP_DigestUpdate(state_->context.get(), "\n", 1);
  };
  update(test_case.id);
  for (const generators::Step& step : test_case.steps) {
    if (step.kind == generators::StepKind::kPut || step.kind == generators::StepKind::kPutRaw) {
      const auto request = generators::RenderPut(step, binding);
      update(request ? request->method + request->target + request->body : "unrenderable");
    } else {
      update(step.body.dump());
    }
  }
}

std::string StreamDigest::Hex() const {
  const DigestContext copy{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned size = 0;
  EVP_MD_CTX_copy_ex(copy.get(), state_->context.get());
  EVP_DigestFinal_ex(copy.get(), bytes.data(), &size);
  std::string hex;
  for (unsigned i = 0; i < size; ++i) {
    hex += fmt::format("{:02x}", bytes[i]);
  }
  return hex;
}

}  // namespace swc::conformance
