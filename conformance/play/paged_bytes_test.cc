#include "conformance/play/paged_bytes.h"

#include <cstddef>
#include <string>

#include <gtest/gtest.h>

#include "conformance/net/transport.h"

namespace swc::conformance {
namespace {

Exchange PageOf(std::size_t bytes) {
  Exchange exchange;
  exchange.response = {.status = 200, .headers = {}, .body = std::string(bytes, 'x')};
  return exchange;
}

TEST(PagedBytesTest, PagesTogetherMayBeTooLarge) {
  PagedBytes bytes;
  Exchange page = PageOf(PagedBytes::kBytesMax);
  bytes.Count(page);
  EXPECT_TRUE(page.response.has_value());
  Exchange one_more = PageOf(1);
  bytes.Count(one_more);
  EXPECT_FALSE(one_more.response.has_value());
  EXPECT_EQ(one_more.failure, TransportFailure::kTooLarge);
}

}  // namespace
}  // namespace swc::conformance
