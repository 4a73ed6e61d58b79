#include "generators/case/alias_form.h"

#include <charconv>
#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "spec/input_error.h"
#include "spec/text/error.h"
#include "spec/text/json_tree.h"

namespace swc::generators {
namespace {

std::unexpected<spec::Error> BadForm(std::string message) {
  return spec::BadInput({.what = std::move(message)});
}

}  // namespace

std::expected<std::string, spec::Error> PaddedAlias(std::string alias, std::string_view form) {
  // Longer than anything a boundary needs.
  constexpr std::size_t kLengthMax = 100'000;
  std::size_t length = 0;
  const auto [end, error] = std::from_chars(form.data(), form.data() + form.size(), length);
  if (error != std::errc() || length > kLengthMax) {
    return BadForm("':" + std::string(form) + "' is no length; write e.g. ${s1.alias:2048}");
  }
  form.remove_prefix(static_cast<std::size_t>(end - form.data()));
  const std::string_view padding = form.empty() ? "x" : form;
  for (std::size_t size = spec::CountCodePoints(alias); size < length; ++size) {
    alias += padding;
  }
  return alias;
}

std::expected<std::string, spec::Error> SpellAlias(std::string_view form, std::string_view name) {
  constexpr std::string_view kBegin = "${name";
  const std::string whole(form);
  std::string result;
  bool named = false;
  while (true) {
    const std::size_t begin = form.find(kBegin);
    const std::size_t end = begin == std::string_view::npos ? begin : form.find('}', begin);
    if (end == std::string_view::npos) {
      result += form;
      return named ? std::expected<std::string, spec::Error>(std::move(result))
                   : BadForm("'" + whole + "' has no ${name}, so that every run would write to it");
    }
    result += form.substr(0, begin);
    const std::string_view how = form.substr(begin + kBegin.size(), end - begin - kBegin.size());
    if (how.empty()) {
      result += name;
    } else if (how == ":bare") {
      result += name.substr(name.starts_with('/') ? 1 : 0);
    } else if (how.starts_with(':')) {
      auto padded = PaddedAlias(std::string(name), how.substr(1));
      if (!padded) {
        return padded;
      }
      result += *padded;
    } else {
      return BadForm("'" + whole + "': write ${name}, ${name:bare} or ${name:300}");
    }
    named = true;
    form.remove_prefix(end + 1);
  }
}

}  // namespace swc::generators
