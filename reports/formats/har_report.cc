#include "reports/formats/har_report.h"

#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "reports/formats/json_parts.h"
#include "reports/formats/json_report.h"
#include "reports/run_record.h"
#include "reports/text.h"

namespace swc::reports {
namespace {

constexpr std::string_view kNoDate = "1970-01-01T00:00:00Z";  // Of a report that tells none.

// Returns what stands before and behind the first `mark`; all of it and nothing without one.
std::pair<std::string, std::string> Split(std::string_view text, std::string_view mark) {
  const std::size_t place = text.find(mark);
  return place == std::string_view::npos ? std::pair(std::string(text), std::string())
                                         : std::pair(std::string(text.substr(0, place)),
                                                     std::string(text.substr(place + mark.size())));
}

Json HeadersOf(const MessageExcerpt& message) {
  Json headers = Json::array();
  for (const std::string& header : message.headers) {
    const auto [name, value] = Split(header, ": ");
    headers.push_back({{"name", ForTerminal(name)}, {"value", ForTerminal(value)}});
  }
  return headers;
}

Json QueryOf(std::string_view path) {
  Json query = Json::array();
  std::string rest = Split(path, "?").second;
  while (!rest.empty()) {
    const auto [first, others] = Split(rest, "&");
    const auto [name, value] = Split(first, "=");
    query.push_back({{"name", name}, {"value", value}});
    rest = others;
  }
  return query;
}

Json RequestOf(const RunRecord& record, const MessageExcerpt& request) {
  const auto [method, path] = Split(request.first_line, " ");
  Json json = {{"method", ForTerminal(method)},
               {"url", ForTerminal(record.target + path)},
               {"httpVersion", "HTTP/1.1"},
               {"cookies", Json::array()},
               {"headers", HeadersOf(request)},
               {"queryString", QueryOf(path)},
               {"headersSize", -1},
               {"bodySize", request.body.size()}};
  if (!request.body.empty()) {
    json["postData"] = {{"mimeType", "application/json"}, {"text", request.body}};
  }
  return json;
}

Json ResponseOf(const MessageExcerpt& response) {
  const auto [number, text] = Split(response.first_line, " ");
  int status = 0;
  std::from_chars(number.data(), number.data() + number.size(), status);
  return {
      {"status", status},
      {"statusText", ForTerminal(text)},
      {"httpVersion", "HTTP/1.1"},
      {"cookies", Json::array()},
      {"headers", HeadersOf(response)},
      {"content",
       {{"size", response.body.size()}, {"mimeType", "application/json"}, {"text", response.body}}},
      {"redirectURL", ""},
      {"headersSize", -1},
      {"bodySize", response.body.size()}};
}

Json EntryOf(const RunRecord& record, const Cause& cause, const MessageExcerpt& request,
             const MessageExcerpt& response) {
  return {{"startedDateTime", record.date.empty() ? std::string(kNoDate) : record.date},
          {"time", 0},
          {"request", RequestOf(record, request)},
          {"response", ResponseOf(response)},
          {"cache", Json::object()},
          {"timings", {{"send", 0}, {"wait", 0}, {"receive", 0}}},
          {"comment", fmt::format("{} {}: {}", ToString(cause.verdict), cause.clause,
                                  ForTerminal(cause.headline))}};
}

}  // namespace

std::string ToHarReport(const RunRecord& record) {
  Json entries = Json::array();
  for (const Cause& cause : record.causes) {
    const Finding& clearest = record.findings[cause.findings.front()];
    if (clearest.written_by) {
      entries.push_back(
          EntryOf(record, cause, clearest.written_by->request, clearest.written_by->response));
    }
    if (!clearest.request.first_line.empty()) {
      entries.push_back(EntryOf(record, cause, clearest.request, clearest.response));
    }
  }
  const Json report = {{"log",
                        {{"version", "1.2"},
                         {"creator", {{"name", kToolName}, {"version", record.tool_version}}},
                         {"entries", std::move(entries)}}}};
  return Indented(report);
}

}  // namespace swc::reports
