#include "conformance/http_transport.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <deque>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "conformance/response_collector.h"
#include "conformance/sigv4.h"
#include "conformance/timer_queue.h"
#include "conformance/transport.h"
#include "spec/check.h"
#include "spec/error.h"
#include "spec/http_message.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

constexpr std::string_view kEndedInHeaders = "the connection ended within the headers";
static_assert(kEndedInHeaders.size() < CURL_ERROR_SIZE);
constexpr const char* kUserAgent = "sitewise-conformance/0.1";
// Poll wakes up at least this often; libcurl's own timers make it wake up earlier.
constexpr std::chrono::milliseconds kWaitMax{1000};

using EasyHandle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using MultiHandle = std::unique_ptr<CURLM, decltype(&curl_multi_cleanup)>;

template <typename Value>
void Set(CURL* easy, CURLoption option, Value value) {
  SWC_CHECK(curl_easy_setopt(easy, option, value) == CURLE_OK, "libcurl refuses an option");
}

template <typename Value>
Value Get(CURL* easy, CURLINFO info) {
  Value value{};
  SWC_CHECK(curl_easy_getinfo(easy, info, &value) == CURLE_OK, "libcurl does not know an info");
  return value;
}

// Where requests go: the parts of an endpoint's URL.
struct Endpoint {
  std::string url;          // Without the path: "http://127.0.0.1:9000".
  std::string host;         // As the Host header has it: "127.0.0.1:9000".
  std::string path_prefix;  // "" or "/sitewise", without a slash at the end.
};

std::optional<std::string> UrlPart(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) {
    return std::nullopt;
  }
  std::string copy(text);
  curl_free(text);
  return copy;
}

std::expected<Endpoint, spec::Error> ParseEndpoint(const std::string& text) {
  const auto error = [&text](std::string_view reason) {
    return std::unexpected(
        spec::Error{.kind = spec::ErrorKind::kInput,
                    .message = fmt::format("endpoint \"{}\": {}", text, reason)});
  };
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), &curl_url_cleanup);
  const CURLUcode code =
      curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME);
  if (code != CURLUE_OK || text.find('\0') != std::string::npos) {
    return error(fmt::format("not a URL like http://127.0.0.1:9000 ({})",
                             code == CURLUE_OK ? "NUL inside" : curl_url_strerror(code)));
  }
  const std::string scheme = UrlPart(url.get(), CURLUPART_SCHEME).value_or("");
  if (scheme != "http" && scheme != "https") {
    return error(fmt::format("the scheme is {}, but only http and https are spoken", scheme));
  }
  if (UrlPart(url.get(), CURLUPART_USER) || UrlPart(url.get(), CURLUPART_PASSWORD)) {
    // Without the text: it holds a password.
    return std::unexpected(spec::Error{.kind = spec::ErrorKind::kInput,
                                       .message = "the endpoint's URL must not name a user"});
  }
  if (UrlPart(url.get(), CURLUPART_QUERY) || UrlPart(url.get(), CURLUPART_FRAGMENT)) {
    return error("a query or fragment does not belong into an endpoint");
  }
  Endpoint endpoint;
  endpoint.host = UrlPart(url.get(), CURLUPART_HOST).value_or("");
  const std::optional<std::string> port = UrlPart(url.get(), CURLUPART_PORT);
  if (port && *port != (scheme == "http" ? "80" : "443")) {
    endpoint.host += ':' + *port;
  }
  endpoint.url = scheme + "://" + endpoint.host;
  endpoint.path_prefix = UrlPart(url.get(), CURLUPART_PATH).value_or("");
  while (endpoint.path_prefix.ends_with('/')) {
    endpoint.path_prefix.pop_back();
  }
  return endpoint;
}

bool IsOneLine(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

// One handle of libcurl with all it points to while a request is under way. Never moves.
struct Transfer {
  EasyHandle easy{curl_easy_init(), &curl_easy_cleanup};
  Exchange exchange;
  std::function<void(Exchange)> done;
  ResponseCollector collector;
  CURLcode result = CURLE_OK;
  bool on_fresh_connection = false;
  // Header lines in the form libcurl wants, rebuilt in place for each request.
  std::string header_text;
  std::vector<curl_slist> header_list;
  // What the handle is set to, for setting it again costs a copy.
  std::string method;
  std::string target;
  std::array<char, CURL_ERROR_SIZE> error{};
};

std::size_t OnHeader(char* data, std::size_t size, std::size_t count, void* user) {
  return static_cast<Transfer*>(user)->collector.AddHeaderLine({data, size * count});
}

std::size_t OnBody(char* data, std::size_t size, std::size_t count, void* user) {
  return static_cast<Transfer*>(user)->collector.AddBody({data, size * count});
}

// Rebuilds the list of header lines. A line "Name:" tells libcurl to leave out what it would add
// by itself, a line "Name;" to send a header without a value.
void SetHeaders(Transfer& transfer, const spec::Headers& given, const spec::Headers& added) {
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
  Set(transfer.easy.get(), CURLOPT_HTTPHEADER, transfer.header_list.data());
}

// Whether an empty body is announced by "Content-Length: 0" (RFC 9110, 8.6).
bool MethodExpectsBody(std::string_view method) {
  return method == "POST" || method == "PUT" || method == "PATCH";
}

void SetMethodAndBody(Transfer& transfer) {
  const spec::HttpRequest& request = transfer.exchange.request;
  CURL* easy = transfer.easy.get();
  // In this order: each of these options also resets what another one set.
  Set(easy, CURLOPT_POSTFIELDS, nullptr);
  Set(easy, CURLOPT_HTTPGET, 1L);
  Set(easy, CURLOPT_NOBODY, request.method == "HEAD" ? 1L : 0L);
  if (!request.body.empty() || MethodExpectsBody(request.method)) {
    Set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    Set(easy, CURLOPT_POSTFIELDS, request.body.data());
  }
  if (transfer.method != request.method) {
    SWC_CHECK(IsOneLine(request.method), "a method spans lines");
    transfer.method = request.method;
    Set(easy, CURLOPT_CUSTOMREQUEST, transfer.method.c_str());
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
  Set(transfer.easy.get(), CURLOPT_REQUEST_TARGET, transfer.target.c_str());
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
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
      return TransportFailure::kCannotConnect;
    case CURLE_OPERATION_TIMEDOUT:
      return Get<curl_off_t>(transfer.easy.get(), CURLINFO_PRETRANSFER_TIME_T) == 0
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

class CurlTransport final : public HttpTransport {
 public:
  CurlTransport(HttpTransportOptions options, Endpoint endpoint)
      : options_(std::move(options)), endpoint_(std::move(endpoint)) {
    // Connections that the pool of libcurl has no place for would be closed after each request.
    SWC_CHECK(curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS,
                                static_cast<long>(options_.connections_max)) == CURLM_OK,
              "libcurl refuses an option");
  }

  CurlTransport(const CurlTransport&) = delete;
  CurlTransport& operator=(const CurlTransport&) = delete;
  ~CurlTransport() override {
    for (const auto& transfer : transfers_) {
      curl_multi_remove_handle(multi_.get(), transfer->easy.get());
    }
  }

  void Send(spec::HttpRequest request, std::function<void(Exchange)> done) override {
    waiting_.push_back({.request = std::move(request), .done = std::move(done)});
    StartWaiting();
  }

  void After(Clock delay, std::function<void()> done) override {
    timers_.Add(Now() + std::max(delay, Clock::zero()), std::move(done));
  }

  [[nodiscard]] Clock Now() const override {
    return std::chrono::steady_clock::now().time_since_epoch();
  }

  [[nodiscard]] spec::Instant WallNow() const override {
    return spec::Plus(
        {}, std::chrono::nanoseconds(std::chrono::system_clock::now().time_since_epoch()).count());
  }

  bool Poll() override {
    SWC_CHECK(!polling_, "Poll is called from one of its callbacks");
    if (active_ == 0 && timers_.empty()) {
      return false;
    }
    polling_ = true;
    while (true) {
      Perform();
      const bool delivered = Deliver();
      const bool rang = timers_.RunDue(Now());
      if (delivered || rang) {
        break;
      }
      Wait();
    }
    polling_ = false;
    return true;
  }

 private:
  struct Waiting {
    spec::HttpRequest request;
    std::function<void(Exchange)> done;
  };

  // Starts waiting requests in order while there are connections to spare.
  void StartWaiting() {
    while (!waiting_.empty() && active_ < options_.connections_max) {
      if (idle_.empty()) {
        transfers_.push_back(std::make_unique<Transfer>());
        Configure(*transfers_.back());
        idle_.push_back(transfers_.back().get());
      }
      Transfer& transfer = *idle_.back();
      idle_.pop_back();
      transfer.exchange = {};
      transfer.exchange.request = std::move(waiting_.front().request);
      transfer.done = std::move(waiting_.front().done);
      waiting_.pop_front();
      Start(transfer);
    }
  }

  // Sets what is the same for all requests.
  void Configure(Transfer& transfer) {
    CURL* easy = transfer.easy.get();
    SWC_CHECK(easy != nullptr, "libcurl gives no handle");
    Set(easy, CURLOPT_PRIVATE, &transfer);
    Set(easy, CURLOPT_ERRORBUFFER, transfer.error.data());
    Set(easy, CURLOPT_HEADERFUNCTION, &OnHeader);
    Set(easy, CURLOPT_HEADERDATA, &transfer);
    Set(easy, CURLOPT_WRITEFUNCTION, &OnBody);
    Set(easy, CURLOPT_WRITEDATA, &transfer);
    Set(easy, CURLOPT_URL, endpoint_.url.c_str());
    Set(easy, CURLOPT_USERAGENT, kUserAgent);
    Set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    Set(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    Set(easy, CURLOPT_HTTP09_ALLOWED, 0L);
    Set(easy, CURLOPT_FOLLOWLOCATION, 0L);
    Set(easy, CURLOPT_PROXY, "");
    Set(easy, CURLOPT_NOSIGNAL, 1L);
    Set(easy, CURLOPT_TCP_NODELAY, 1L);
    Set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_timeout.count()));
    Set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(options_.total_timeout.count()));
    Set(easy, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(options_.response_bytes_max));
  }

  void Start(Transfer& transfer) {
    ++active_;
    const spec::HttpRequest& request = transfer.exchange.request;
    SetMethodAndBody(transfer);
    SetTarget(transfer, endpoint_.path_prefix);
    transfer.exchange.sent_at = WallNow();
    spec::Headers signature;
    if (options_.signer && !spec::FindHeader(request.headers, "Authorization")) {
      const RequestToSign to_sign = {
          .request = request, .host = endpoint_.host, .target = transfer.target};
      signature = SignatureHeaders(*options_.signer, to_sign, transfer.exchange.sent_at);
    }
    SetHeaders(transfer, request.headers, signature);
    Launch(transfer, /*on_fresh_connection=*/false);
  }

  void Launch(Transfer& transfer, bool on_fresh_connection) {
    transfer.collector.Reset(options_.response_bytes_max);
    transfer.error.front() = '\0';
    if (transfer.on_fresh_connection != on_fresh_connection) {
      transfer.on_fresh_connection = on_fresh_connection;
      Set(transfer.easy.get(), CURLOPT_FRESH_CONNECT, on_fresh_connection ? 1L : 0L);
    }
    SWC_CHECK(curl_multi_add_handle(multi_.get(), transfer.easy.get()) == CURLM_OK,
              "libcurl does not take a handle");
  }

  // Whether the server may have closed a kept connection just when the request went out. libcurl
  // tries again by itself, but gives up when several kept connections in a row are closed.
  [[nodiscard]] static bool MayBeStale(const Transfer& transfer) {
    return transfer.result != CURLE_OK && !transfer.on_fresh_connection &&
           !transfer.collector.has_any() && !transfer.collector.too_large() &&
           FailureOf(transfer) == TransportFailure::kDropped &&
           Get<long>(transfer.easy.get(), CURLINFO_NUM_CONNECTS) == 0;
  }

  // Lets libcurl move bytes, and notes which transfers ended.
  void Perform() {
    if (active_ == 0) {
      return;
    }
    int running = 0;
    SWC_CHECK(curl_multi_perform(multi_.get(), &running) == CURLM_OK, "libcurl fails to perform");
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
      CURL* easy = message->easy_handle;
      auto& transfer = *static_cast<Transfer*>(Get<void*>(easy, CURLINFO_PRIVATE));
      transfer.result = message->data.result;
      if (transfer.result == CURLE_OK && !transfer.collector.has_all_headers()) {
        // libcurl is content with headers that end where the connection does.
        transfer.result = CURLE_PARTIAL_FILE;
        kEndedInHeaders.copy(transfer.error.data(), kEndedInHeaders.size());
        transfer.error[kEndedInHeaders.size()] = '\0';
      }
      curl_multi_remove_handle(multi_.get(), easy);  // Invalidates `message`.
      if (MayBeStale(transfer)) {
        Launch(transfer, /*on_fresh_connection=*/true);
      } else {
        finished_.push_back(&transfer);
      }
    }
  }

  // Runs the callbacks of the transfers that ended. Returns whether there were any.
  bool Deliver() {
    delivering_.swap(finished_);
    const bool any = !delivering_.empty();
    for (Transfer* transfer : delivering_) {
      Exchange exchange = std::move(transfer->exchange);
      exchange.received_at = WallNow();
      if (transfer->result == CURLE_OK) {
        const long status = Get<long>(transfer->easy.get(), CURLINFO_RESPONSE_CODE);
        exchange.response = transfer->collector.Take(static_cast<int>(status));
      } else {
        exchange.failure = FailureOf(*transfer);
        exchange.failure_detail = transfer->error.front() != '\0'
                                      ? transfer->error.data()
                                      : curl_easy_strerror(transfer->result);
      }
      const std::function<void(Exchange)> done = std::move(transfer->done);
      idle_.push_back(transfer);
      --active_;
      StartWaiting();  // First, for what waits is on its way while the callback runs.
      done(std::move(exchange));
    }
    delivering_.clear();
    return any;
  }

  // Waits for the network, at most until the next timer.
  void Wait() {
    Clock wait = kWaitMax;
    if (!timers_.empty()) {
      wait = std::clamp(timers_.NextDue() - Now(), Clock::zero(), wait);
    }
    const int milliseconds =
        static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(wait).count());
    SWC_CHECK(curl_multi_poll(multi_.get(), nullptr, 0, milliseconds, nullptr) == CURLM_OK,
              "libcurl fails to wait");
  }

  const HttpTransportOptions options_;
  const Endpoint endpoint_;
  // Declared before the transfers: a handle is cleaned up while its multi handle still exists.
  MultiHandle multi_{curl_multi_init(), &curl_multi_cleanup};
  TimerQueue timers_;
  std::deque<Waiting> waiting_;
  std::vector<std::unique_ptr<Transfer>> transfers_;
  std::vector<Transfer*> idle_;
  std::vector<Transfer*> finished_;
  std::vector<Transfer*> delivering_;
  std::size_t active_ = 0;
  bool polling_ = false;
};

}  // namespace

std::expected<std::unique_ptr<HttpTransport>, spec::Error> HttpTransport::Create(
    HttpTransportOptions options) {
  static const CURLcode kInitialized = curl_global_init(CURL_GLOBAL_DEFAULT);
  SWC_CHECK(kInitialized == CURLE_OK, "libcurl does not start");
  SWC_CHECK(options.connections_max > 0, "no connections are allowed");
  std::expected<Endpoint, spec::Error> endpoint = ParseEndpoint(options.endpoint);
  if (!endpoint) {
    return std::unexpected(endpoint.error());
  }
  return std::make_unique<CurlTransport>(std::move(options), *std::move(endpoint));
}

}  // namespace swc::conformance
