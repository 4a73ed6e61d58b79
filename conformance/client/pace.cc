#include "conformance/client/pace.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "conformance/net/transport.h"
#include "reference/reading/directory.h"
#include "reference/reading/parse_read_request.h"
#include "reference/reading/read_query.h"
#include "reference/reading/reading.h"
#include "reference/reading/series_id.h"
#include "spec/operation.h"

namespace swc::conformance {
namespace {

using std::chrono::nanoseconds;

// What one request takes of one series.
struct ShareOfWindow {
  std::string key;
  nanoseconds step;
};

// The entries of a put by the series that they name.
std::vector<ShareOfWindow> SharesOfPut(const spec::HttpRequest& request,
                                       const reference::Directory* directory) {
  std::vector<ShareOfWindow> shares;
  for (const reference::SentEntry& entry : reference::ParsePut(request).entries) {
    const reference::Property* property = nullptr;
    if (directory != nullptr && entry.asset_id && entry.property_id) {
      property = directory->FindByIds(*entry.asset_id, *entry.property_id);
    } else if (directory != nullptr && entry.alias) {
      property = directory->FindByAlias(*entry.alias);
    }
    const bool attribute =
        property != nullptr && property->kind == reference::PropertyKind::kAttribute;
    const std::string name = property != nullptr ? ToString(SeriesOfProperty(*property))
                             : entry.alias       ? *entry.alias
                                                 : entry.property_id.value_or("");
    shares.push_back(
        {.key = "put " + name, .step = attribute ? Pace::kAttributeEntry : Pace::kEntry});
  }
  return shares;
}

std::vector<ShareOfWindow> SharesOf(const spec::HttpRequest& request,
                                    const reference::Directory* directory) {
  if (spec::OperationOf(request) == spec::Operation::kPut) {
    return SharesOfPut(request, directory);
  }
  const auto operation = reference::ReadOperationOf(request);
  std::vector<ShareOfWindow> shares;
  if (operation != reference::ReadOperation::kHistory &&
      operation != reference::ReadOperation::kBatchHistory) {
    return shares;
  }
  for (const reference::SentReadEntry& entry : reference::ParseReadRequest(request).entries) {
    const reference::Identity& identity = entry.query.identity;
    shares.push_back(
        {.key = "history " + identity.alias.value_or("") + identity.property_id.value_or(""),
         .step = Pace::kHistory});
  }
  return shares;
}

}  // namespace

nanoseconds Pace::TurnOf(const spec::HttpRequest& request, Transport::Clock now) {
  if (!begun_) {
    return nanoseconds(0);
  }
  const std::vector<ShareOfWindow> shares = SharesOf(request, directory_);
  Transport::Clock turn = now;
  for (const ShareOfWindow& share : shares) {
    const auto found = next_.find(share.key);
    turn = found == next_.end() ? turn : std::max(turn, found->second);
  }
  for (const ShareOfWindow& share : shares) {
    Transport::Clock& next = next_[share.key];
    next = std::max(next, turn) + share.step;
  }
  return turn - now;
}

}  // namespace swc::conformance
