#include "conformance/target/embedded_target.h"

#include <cstddef>
#include <expected>
#include <functional>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "conformance/net/http_transport.h"
#include "conformance/net/transport.h"
#include "reference/reading/series_id.h"
#include "reference/server/http_server.h"
#include "reference/server/reference_server.h"
#include "spec/http_message.h"
#include "spec/text/error.h"

namespace swc::conformance {
namespace {

// A case reads only what it wrote, and its streams are lent once: the streams of the cases that are
// under way are a few hundred.
constexpr std::size_t kStreamsMax = 4'000;

}  // namespace

void FrozenWallTransport::Send(spec::HttpRequest request, std::function<void(Exchange)> done) {
  inner_->Send(std::move(request), [this, done = std::move(done)](Exchange exchange) {
    exchange.sent_at = wall_;
    exchange.received_at = wall_;
    done(std::move(exchange));
  });
}

std::expected<EmbeddedTarget, spec::Error> StartEmbeddedTarget(spec::Instant now, int connections) {
  EmbeddedTarget embedded;
  reference::ServerOptions options;
  options.now = [now] { return now; };
  options.streams_max = kStreamsMax;
  embedded.server = std::make_unique<reference::ReferenceServer>(std::move(options));
  embedded.to_forget = std::make_unique<SeriesToForget>();
  auto http = reference::HttpServer::Start(
      {}, [server = embedded.server.get(),
           to_forget = embedded.to_forget.get()](const spec::HttpRequest& request) {
        for (const reference::SeriesId& id : to_forget->Take()) {
          server->Forget(id);
        }
        return server->Handle(request);
      });
  if (!http) {
    return std::unexpected(http.error().WithContext("embedded reference server"));
  }
  embedded.http = *std::move(http);
  embedded.target.endpoint = fmt::format("http://127.0.0.1:{}", embedded.http->port());
  embedded.target.directory = embedded.server->directory();
  embedded.target.exact_clock = true;
  embedded.target.forget = [to_forget = embedded.to_forget.get()](const reference::SeriesId& id) {
    to_forget->Add(id);
  };
  auto transport =
      HttpTransport::Create({.endpoint = embedded.target.endpoint,
                             .connections_max = static_cast<std::size_t>(connections)});
  if (!transport) {
    return std::unexpected(transport.error());
  }
  embedded.transport = std::make_unique<FrozenWallTransport>(*std::move(transport), now);
  return embedded;
}

}  // namespace swc::conformance
