#include "spec/text/secrets.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "spec/text/base64.h"
#include "spec/text/escaped_character.h"
#include "spec/text/users_of_urls.h"

namespace swc::spec {
namespace {

constexpr std::string_view kMask = "***";
// More than requests are ever under way at once.
constexpr std::size_t kPassingSecretsMax = 256;
// A form of a secret is looked for by so many bytes at its begin.
constexpr std::size_t kKeyBytes = 8;
static_assert(kKeyBytes <= kSecretBytesMin);

EscapedCharacter RawAt(std::string_view text) { return {.byte = text.front()}; }

std::uint64_t KeyOf(std::string_view value) {
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < kKeyBytes; ++i) {
    key = (key << 8U) | static_cast<unsigned char>(value[i]);
  }
  return key;
}

// Returns what of the base64 of a longer text `value` alone decides, if `offset` bytes modulo three
// stand before it.
std::string WithinBase64(std::string_view value, std::size_t offset) {
  const std::string text = EncodeBase64(std::string(offset, '\0') + std::string(value));
  const std::size_t begin = (offset * 8 + 5) / 6;
  const std::size_t end = (offset + value.size()) * 8 / 6;
  return text.substr(begin, end - begin);
}

std::vector<std::string> FormsOf(std::string_view value) {
  std::vector<std::string> forms = {std::string(value)};
  for (std::size_t offset = 0; offset < 3; ++offset) {
    std::string form = WithinBase64(value, offset);
    std::string for_urls = form;
    std::ranges::replace(for_urls, '+', '-');
    std::ranges::replace(for_urls, '/', '_');
    if (for_urls != form) {
      forms.push_back(std::move(for_urls));
    }
    forms.push_back(std::move(form));
  }
  return forms;
}

bool WouldMangle(std::string_view value) {
  return value.size() < kSecretBytesMin ||
         std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
}

class Secrets {
 public:
  void Keep(std::string_view value, bool passing) {
    if (WouldMangle(value)) {
      return;
    }
    const std::unique_lock lock(mutex_);
    if (Has(value)) {
      return;
    }
    for (std::string& form : FormsOf(value)) {
      const std::uint64_t key = KeyOf(form);
      begins_.at(BitOf(key)) = true;
      forms_.emplace(key, std::move(form));
    }
    any_ = true;
    if (!passing) {
      return;
    }
    passing_.emplace_back(value);
    if (passing_.size() > kPassingSecretsMax) {
      Drop(passing_.front());
      passing_.pop_front();
    }
  }

  [[nodiscard]] std::string MaskedIn(std::string text) const {
    if (!any_) {
      return text;
    }
    const std::shared_lock lock(mutex_);
    std::string masked = MaskedBy(&RawAt, std::move(text));
    return masked.find_first_of("%\\&") == std::string::npos
               ? masked
               : MaskedBy(&UnescapedAt, std::move(masked));
  }

 private:
  using Reader = EscapedCharacter (*)(std::string_view);

  static std::size_t BitOf(std::uint64_t key) { return (key * 0x9E3779B97F4A7C15U) >> 52U; }

  [[nodiscard]] bool Has(std::string_view value) const {
    const auto [begin, end] = forms_.equal_range(KeyOf(value));
    return std::any_of(begin, end, [&](const auto& form) { return form.second == value; });
  }

  void Drop(std::string_view value) {
    for (const std::string& form : FormsOf(value)) {
      const auto [begin, end] = forms_.equal_range(KeyOf(form));
      const auto found =
          std::find_if(begin, end, [&](const auto& each) { return each.second == form; });
      if (found != end) {
        forms_.erase(found);
      }
    }
  }

  // Returns how many bytes of `text` the longest form takes that it begins with; 0 if there is
  // none.
  [[nodiscard]] std::size_t LongestFormAt(Reader read, std::string_view text,
                                          std::uint64_t key) const {
    std::size_t longest = 0;
    const auto [begin, end] = forms_.equal_range(key);
    for (auto form = begin; form != end; ++form) {
      std::size_t place = 0;
      std::size_t same = 0;
      while (same < form->second.size() && place < text.size()) {
        const EscapedCharacter character = read(text.substr(place));
        if (character.byte != form->second[same]) {
          break;
        }
        place += character.size;
        ++same;
      }
      longest = same == form->second.size() ? std::max(longest, place) : longest;
    }
    return longest;
  }

  [[nodiscard]] std::string MaskedBy(Reader read, std::string given) const {
    const std::string_view text = given;
    std::string masked;
    std::array<std::size_t, kKeyBytes> begins{};  // Of the characters in `key`, by their number.
    std::uint64_t key = 0;
    std::size_t characters = 0;
    std::size_t copied = 0;
    for (std::size_t place = 0; place < text.size();) {
      const EscapedCharacter character = read(text.substr(place));
      begins.at(characters % kKeyBytes) = place;
      key = (key << 8U) | static_cast<unsigned char>(character.byte);
      place += character.size;
      ++characters;
      if (characters < kKeyBytes || !begins_.at(BitOf(key))) {
        continue;
      }
      const std::size_t begin = begins.at(characters % kKeyBytes);
      if (const std::size_t size = LongestFormAt(read, text.substr(begin), key); size > 0) {
        masked.append(text.substr(copied, begin - copied)).append(kMask);
        copied = place = begin + size;
        characters = 0;
      }
    }
    return copied == 0 ? std::move(given) : std::move(masked.append(text.substr(copied)));
  }

  mutable std::shared_mutex mutex_;
  std::atomic<bool> any_ = false;
  std::unordered_multimap<std::uint64_t, std::string> forms_;  // By their first bytes.
  std::array<bool, std::size_t{1} << 12U>
      begins_{};  // Whether a form may begin so. Never cleared: it saves time.
  std::deque<std::string> passing_;
};

// A secret is one wherever it is met, and what leaves the process has no owner to ask.
Secrets& AllSecrets() {
  static Secrets secrets;
  return secrets;
}

bool IsHex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// Returns `text` without the digits of signatures, which no list of values holds for long.
std::string WithoutSignatures(std::string text) {
  constexpr std::string_view kName = "Signature";
  constexpr std::size_t kDigits = 64;
  for (std::size_t place = text.find(kName); place != std::string::npos;
       place = text.find(kName, place)) {
    place += kName.size();
    std::size_t begin = place;
    if (text.compare(begin, 1, "=") == 0) {
      ++begin;
    } else if (text.compare(begin, 3, "%3D") == 0 || text.compare(begin, 3, "%3d") == 0) {
      begin += 3;
    }
    const std::string_view digits = std::string_view(text).substr(begin, kDigits);
    if (begin > place && digits.size() == kDigits && std::ranges::all_of(digits, IsHex)) {
      text.replace(begin, kDigits, kMask);
    }
  }
  return text;
}

}  // namespace

void KeepSecret(std::string_view value) { AllSecrets().Keep(value, /*passing=*/false); }

void KeepPassingSecret(std::string_view value) { AllSecrets().Keep(value, /*passing=*/true); }

void KeepPasswordsOfUrls(std::string_view text) {
  for (const UserOfUrl& user : UsersOfUrls(text)) {
    const std::string_view both = text.substr(user.begin, user.end - user.begin);
    const std::size_t colon = both.find(':');
    for (const std::string_view secret :
         {both, colon == std::string_view::npos ? both : both.substr(colon + 1)}) {
      std::string plain;
      for (std::size_t place = 0; place < secret.size();) {
        const EscapedCharacter character = UnescapedAt(secret.substr(place));
        plain += character.byte;
        place += character.size;
      }
      KeepSecret(secret);
      KeepSecret(plain);
    }
  }
}

std::string Masked(std::string text) {
  return WithoutSignatures(AllSecrets().MaskedIn(std::move(text)));
}

}  // namespace swc::spec
