#include "conformance/net/curl_transfer.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <curl/curl.h>
#include <fmt/format.h>

#include "conformance/net/response_collector.h"
#include "conformance/net/transport.h"
#include "spec/check.h"
#include "spec/http_message.h"
#include "spec/text/secrets.h"

namespace swc::conformance {
namespace {

constexpr std::string_view kEndedInHeaders = "the connection ended within the headers";
static_assert(kEndedInHeaders.size() < CURL_ERROR_SIZE);

bool IsOneLine(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

std::size_t OnHeader(char* data, std::size_t size, std::size_t count, void* user) {
  return static_cast<Transfer*>(user)->collector.AddHeaderLine({data, size * count});
}

std::size_t OnBody(char* data, std::size_t size, std::size_t count, void* user) {
  return static_cast<Transfer*>(user)->collector.AddBody({data, size * count});
}

// Whether an empty body is announced by "Content-Length: 0" (RFC 9110, 8.6).
bool MethodExpectsBody(std::string_view method) {
  return method == "POST" || method == "PUT" || method == "PATCH";
}

void SetMethodAndBody(Transfer& transfer) {
  const spec::HttpRequest& request = transfer.exchange.request;
  CURL* easy = transfer.easy.get();
  // In this order: each of these options also resets what another one set.
  SetOption(easy, CURLOPT_POSTFIELDS, nullptr);
  SetOption(easy, CURLOPT_HTTPGET, 1L);
  SetOption(easy, CURLOPT_NOBODY, request.method == "HEAD" ? 1L : 0L);
  if (!request.body.empty() || MethodExpectsBody(request.method)) {
    SetOption(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    SetOption(easy, CURLOPT_POSTFIELDS, request.body.data());
  }
  if (transfer.method != request.method) {
    SWC_CHECK(IsOneLine(request.method), "a method spans lines");
    transfer.method = request.method;
    SetOption(easy, CURLOPT_CUSTOMREQUEST, transfer.method.c_str());
  }
}

void SetTarget(Transfer& transfer, const std::string& path_prefix) {
  const std::string& target = transfer.exchange.request.target;
  const std::string_view set = transfer.target;
  if (set.size() == path_prefix.size() + target.size() && set.ends_with(target)) {
    return;
  }
  SWC_CHECK(IsOneLine(target), "a target spans lines");
  transfer.target = path_prefix + target;
  SetOption(transfer.easy.get(), CURLOPT_REQUEST_TARGET, transfer.target.c_str());
}

// libcurl reports some faults of the answer by the code of a failed read, told apart by their text.
TransportFailure FailureOfRead(std::string_view error) {
  if (error.find("chunk") != std::string_view::npos) {
    return TransportFailure::kNotHttp;
  }
  if (error.starts_with("Too large response headers")) {
    return TransportFailure::kTooLarge;
  }
  return TransportFailure::kDropped;
}

TransportFailure FailureOf(const Transfer& transfer) {
  if (transfer.collector.too_large()) {
    return TransportFailure::kTooLarge;
  }
  switch (transfer.result) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
      return TransportFailure::kCannotConnect;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
      return TransportFailure::kNoTls;
    case CURLE_OPERATION_TIMEDOUT:
      return GetInfo<curl_off_t>(transfer.easy.get(), CURLINFO_PRETRANSFER_TIME_T) == 0
                 ? TransportFailure::kCannotConnect
                 : TransportFailure::kTimeout;
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_SEND_ERROR:
      return TransportFailure::kDropped;
    case CURLE_RECV_ERROR:
      return FailureOfRead(transfer.error.data());
    case CURLE_FILESIZE_EXCEEDED:
    case CURLE_OUT_OF_MEMORY:  // So libcurl calls a header line beyond its own limit of 100 KiB.
      return TransportFailure::kTooLarge;
    default:
      return TransportFailure::kNotHttp;
  }
}

// Returns what is the matter with TLS, and what helps.
std::string TlsDetail(CURLcode result, const std::string& said) {
  switch (result) {
    case CURLE_PEER_FAILED_VERIFICATION: {
      const bool unknown = said.find("issuer") != std::string::npos ||
                           said.find("self-signed") != std::string::npos ||
                           said.find("self signed") != std::string::npos;
      return "the certificate of the server is not trusted: " + said +
             (unknown ? "; name the authority that signed it by --ca-file PEM" : "");
    }
    case CURLE_SSL_CONNECT_ERROR:
      return "the server does not shake hands as TLS demands; does it speak http instead of "
             "https? " +
             said;
    default:
      return said;
  }
}

std::string DetailOfTimeout(const Transfer& transfer) {
  CURL* easy = transfer.easy.get();
  const bool begun = GetInfo<curl_off_t>(easy, CURLINFO_STARTTRANSFER_TIME_T) > 0;
  const std::size_t bytes = transfer.collector.bytes();
  if (!begun && bytes == 0) {
    return std::string(kNoAnswerDetail);
  }
  const auto micros = static_cast<double>(GetInfo<curl_off_t>(easy, CURLINFO_TOTAL_TIME_T));
  return fmt::format(
      "its answer did not end in {:.1f} s: {}", micros / 1e6,
      bytes == 0 ? "a part of its first line came" : fmt::format("{} bytes came", bytes));
}

// What libcurl says of a limit of ours, or of its own, tells nobody what came.
std::string DetailOf(const Transfer& transfer) {
  const ResponseCollector& collector = transfer.collector;
  const bool too_large = FailureOf(transfer) == TransportFailure::kTooLarge;
  if (too_large && collector.has_too_many_parts()) {
    return fmt::format("more than {} values of JSON", kJsonPartsMax);
  }
  if (too_large && (collector.too_large() || transfer.result == CURLE_FILESIZE_EXCEEDED)) {
    return fmt::format("more than {} bytes", collector.bytes_max());
  }
  if (too_large && transfer.result == CURLE_OUT_OF_MEMORY) {
    return "a header line of more than 100 KiB";
  }
  if (FailureOf(transfer) == TransportFailure::kTimeout) {
    return DetailOfTimeout(transfer);
  }
  return TlsDetail(transfer.result, transfer.error.front() != '\0'
                                        ? transfer.error.data()
                                        : curl_easy_strerror(transfer.result));
}

// A server may send back what it was sent. Masked here, before anything is cut, compared or kept.
void MaskAnswer(Exchange& exchange) {
  if (exchange.response) {
    for (auto& [name, value] : exchange.response->headers) {
      name = spec::Masked(std::move(name));
      value = spec::Masked(std::move(value));
    }
    exchange.response->body = spec::Masked(std::move(exchange.response->body));
  }
  exchange.failure_detail = spec::Masked(std::move(exchange.failure_detail));
}

}  // namespace

void CollectAnswer(Transfer& transfer) {
  CURL* easy = transfer.easy.get();
  SetOption(easy, CURLOPT_PRIVATE, &transfer);
  SetOption(easy, CURLOPT_ERRORBUFFER, transfer.error.data());
  SetOption(easy, CURLOPT_HEADERFUNCTION, &OnHeader);
  SetOption(easy, CURLOPT_HEADERDATA, &transfer);
  SetOption(easy, CURLOPT_WRITEFUNCTION, &OnBody);
  SetOption(easy, CURLOPT_WRITEDATA, &transfer);
}

void SetRequestLine(Transfer& transfer, const std::string& path_prefix) {
  SetMethodAndBody(transfer);
  SetTarget(transfer, path_prefix);
}

// A line "Name:" tells libcurl to leave out what it would add by itself, a line "Name;" to send a
// header without a value.
void SetHeaders(Transfer& transfer, const spec::Headers& added) {
  const spec::Headers& given = transfer.exchange.request.headers;
  std::string& text = transfer.header_text;
  text.clear();
  std::size_t lines = 0;
  for (const spec::Headers* headers : {&given, &added}) {
    for (const auto& [name, value] : *headers) {
      SWC_CHECK(IsOneLine(name) && IsOneLine(value), "a header spans lines");
      const bool blank = TrimBlanks(value).empty();
      text.append(name).append(blank ? ";" : ": ").append(blank ? "" : value).push_back('\0');
      ++lines;
    }
  }
  for (const std::string_view name : {"Accept", "Content-Type", "Expect"}) {
    if (!spec::FindHeader(given, name)) {
      text.append(name).append(":").push_back('\0');
      ++lines;
    }
  }
  transfer.header_list.resize(lines);
  char* line = text.data();
  for (std::size_t i = 0; i < lines; ++i) {
    transfer.header_list[i] = {.data = line,
                               .next = i + 1 < lines ? &transfer.header_list[i + 1] : nullptr};
    line += std::string_view(line).size() + 1;
  }
  SetOption(transfer.easy.get(), CURLOPT_HTTPHEADER, transfer.header_list.data());
}

void End(Transfer& transfer, CURLcode result) {
  transfer.result = result;
  if (result == CURLE_OK && !transfer.collector.has_all_headers()) {
    // libcurl is content with headers that end where the connection does.
    transfer.result = CURLE_PARTIAL_FILE;
    kEndedInHeaders.copy(transfer.error.data(), kEndedInHeaders.size());
    transfer.error[kEndedInHeaders.size()] = '\0';
  }
}

bool MayBeStale(const Transfer& transfer) {
  return transfer.result != CURLE_OK && !transfer.on_fresh_connection &&
         !transfer.collector.has_any() && !transfer.collector.too_large() &&
         FailureOf(transfer) == TransportFailure::kDropped &&
         GetInfo<long>(transfer.easy.get(), CURLINFO_NUM_CONNECTS) == 0;
}

Exchange TakeExchange(Transfer& transfer) {
  Exchange exchange = std::move(transfer.exchange);
  if (transfer.abandoned) {
    exchange.failure = TransportFailure::kAbandoned;
    exchange.failure_detail = kAbandonedDetail;
  } else if (transfer.result == CURLE_OK) {
    const long status = GetInfo<long>(transfer.easy.get(), CURLINFO_RESPONSE_CODE);
    exchange.response = transfer.collector.Take(static_cast<int>(status));
  } else {
    exchange.failure = FailureOf(transfer);
    exchange.failure_detail = DetailOf(transfer);
  }
  MaskAnswer(exchange);
  return exchange;
}

}  // namespace swc::conformance
