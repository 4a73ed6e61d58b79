// One request under way in libcurl: its handle, what the handle points to, and what came of it.
//
// Law: a transfer never moves, for libcurl keeps its address. All options that depend on the
// request are set by SetRequest; those that are the same for all, by the transport that owns it.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <curl/curl.h>

#include "conformance/net/response_collector.h"
#include "conformance/net/transport.h"
#include "spec/check.h"
#include "spec/http_message.h"

namespace swc::conformance {

using EasyHandle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;

template <typename Value>
void SetOption(CURL* easy, CURLoption option, Value value) {
  SWC_CHECK(curl_easy_setopt(easy, option, value) == CURLE_OK, "libcurl refuses an option");
}

template <typename Value>
Value GetInfo(CURL* easy, CURLINFO info) {
  Value value{};
  SWC_CHECK(curl_easy_getinfo(easy, info, &value) == CURLE_OK, "libcurl does not know an info");
  return value;
}

struct Transfer {
  EasyHandle easy{curl_easy_init(), &curl_easy_cleanup};
  Exchange exchange;
  std::function<void(Exchange)> done;
  ResponseCollector collector;
  CURLcode result = CURLE_OK;
  bool on_fresh_connection = false;
  bool under_way = false;  // libcurl has it.
  bool abandoned = false;  // Nobody waits for it any more.
  // Header lines in the form libcurl wants, rebuilt in place for each request.
  std::string header_text;
  std::vector<curl_slist> header_list;
  // What the handle is set to, for setting it again costs a copy.
  std::string method;
  std::string target;
  std::array<char, CURL_ERROR_SIZE> error{};
};

// Directs what comes back to the transfer's collector, and libcurl's messages to its `error`.
void CollectAnswer(Transfer& transfer);

// Sets method, body and target of the transfer's request; the target goes behind `path_prefix`.
// REQUIRES: they hold no CR, LF or NUL.
void SetRequestLine(Transfer& transfer, const std::string& path_prefix);

// Sets the request's headers and `added`, and suppresses those that libcurl would add by itself.
// REQUIRES: they hold no CR, LF or NUL.
void SetHeaders(Transfer& transfer, const spec::Headers& added);

// Notes how libcurl ended it.
void End(Transfer& transfer, CURLcode result);

// Whether the server may have closed a kept connection just when the request went out. libcurl
// tries again by itself, but gives up when several kept connections in a row are closed.
[[nodiscard]] bool MayBeStale(const Transfer& transfer);

// Moves out the exchange, with its response or its failure. No secret that is kept is in them.
[[nodiscard]] Exchange TakeExchange(Transfer& transfer);

}  // namespace swc::conformance
