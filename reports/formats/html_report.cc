#include "reports/formats/html_report.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <openssl/evp.h>

#include "reports/console/console_summary.h"
#include "reports/formats/json_parts.h"
#include "reports/formats/json_report.h"
#include "reports/markup.h"
#include "reports/page/page.h"
#include "reports/run_record.h"
#include "reports/text.h"
#include "spec/check.h"
#include "spec/clause.h"
#include "spec/text/base64.h"

namespace swc::reports {
namespace {

// Returns the hash by which a policy allows this script and no other.
std::string HashForPolicy(std::string_view script) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  SWC_CHECK(
      EVP_Digest(script.data(), script.size(), digest.data(), &size, EVP_sha256(), nullptr) == 1,
      "SHA-256");
  return spec::EncodeBase64({reinterpret_cast<const char*>(digest.data()), size});
}

// Returns JSON that no HTML parser takes for the end of a script.
std::string ForScript(const Json& data) {
  std::string safe;
  for (const char each : OneLine(data)) {
    if (each == '<') {
      safe += "\\u003c";
    } else {
      safe += each;
    }
  }
  return safe;
}

Json RuleJson(const spec::Clause& clause) {
  Json rule = {
      {"statement", clause.statement}, {"sources", Json::array()}, {"alternatives", Json::array()}};
  for (const spec::Source& source : clause.sources) {
    rule["sources"].push_back(ToString(source));
  }
  for (const spec::Alternative& alternative : clause.alternatives) {
    rule["alternatives"].push_back(alternative.name);
  }
  return rule;
}

}  // namespace

std::string ToHtml(const Page& page) {
  return fmt::format(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'; script-src 'sha256-{}'\">\n"
      "<title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n<main id=\"page\">\n"
      "<p>This page draws itself with a script of its own. Without scripts, read the Markdown or "
      "JUnit report.</p>\n</main>\n<script type=\"application/json\" id=\"data\">{}</script>\n"
      "<script>{}</script>\n</body>\n</html>\n",
      HashForPolicy(page.script), ForMarkup(ForTerminal(page.title)), PageStyle(),
      ForScript(page.data), page.script);
}

std::string ToHtmlReport(const RunRecord& record) {
  Json rules = Json::object();
  for (const ClauseRecord& each : record.clauses) {
    if (const spec::Clause* clause = spec::Catalogue::Get().Find(each.id); clause != nullptr) {
      rules[each.id] = RuleJson(*clause);
    }
  }
  const Json data = {{"headline", VerdictLine(record)},
                     {"seed", fmt::to_string(record.seed)},  // JavaScript has no 64 bits.
                     {"rules", std::move(rules)},
                     {"report", Json::parse(ToJsonReport(record))}};
  return ToHtml({.title = fmt::format("{}: {}", ToString(record.verdict), record.target),
                 .script = PageScript(),
                 .data = data});
}

}  // namespace swc::reports
