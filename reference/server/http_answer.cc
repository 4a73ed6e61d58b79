#include "reference/server/http_answer.h"

#include <cstdint>
#include <ctime>
#include <exception>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "reference/server/handler.h"
#include "spec/http_message.h"
#include "spec/rfc3339.h"
#include "spec/text/letter_case.h"

namespace swc::reference {
namespace {

// The number of an answer, in the form that the ids of AWS have.
std::string RequestId(std::uint64_t number) {
  constexpr unsigned kGroupBits = 48;
  return fmt::format("{:08x}-0000-4000-8000-{:012x}", number >> kGroupBits,
                     number & ((std::uint64_t{1} << kGroupBits) - 1));
}

// Which headers a handler gave by itself.
struct Given {
  bool date = false;
  bool request_id = false;
  bool framing = false;
  bool connection = false;
};

}  // namespace

const std::string& DateText::Now() {
  const std::time_t now = std::time(nullptr);
  if (now != second_) {
    second_ = now;
    text_ = spec::FormatHttpDate({.seconds = now});
  }
  return text_;
}

spec::HttpResponse MakeError(int status, std::string_view message) {
  std::string body = R"({"message":")";
  for (const char c : message) {
    const bool plain = c >= ' ' && c <= '~' && c != '"' && c != '\\';
    body += plain ? c : ' ';
  }
  body += "\"}";
  return {
      .status = status, .headers = {{"Content-Type", "application/json"}}, .body = std::move(body)};
}

spec::HttpResponse CallHandler(const Handler& handler, const spec::HttpRequest& request) {
  constexpr int kStatusMin = 200;  // A 1xx would leave the client waiting for another answer.
  constexpr int kStatusMax = 999;
  try {
    spec::HttpResponse response = handler(request);
    if (response.status < kStatusMin || response.status > kStatusMax) {
      return MakeError(500, fmt::format("the handler answered with status {}", response.status));
    }
    return response;
  } catch (const std::exception& exception) {
    return MakeError(500, fmt::format("the handler failed: {}", exception.what()));
  } catch (...) {
    return MakeError(500, "the handler failed");
  }
}

bool RenderAnswer(const spec::HttpResponse& response, const AnswerContext& context,
                  std::string& out) {
  const bool has_body = response.status != 204 && response.status != 304;
  const fmt::format_int size(response.body.size());
  const std::string_view size_text(size.data(), size.size());
  bool keep_alive = context.keep_alive;
  Given given{.framing = !has_body};

  out.assign("HTTP/1.1 ");
  out += fmt::format_int(response.status).str();
  out.append(" ").append(context.reason).append("\r\n");
  for (const auto& [name, value] : response.headers) {
    out.append(name).append(": ").append(value).append("\r\n");
    if (spec::EqualsIgnoringCase(name, "Date")) {
      given.date = true;
    } else if (spec::EqualsIgnoringCase(name, "x-amzn-RequestId")) {
      given.request_id = true;
    } else if (spec::EqualsIgnoringCase(name, "Connection")) {
      given.connection = true;
      keep_alive = keep_alive && !spec::EqualsIgnoringCase(value, "close");
    } else if (spec::EqualsIgnoringCase(name, "Content-Length")) {
      given.framing = true;
      keep_alive = keep_alive && value == size_text;
    } else if (spec::EqualsIgnoringCase(name, "Transfer-Encoding")) {
      given.framing = true;
      keep_alive = false;
    }
  }
  if (!given.date) {
    out.append("Date: ").append(context.date).append("\r\n");
  }
  if (!given.request_id) {
    out.append("x-amzn-RequestId: ").append(RequestId(context.number)).append("\r\n");
  }
  if (!given.framing) {
    out.append("Content-Length: ").append(size_text).append("\r\n");
  }
  if (!given.connection && !keep_alive) {
    out.append("Connection: close\r\n");
  } else if (!given.connection && !context.is_http11) {
    out.append("Connection: keep-alive\r\n");
  }
  out += "\r\n";
  if (has_body && !context.is_head) {
    out += response.body;
  }
  return keep_alive;
}

}  // namespace swc::reference
