// The HTTP server on Boost.Asio and Boost.Beast: one io_context with one thread, one `Session` a
// connection, and a second thread for the handler (turns.h). Beast parses; answers are written by
// hand because the handler decides every byte. One file, long as it is, since no other may include
// the headers of these libraries.
//
// A session is always in exactly one of five waits: for bytes of a request, for the handler, for
// the latency of an answer, for the answer to be sent, or for the client to hang up after the last
// answer. It is kept alive by whoever it waits for alone, so that dropping those drops the
// sessions. The handler's thread touches the request of the session that waits for it, and nothing
// else.

#include "reference/server/http_server.h"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <expected>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/verb.hpp>
#include <boost/optional/optional.hpp>
#include <fmt/format.h>

#include "reference/server/handler.h"
#include "reference/server/http_answer.h"
#include "reference/server/request_target.h"
#include "reference/server/turns.h"
#include "spec/http_message.h"
#include "spec/text/error.h"

namespace swc::reference {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::asio::ip::tcp;
using std::chrono::steady_clock;

// The concrete executor spares the type-erased one that sockets have by default.
using Executor = asio::io_context::executor_type;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using Socket = asio::basic_stream_socket<tcp, Executor>;
using Timer = asio::basic_waitable_timer<steady_clock, asio::wait_traits<steady_clock>, Executor>;

// Request line and fields together; what AWS front ends accept is of this size.
constexpr std::size_t kHeaderBytesMax = std::size_t{16} * 1024;
// Several times the largest batch that the contract can describe.
constexpr std::size_t kBodyBytesMax = std::size_t{8} * 1024 * 1024;
// Input held for parsing. It has to hold a whole header, and is the size of one read of a body.
constexpr std::size_t kInputBytesMax = std::size_t{64} * 1024;
// Capacity that an idle connection keeps for its next request.
constexpr std::size_t kKeptBytesMax = std::size_t{64} * 1024;
// To begin a request, to send the rest of it, and to take the answer: each of them.
constexpr std::chrono::seconds kIdleTimeout{60};
// For the client to read the last answer and hang up. Closing at once with unread input would reset
// the connection, and the client would lose the answer.
constexpr std::chrono::seconds kLingerTimeout{2};
// The same when the server finishes.
constexpr std::chrono::milliseconds kLastLingerTimeout{100};
// A request whose body is larger lets small ones pass.
constexpr std::size_t kSmallBytesMax = std::size_t{64} * 1024;
constexpr std::chrono::hours kLatencyMax{1};
// Accepting fails while the process is out of file descriptors.
constexpr std::chrono::milliseconds kAcceptRetryDelay{100};
// "0\r\n\r\n": no chunked body ends in less.
constexpr std::size_t kLastChunkBytesMin = 5;

constexpr std::string_view kNoTunnel =
    "this server opens no tunnel and speaks no TLS: use an endpoint that begins with http://";

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

// Writes one request straight into a `spec::HttpRequest`, without a container of Beast between.
class RequestParser final : public http::basic_parser<true> {
 public:
  // REQUIRES: `request` is empty and outlives the parser.
  explicit RequestParser(spec::HttpRequest& request) : request_(request) {
    header_limit(kHeaderBytesMax);
    body_limit(kBodyBytesMax);
    eager(true);
  }

  [[nodiscard]] bool has_request_line() const { return header_bytes_ > 0; }
  [[nodiscard]] bool is_http11() const { return is_http11_; }
  [[nodiscard]] bool expects_continue() const { return is_http11_ && expects_continue_; }

 private:
  void on_request_impl(http::verb /*verb*/, beast::string_view method, beast::string_view target,
                       int version, beast::error_code& /*error*/) override {
    request_.method.assign(method.data(), method.size());
    request_.target.assign(target.data(), target.size());
    is_http11_ = version == 11;
    header_bytes_ = method.size() + target.size();
  }

  void on_field_impl(http::field field, beast::string_view name, beast::string_view value,
                     beast::error_code& error) override {
    // Beast bounds the unread part of a header only: fields that arrive one by one would be
    // endless.
    header_bytes_ += name.size() + value.size();
    if (header_bytes_ > kHeaderBytesMax) {
      error = http::error::header_limit;
      return;
    }
    if (header_done_) {
      return;  // A trailer field: RFC 9110, 6.5.1 forbids to merge it into the header.
    }
    // Beast takes a body in an unknown coding for no body, or for a plain one.
    if (field == http::field::transfer_encoding && !beast::iequals(value, "chunked")) {
      error = http::error::bad_transfer_encoding;
      return;
    }
    expects_continue_ |= field == http::field::expect && beast::iequals(value, "100-continue");
    request_.headers.emplace_back(std::string(name), std::string(value));
  }

  void on_header_impl(beast::error_code& /*error*/) override { header_done_ = true; }

  void on_body_init_impl(const boost::optional<std::uint64_t>& size,
                         beast::error_code& /*error*/) override {
    request_.body.reserve(static_cast<std::size_t>(size.value_or(0)));  // At most kBodyBytesMax.
  }

  std::size_t on_body_impl(beast::string_view body, beast::error_code& /*error*/) override {
    request_.body.append(body.data(), body.size());
    return body.size();
  }

  std::size_t on_chunk_body_impl(std::uint64_t /*remaining*/, beast::string_view body,
                                 beast::error_code& error) override {
    return on_body_impl(body, error);
  }

  void on_chunk_header_impl(std::uint64_t /*size*/, beast::string_view /*extensions*/,
                            beast::error_code& /*error*/) override {}
  void on_finish_impl(beast::error_code& /*error*/) override {}
  void on_response_impl(int /*status*/, beast::string_view /*reason*/, int /*version*/,
                        beast::error_code& /*error*/) override {}

  spec::HttpRequest& request_;
  std::size_t header_bytes_ = 0;
  bool is_http11_ = false;
  bool header_done_ = false;
  bool expects_continue_ = false;
};

class Session;

// Tells another thread that the last session is gone.
class LastSession {
 public:
  void Gone() {
    {
      const std::lock_guard lock(mutex_);
      gone_ = true;
    }
    changed_.notify_all();
  }

  [[nodiscard]] bool WaitFor(std::chrono::milliseconds grace) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, grace, [this] { return gone_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool gone_ = false;
};

// What all sessions of a server share. Touched by the thread that reads and sends, but for the
// handler and the turns.
struct Shared {
  Handler handler;
  std::chrono::milliseconds latency{0};
  Turns& turns;
  DateText date;
  std::uint64_t answers = 0;
  bool finishing = false;
  std::set<Session*> sessions;
  LastSession last_session;
};

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(Socket socket, Shared& shared)
      : shared_(shared),
        socket_(std::move(socket)),
        deadline_timer_(socket_.get_executor()),
        latency_timer_(socket_.get_executor()),
        input_(kInputBytesMax) {
    input_.reserve(kInputBytesMax);
    shared_.sessions.insert(this);
  }

  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() {
    shared_.sessions.erase(this);
    if (shared_.finishing && shared_.sessions.empty()) {
      shared_.last_session.Gone();
    }
  }

  // Ends what waits for nothing but the client's next request, and hurries what is held back.
  void FinishSoon() {
    beast::error_code ignored;
    const bool rests = !has_begun_ && !is_answering_ && socket_.available(ignored) == 0;
    if (is_lingering_ || rests) {
      Close();
    } else {
      latency_timer_.cancel();
    }
  }

  void Start() {
    beast::error_code ignored;  // An unset option or a client that is gone shows at the first read.
    ignored = socket_.set_option(tcp::no_delay(true), ignored);
    BeginRequest();
  }

 private:
  void BeginRequest() {
    request_.method.clear();
    request_.target.clear();
    request_.headers.clear();
    request_.body.clear();
    if (request_.body.capacity() > kKeptBytesMax) {
      request_.body.shrink_to_fit();
    }
    parser_.emplace(request_);
    has_begun_ = false;
    has_continued_ = false;
    is_answering_ = false;
    SetDeadline(kIdleTimeout);
    Parse();
  }

  // Gives the buffered bytes to the parser and starts the wait that its state calls for.
  void Parse() {
    SkipEmptyLines();
    beast::error_code error;
    while (!parser_->is_done() && input_.size() > 0 && !error) {
      if (IsTooShortForBeast()) {
        break;
      }
      if (!has_begun_) {
        has_begun_ = true;
        SetDeadline(kIdleTimeout);
      }
      input_.consume(parser_->put(input_.cdata(), error));
    }
    if (error && error != http::error::need_more) {
      Refuse(error);
    } else if (parser_->is_done()) {
      Answer();
    } else if (input_.size() == kInputBytesMax) {
      Refuse(http::error::header_limit);  // An endless chunk extension or trailer.
    } else {
      if (!parser_->has_request_line()) {
        // Beast would look again only at the end of the header; a line that cannot be HTTP is
        // refused as soon as it is seen.
        parser_.emplace(request_);
      }
      AwaitInput();
    }
  }

  // RFC 9112, 2.2: a server should ignore an empty line before the request line.
  void SkipEmptyLines() {
    while (!has_begun_ && input_.size() >= 2) {
      const auto* bytes = static_cast<const char*>(input_.cdata().data());
      if (bytes[0] != '\r' || bytes[1] != '\n') {
        return;
      }
      input_.consume(2);
    }
  }

  // A lone '\r' may become an empty line. Beast asserts on a last chunk of four bytes.
  [[nodiscard]] bool IsTooShortForBeast() const {
    if (!has_begun_) {
      return input_.size() == 1 && *static_cast<const char*>(input_.cdata().data()) == '\r';
    }
    return parser_->is_header_done() && parser_->chunked() && input_.size() < kLastChunkBytesMin;
  }

  void AwaitInput() {
    if (parser_->is_header_done() && parser_->expects_continue() && !has_continued_) {
      has_continued_ = true;
      asio::async_write(socket_, asio::buffer(kContinue.data(), kContinue.size()),
                        [self = shared_from_this()](beast::error_code error, std::size_t) {
                          error ? self->Close() : self->Read();
                        });
      return;
    }
    Read();
  }

  void Read() {
    socket_.async_read_some(input_.prepare(kInputBytesMax - input_.size()),
                            [self = shared_from_this()](beast::error_code error, std::size_t size) {
                              self->OnRead(error, size);
                            });
  }

  void OnRead(beast::error_code error, std::size_t size) {
    if (error == asio::error::eof && has_begun_) {
      Refuse(http::error::partial_message);
    } else if (error) {
      Close();
    } else {
      input_.commit(size);
      Parse();
    }
  }

  // Answers bytes that are no request that can be served; nothing that follows can be understood.
  void Refuse(beast::error_code error) {
    int status = 400;
    if (error == http::error::header_limit) {
      status = 431;
    } else if (error == http::error::body_limit) {
      status = 413;
    }
    Render(MakeError(status, error.message()), /*keep_alive=*/false);
    Send();
  }

  void Answer() {
    is_answering_ = true;
    ToOriginForm(request_);
    if (request_.method == "CONNECT") {
      Render(MakeError(501, kNoTunnel), /*keep_alive=*/false);
      Send();
      return;
    }
    shared_.turns.Add(
        request_.body.size() > kSmallBytesMax ? Turns::Size::kLarge : Turns::Size::kSmall,
        [self = shared_from_this()]() mutable {
          // The session goes back to its own thread, to be dropped nowhere else.
          spec::HttpResponse response = CallHandler(self->shared_.handler, self->request_);
          const Executor executor = self->socket_.get_executor();
          asio::post(executor, [self = std::move(self), response = std::move(response)] {
            self->OnAnswer(response);
          });
        });
  }

  void OnAnswer(const spec::HttpResponse& response) {
    Render(response, parser_->keep_alive());
    if (shared_.latency <= std::chrono::milliseconds::zero() || shared_.finishing) {
      Send();
      return;
    }
    SetDeadline(shared_.latency + kIdleTimeout);
    latency_timer_.expires_after(shared_.latency);
    latency_timer_.async_wait([self = shared_from_this()](beast::error_code error) {
      if (!error || self->shared_.finishing) {
        self->Send();
      }
    });
  }

  void Render(const spec::HttpResponse& response, bool keep_alive) {
    is_answering_ = true;
    const beast::string_view reason =
        http::obsolete_reason(http::int_to_status(static_cast<unsigned>(response.status)));
    keep_alive_ = RenderAnswer(response,
                               {.number = ++shared_.answers,
                                .reason = std::string_view(reason.data(), reason.size()),
                                .is_head = request_.method == "HEAD",
                                .is_http11 = parser_->is_http11(),
                                .keep_alive = keep_alive && !shared_.finishing,
                                .date = shared_.date.Now()},
                               output_);
  }

  void Send() {
    SetDeadline(kIdleTimeout);
    asio::async_write(
        socket_, asio::buffer(output_),
        [self = shared_from_this()](beast::error_code error, std::size_t) { self->OnSent(error); });
  }

  void OnSent(beast::error_code error) {
    if (output_.capacity() > kKeptBytesMax) {
      output_ = std::string();
    }
    if (error) {
      Close();
    } else if (keep_alive_ && !shared_.finishing) {
      BeginRequest();
    } else {
      beast::error_code ignored;  // A client that is gone shows at the read.
      ignored = socket_.shutdown(tcp::socket::shutdown_send, ignored);
      is_lingering_ = true;
      if (shared_.finishing) {
        SetDeadline(kLastLingerTimeout);
      } else {
        SetDeadline(kLingerTimeout);
      }
      Linger();
    }
  }

  // Discards input until the client hangs up.
  void Linger() {
    input_.clear();
    socket_.async_read_some(input_.prepare(kInputBytesMax),
                            [self = shared_from_this()](beast::error_code error, std::size_t) {
                              error ? self->Close() : self->Linger();
                            });
  }

  void Close() {
    beast::error_code ignored;
    ignored = socket_.close(ignored);
    deadline_timer_.cancel();
    latency_timer_.cancel();
  }

  // The timer is not moved for every request: when it fires too early it is armed again.
  void SetDeadline(steady_clock::duration timeout) {
    deadline_ = steady_clock::now() + timeout;
    if (!has_timer_ || deadline_ < deadline_timer_.expiry()) {
      has_timer_ = true;
      ArmTimer();
    }
  }

  void ArmTimer() {
    deadline_timer_.expires_at(deadline_);
    deadline_timer_.async_wait([weak = weak_from_this()](beast::error_code error) {
      const std::shared_ptr<Session> self = weak.lock();
      if (error || self == nullptr || !self->socket_.is_open()) {
        return;
      }
      if (steady_clock::now() < self->deadline_) {
        self->ArmTimer();
      } else {
        self->Close();
      }
    });
  }

  Shared& shared_;
  Socket socket_;
  Timer deadline_timer_;
  Timer latency_timer_;
  steady_clock::time_point deadline_;
  bool has_timer_ = false;
  beast::flat_buffer input_;
  spec::HttpRequest request_;
  std::optional<RequestParser> parser_;
  bool has_begun_ = false;      // A byte of the request has come.
  bool has_continued_ = false;  // `100 Continue` was sent for it.
  bool is_answering_ = false;   // It has come, and its answer is not yet sent.
  bool is_lingering_ = false;
  std::string output_;
  bool keep_alive_ = true;
};

class AsioHttpServer final : public HttpServer {
 public:
  AsioHttpServer(Handler handler, std::chrono::milliseconds latency)
      : shared_{.handler = std::move(handler), .latency = latency, .turns = turns_} {}

  AsioHttpServer(const AsioHttpServer&) = delete;
  AsioHttpServer& operator=(const AsioHttpServer&) = delete;

  ~AsioHttpServer() override {
    context_.stop();  // Can be called from any thread. What is not yet sent is dropped.
    if (thread_.joinable()) {
      thread_.join();
    }
    turns_.End();  // Only now, when no session asks for more.
  }

  bool Finish(std::chrono::milliseconds grace) override {
    asio::post(context_, [this] {
      AcceptWaiting();
      shared_.finishing = true;
      beast::error_code ignored;
      ignored = acceptor_.close(ignored);
      accept_timer_.cancel();
      for (Session* session : shared_.sessions) {
        session->FinishSoon();
      }
      if (shared_.sessions.empty()) {
        shared_.last_session.Gone();
      }
    });
    return shared_.last_session.WaitFor(grace);
  }

  [[nodiscard]] beast::error_code Listen(const tcp::endpoint& endpoint) {
    beast::error_code error;
    // The address may be used again while old connections to it are in TIME_WAIT.
    if (acceptor_.open(endpoint.protocol(), error) ||
        acceptor_.set_option(tcp::acceptor::reuse_address(true), error) ||
        acceptor_.bind(endpoint, error) ||
        acceptor_.listen(tcp::acceptor::max_listen_connections, error)) {
      return error;
    }
    port_ = acceptor_.local_endpoint(error).port();
    return error;
  }

  // REQUIRES: Listen succeeded. Throws std::system_error when no thread can be had.
  void Run() {
    Accept();
    thread_ = std::thread([this] {
      while (!context_.stopped()) {
        try {
          context_.run();
        } catch (const std::exception&) {
          // Out of memory in one session: its handler is gone, and so is its connection.
          continue;
        }
      }
    });
  }

  [[nodiscard]] std::uint16_t port() const override { return port_; }

 private:
  // Takes the connections that are there already: their requests may be, too.
  void AcceptWaiting() {
    beast::error_code error;
    error = acceptor_.non_blocking(true, error);
    while (!error) {
      Socket socket = acceptor_.accept(error);
      if (!error) {
        std::make_shared<Session>(std::move(socket), shared_)->Start();
      }
    }
  }

  void Accept() {
    acceptor_.async_accept([this](beast::error_code error, Socket socket) {
      if (shared_.finishing) {
        return;
      }
      if (!error) {
        Accept();
        std::make_shared<Session>(std::move(socket), shared_)->Start();
        return;
      }
      accept_timer_.expires_after(kAcceptRetryDelay);
      accept_timer_.async_wait([this](beast::error_code wait_error) {
        if (!wait_error) {
          Accept();
        }
      });
    });
  }

  // The order matters: the context destroys the sessions, which refer to `shared_`.
  Turns turns_;
  Shared shared_;
  asio::io_context context_{1};
  // While a session waits for the handler, nothing else may be left to do.
  asio::executor_work_guard<Executor> work_{context_.get_executor()};
  Acceptor acceptor_{context_.get_executor()};
  Timer accept_timer_{context_.get_executor()};
  std::uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace

std::expected<std::unique_ptr<HttpServer>, spec::Error> HttpServer::Start(
    const HttpServerOptions& options, Handler handler) {
  using spec::Error;
  using spec::ErrorKind;
  beast::error_code error;
  const asio::ip::address address = asio::ip::make_address(options.address, error);
  if (error) {
    return std::unexpected(Error{
        ErrorKind::kUsage,
        fmt::format("cannot listen on '{}': it is not an IP address such as 127.0.0.1 or ::1 ({})",
                    options.address, error.message())});
  }
  if (options.latency > kLatencyMax || options.latency < std::chrono::milliseconds::zero()) {
    return std::unexpected(Error{
        ErrorKind::kUsage, fmt::format("latency of {} ms: give 0 to {} ms", options.latency.count(),
                                       std::chrono::milliseconds(kLatencyMax).count())});
  }
  try {
    auto server = std::make_unique<AsioHttpServer>(std::move(handler), options.latency);
    error = server->Listen(tcp::endpoint(address, options.port));
    if (error) {
      return std::unexpected(
          Error{ErrorKind::kNetwork,
                fmt::format("cannot listen on {} port {}: {}; port 0 takes any free port",
                            options.address, options.port, error.message())});
    }
    server->Run();
    return server;
  } catch (const std::exception& exception) {
    return std::unexpected(
        Error{ErrorKind::kNetwork,
              fmt::format("cannot start a server on {}: {}", options.address, exception.what())});
  }
}

}  // namespace swc::reference
