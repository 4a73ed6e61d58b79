#include "conformance/net/http_transport.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <deque>
#include <expected>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <curl/curl.h>

#include "conformance/net/curl_transfer.h"
#include "conformance/net/endpoint_url.h"
#include "conformance/net/sigv4.h"
#include "conformance/net/timer_queue.h"
#include "conformance/net/transport.h"
#include "spec/check.h"
#include "spec/http_message.h"
#include "spec/text/error.h"
#include "spec/tqv.h"

namespace swc::conformance {
namespace {

constexpr const char* kUserAgent = "sitewise-conformance/0.1";
// Poll comes back at least this often; libcurl's own timers make it wake up earlier.
constexpr std::chrono::milliseconds kWaitMax{200};

using MultiHandle = std::unique_ptr<CURLM, decltype(&curl_multi_cleanup)>;

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
    if (active_ == 0 && waiting_.empty() && timers_.empty()) {
      return false;
    }
    polling_ = true;
    // What happened before the waiting, and what it brought.
    const bool moved = MoveOn();
    if (!moved) {
      Wait();
      MoveOn();
    }
    polling_ = false;
    return true;
  }

  void Abandon() override {
    abandoned_ = true;
    for (const auto& transfer : transfers_) {
      if (transfer->under_way) {
        transfer->abandoned = true;
        transfer->under_way = false;
        curl_multi_remove_handle(multi_.get(), transfer->easy.get());
        finished_.push_back(transfer.get());
      }
    }
  }

 private:
  struct Waiting {
    spec::HttpRequest request;
    std::function<void(Exchange)> done;
  };

  // Delivers what has come, and rings what is due. Returns whether there was anything.
  bool MoveOn() {
    Perform();
    const bool delivered = Deliver();
    const bool refused = abandoned_ && RefuseWaiting();
    const bool rang = timers_.RunDue(abandoned_ ? Clock::max() : Now());
    return delivered || refused || rang;
  }

  // Ends what was never begun. Returns whether there was any.
  bool RefuseWaiting() {
    std::deque<Waiting> refused = std::exchange(waiting_, {});
    for (Waiting& waiting : refused) {
      const spec::Instant now = WallNow();
      waiting.done(Exchange{.request = std::move(waiting.request),
                            .response = std::nullopt,
                            .failure = TransportFailure::kAbandoned,
                            .failure_detail = std::string(kAbandonedDetail),
                            .sent_at = now,
                            .received_at = now});
    }
    return !refused.empty();
  }

  // Starts waiting requests in order while there are connections to spare.
  void StartWaiting() {
    while (!abandoned_ && !waiting_.empty() && active_ < options_.connections_max) {
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
    CollectAnswer(transfer);
    SetOption(easy, CURLOPT_URL, endpoint_.url.c_str());
    SetOption(easy, CURLOPT_USERAGENT, kUserAgent);
    SetOption(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    SetOption(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    SetOption(easy, CURLOPT_HTTP09_ALLOWED, 0L);
    SetOption(easy, CURLOPT_FOLLOWLOCATION, 0L);
    SetOption(easy, CURLOPT_PROXY, "");
    SetOption(easy, CURLOPT_NOSIGNAL, 1L);
    if (!options_.ca_file.empty()) {
      SetOption(easy, CURLOPT_CAINFO, options_.ca_file.c_str());
    }
    SetOption(easy, CURLOPT_TCP_NODELAY, 1L);
    SetOption(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_timeout.count()));
    SetOption(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(options_.total_timeout.count()));
    SetOption(easy, CURLOPT_MAXFILESIZE_LARGE,
              static_cast<curl_off_t>(options_.response_bytes_max));
  }

  void Start(Transfer& transfer) {
    ++active_;
    const spec::HttpRequest& request = transfer.exchange.request;
    SetRequestLine(transfer, endpoint_.path_prefix);
    transfer.exchange.sent_at = WallNow();
    spec::Headers added;
    if (options_.signer && !spec::FindHeader(request.headers, "Authorization")) {
      const RequestToSign to_sign = {
          .request = request, .host = endpoint_.host, .target = transfer.target};
      added = SignatureHeaders(*options_.signer, to_sign, transfer.exchange.sent_at);
    }
    std::ranges::copy_if(options_.headers, std::back_inserter(added), [&](const auto& header) {
      return !spec::FindHeader(request.headers, header.first);
    });
    SetHeaders(transfer, added);
    Launch(transfer, /*on_fresh_connection=*/false);
  }

  void Launch(Transfer& transfer, bool on_fresh_connection) {
    transfer.collector.Reset(options_.response_bytes_max);
    transfer.error.front() = '\0';
    if (transfer.on_fresh_connection != on_fresh_connection) {
      transfer.on_fresh_connection = on_fresh_connection;
      SetOption(transfer.easy.get(), CURLOPT_FRESH_CONNECT, on_fresh_connection ? 1L : 0L);
    }
    SWC_CHECK(curl_multi_add_handle(multi_.get(), transfer.easy.get()) == CURLM_OK,
              "libcurl does not take a handle");
    transfer.under_way = true;
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
      auto& transfer = *static_cast<Transfer*>(GetInfo<void*>(easy, CURLINFO_PRIVATE));
      End(transfer, message->data.result);
      transfer.under_way = false;
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
      Exchange exchange = TakeExchange(*transfer);
      transfer->abandoned = false;
      exchange.received_at = WallNow();
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
  bool abandoned_ = false;
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
