#include "conformance/smallest/shell_script.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "conformance/client/read_requests.h"
#include "conformance/judge/read/judge_read.h"
#include "conformance/net/sigv4.h"
#include "conformance/target/leases.h"
#include "conformance/target/target.h"
#include "generators/case/case.h"
#include "generators/case/puts_of_step.h"
#include "reports/text.h"
#include "spec/http_message.h"
#include "spec/rfc3339.h"
#include "spec/text/base64.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

using generators::Case;
using generators::Step;
using generators::StepKind;
using Json = nlohmann::ordered_json;

// An instant that no text holds by chance: what lies near it is counted from the script's own now.
constexpr spec::Instant kScriptNow{.seconds = 4'100'000'000, .nanos = 0};
constexpr std::int64_t kNearSeconds = 800'000;
constexpr std::size_t kSecondsDigits = 10;
constexpr std::size_t kDateLength = 20;  // 2099-12-04T17:46:40Z

// Stands for the part of an alias that is new each time.
constexpr std::string_view kRunToken = "swc0run0token0swc";

constexpr std::string_view kPrelude = R"(set -u
NOW=${NOW:-$(date +%s)}
RUN=$NOW-$$
at() { date -u -d "@$1" +%Y-%m-%dT%H:%M:%SZ 2>/dev/null || date -u -r "$1" +%Y-%m-%dT%H:%M:%SZ; }
)";

// Sign as whoever runs the line, and name the session of keys that are lent.
std::string Signing(std::string_view region) {
  return fmt::format(
      R"(--aws-sigv4 'aws:amz:{}:{}' --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY")", region,
      Signer{}.service);
}
constexpr std::string_view kSessionHeader =
    R"(${AWS_SESSION_TOKEN:+-H "X-Amz-Security-Token: $AWS_SESSION_TOKEN"})";

// Returns the lines that make each curl sign what it sends, as whoever runs the script.
std::string SigningCurl(std::string_view region) {
  return fmt::format(
      R"(: "${{AWS_ACCESS_KEY_ID:?is not set}}" "${{AWS_SECRET_ACCESS_KEY:?is not set}}"
curl() {{
  command curl {} \
    {} "$@"
}}
)",
      Signing(region), kSessionHeader);
}

bool IsPrintable(std::string_view text) {
  return std::ranges::all_of(text, [](unsigned char c) { return c >= ' ' && c < 0x7f; });
}

std::string SecondsFromNow(std::int64_t seconds) {
  const std::int64_t offset = seconds - kScriptNow.seconds;
  return fmt::format("$((NOW{}{}))", offset < 0 ? "-" : "+", std::abs(offset));
}

bool IsNear(std::int64_t seconds) { return std::abs(seconds - kScriptNow.seconds) <= kNearSeconds; }

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Returns the seconds since 1970 that begin `text`, if they are near the script's now.
std::optional<std::int64_t> SecondsAt(std::string_view text) {
  std::int64_t seconds = 0;
  const std::size_t length = std::min(text.size(), kSecondsDigits);
  const auto [end, error] = std::from_chars(text.data(), text.data() + length, seconds);
  const bool whole = error == std::errc() && end == text.data() + kSecondsDigits &&
                     (text.size() == kSecondsDigits || !IsDigit(text[kSecondsDigits]));
  return whole && IsNear(seconds) ? std::optional(seconds) : std::nullopt;
}

// Returns `text` between single quotes, with what depends on the day left to the shell.
std::string Quoted(std::string_view text) {
  std::string result = "'";
  const auto shell = [&](const std::string& expression) { result += "'\"" + expression + "\"'"; };
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view rest = text.substr(i);
    const bool begins_number = IsDigit(text[i]) && (i == 0 || !IsDigit(text[i - 1]));
    if (rest.starts_with(kRunToken)) {
      shell("$RUN");
      i += kRunToken.size();
    } else if (const auto seconds = begins_number ? SecondsAt(rest) : std::nullopt) {
      shell(SecondsFromNow(*seconds));
      i += kSecondsDigits;
    } else if (const auto date =
                   begins_number ? spec::ParseRfc3339(rest.substr(0, kDateLength)) : std::nullopt;
               date && IsNear(date->seconds)) {
      shell(fmt::format("$(at {})", SecondsFromNow(date->seconds)));
      i += kDateLength;
    } else {
      result += text[i] == '\'' ? std::string("'\\''") : std::string(1, text[i]);
      ++i;
    }
  }
  return result + "'";
}

// Colons may stand in a query as they are, and dates are found with them.
std::string WithColons(std::string target) {
  for (std::size_t at = target.find("%3A"); at != std::string::npos; at = target.find("%3A", at)) {
    target.replace(at, 3, ":");
  }
  return target;
}

std::string Curl(const spec::HttpRequest& request, const std::string& more) {
  std::string line = "curl -sS -i" + more + " -X " + request.method;
  for (const auto& [name, value] : request.headers) {
    line += " -H " + Quoted(name + ": " + value);
  }
  const std::string url = "\"$ENDPOINT\"" + Quoted(WithColons(request.target));
  if (request.body.empty()) {
    return line + " " + url;
  }
  if (IsPrintable(request.body)) {
    return line + " --data-binary " + Quoted(request.body) + " " + url;
  }
  return "printf %s " + Quoted(spec::EncodeBase64(request.body)) + " | base64 -d | " + line +
         " --data-binary @- " + url;
}

class Script {
 public:
  Script(const Case& test_case, const Lease& lease, const generators::Binding& binding,
         std::string more)
      : test_case_(test_case), lease_(lease), binding_(binding), more_(std::move(more)) {}

  [[nodiscard]] std::string Lines() {
    for (const Step& step : test_case_.steps) {
      Add(step);
    }
    for (const auto& [name, lent] : lease_.series) {
      AddReadBack(name);
    }
    return std::move(lines_);
  }

 private:
  void Add(const Step& step) {
    switch (step.kind) {
      case StepKind::kPut:
      case StepKind::kPutRaw:
      case StepKind::kReadRaw:
        AddRendered(step);
        break;
      case StepKind::kReadBack:
        for (const Json& name : step.body) {
          AddReadBack(name.get<std::string>());
        }
        break;
      case StepKind::kTogether:
      case StepKind::kMetamorphic:
        AddPuts(step);
        break;
      default:
        AddRead(step);
        break;
    }
  }

  void Send(std::string_view what, const spec::HttpRequest& request) {
    lines_ += fmt::format("\necho; echo '== {}'\n{}\n", what, Curl(request, more_));
  }

  void AddRendered(const Step& step) {
    const auto request = step.kind == StepKind::kReadRaw ? generators::RenderRequest(step, binding_)
                                                         : generators::RenderPut(step, binding_);
    if (request) {
      Send(step.kind == StepKind::kReadRaw ? "read" : "put", *request);
    }
  }

  void AddPuts(const Step& step) {
    const auto puts = generators::PutsOf(step);
    for (std::size_t i = 0; puts && i < puts->size(); ++i) {
      AddRendered((*puts)[i]);
    }
  }

  void AddRead(const Step& step) {
    const Json& series = step.body.at("series");
    for (const Json& name : series.is_array() ? series : Json::array({series})) {
      const auto found = lease_.series.find(name.get<std::string>());
      if (found == lease_.series.end()) {
        continue;
      }
      const By by = found->second.names.alias ? By::kAlias : By::kIds;
      if (step.kind == StepKind::kLatest) {
        Send("current value", LatestRequestOf(found->second.names, by));
      } else if (step.kind == StepKind::kBatchLatest) {
        Send("current value, in a batch",
             BatchLatestRequestOf({{.id = found->first, .series = found->second.names, .by = by}},
                                  std::nullopt));
      } else {
        AddReadBack(found->first);
      }
    }
  }

  void AddReadBack(const std::string& name) {
    const auto found = lease_.series.find(name);
    if (found == lease_.series.end() || !found->second.readable) {
      return;
    }
    const By by = found->second.names.alias ? By::kAlias : By::kIds;
    for (const spec::Quality quality : spec::kQualities) {
      const HistoryRequest history{
          .start = spec::Instant{.seconds = kScriptNow.seconds - kNearSeconds / 2, .nanos = 0},
          .end = spec::Instant{.seconds = kScriptNow.seconds + kNearSeconds / 2, .nanos = 0},
          .quality = quality};
      Send(fmt::format("what is stored in {} as {}", name, spec::ToString(quality)),
           HistoryRequestOf(found->second.names, by, history, std::nullopt));
    }
  }

  const Case& test_case_;
  const Lease& lease_;
  const generators::Binding& binding_;
  const std::string more_;  // What every call of curl gets.
  std::string lines_;
};

// Returns comment lines of `text`, which may be anything that a server sent.
std::string Comment(std::string_view label, std::string_view text) {
  constexpr std::size_t kCommentBytesMax = 1'000;
  std::string line = reports::ForTerminal(reports::Shortened(text, kCommentBytesMax));
  return text.empty() ? std::string() : fmt::format("# {}: {}\n", label, line);
}

// Returns what curl has to be told of the target; what stands in variables stays there.
std::string CurlOptionsFor(const Target& target) {
  std::string more;
  for (const TargetHeader& header : target.headers) {
    more += fmt::format(" -H \"{}: ${}\"", header.name, header.variable);
  }
  return more + (target.ca_file.empty() ? "" : " --cacert " + Quoted(target.ca_file));
}

}  // namespace

std::string CurlOptionsOfLine(const Target& target) {
  return (target.sigv4 ? fmt::format(" {} {}", Signing(target.region), kSessionHeader) : "") +
         CurlOptionsFor(target);
}

std::string ShellScript(const Case& test_case, const Target& target, const ScriptHead& head) {
  Leases leases(target, std::string(kRunToken));
  const auto lease = leases.Take(test_case);
  if (!lease) {
    return "";
  }
  const generators::Binding binding = Leases::BindingOf(*lease, kScriptNow);
  std::string script = "#!/bin/sh\n";
  script += Comment("case", test_case.id) + Comment("clause", head.clause) +
            Comment("expected", head.expected) + Comment("observed", head.observed);
  if (target.frozen_clock) {
    script +=
        fmt::format("NOW={}  # The target's clock stands still.\n", target.frozen_clock->seconds);
  }
  script += kPrelude;
  script += "ENDPOINT=${ENDPOINT:-" + Quoted(target.endpoint) + "}\n";
  script += target.sigv4 ? SigningCurl(target.region) : "";
  for (const TargetHeader& header : target.headers) {
    script +=
        fmt::format(": \"${{{}:?the value of the header {}}}\"\n", header.variable, header.name);
  }
  return script + Script(test_case, *lease, binding, CurlOptionsFor(target)).Lines();
}

}  // namespace swc::conformance
