// Which series: where the values of a property, or of a stream, are stored.
//
// Law: a stream is what is written by an alias that no property has; nothing else is called one.
// Streams come before properties, so that what is done series by series has one order everywhere.
//
// Example: const SeriesId id = SeriesOfStream("/a");
//          if (const std::string* alias = id.stream()) { ... }
#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace swc::reference {

class SeriesId {
 public:
  struct Ids {
    std::string asset_id;
    std::string property_id;
    friend auto operator<=>(const Ids&, const Ids&) = default;
  };

  SeriesId() = default;  // No series.
  [[nodiscard]] static SeriesId OfStream(std::string alias) {
    SeriesId id;
    id.name_ = Stream{.alias = std::move(alias)};
    return id;
  }
  [[nodiscard]] static SeriesId OfProperty(std::string asset_id, std::string property_id) {
    SeriesId id;
    id.name_ = Ids{.asset_id = std::move(asset_id), .property_id = std::move(property_id)};
    return id;
  }

  // Returns whether it names no series.
  [[nodiscard]] bool empty() const { return std::holds_alternative<std::monostate>(name_); }

  // Returns the alias of a stream, or null.
  [[nodiscard]] const std::string* stream() const {
    const auto* stream = std::get_if<Stream>(&name_);
    return stream == nullptr ? nullptr : &stream->alias;
  }

  // Returns the ids of a property, or null.
  [[nodiscard]] const Ids* property() const { return std::get_if<Ids>(&name_); }

  friend bool operator==(const SeriesId&, const SeriesId&) = default;
  friend auto operator<=>(const SeriesId&, const SeriesId&) = default;

  // Returns "alias:<alias>" or "ids:<assetId>/<propertyId>".
  friend std::string ToString(const SeriesId& id) {
    if (const Ids* ids = id.property()) {
      return "ids:" + ids->asset_id + "/" + ids->property_id;
    }
    return id.empty() ? "" : "alias:" + *id.stream();
  }
  friend std::ostream& operator<<(std::ostream& out, const SeriesId& id) {
    return out << ToString(id);
  }
  friend std::size_t HashOf(const SeriesId& id) {
    if (const Ids* ids = id.property()) {
      return std::hash<std::string_view>()(ids->property_id);
    }
    return id.empty() ? 0 : HashOfAlias(*id.stream());
  }

 private:
  // An alias may be megabytes long, and is looked up for each of its values: of a long one only
  // both ends count.
  static std::size_t HashOfAlias(std::string_view alias) {
    constexpr std::size_t kEnd = 256;
    const std::hash<std::string_view> hash;
    return alias.size() <= 2 * kEnd ? hash(alias)
                                    : hash(alias.substr(0, kEnd)) ^
                                          hash(alias.substr(alias.size() - kEnd)) ^ alias.size();
  }

  struct Stream {
    std::string alias;
    friend auto operator<=>(const Stream&, const Stream&) = default;
  };
  std::variant<std::monostate, Stream, Ids> name_;
};

[[nodiscard]] inline SeriesId SeriesOfStream(std::string_view alias) {
  return SeriesId::OfStream(std::string(alias));
}

}  // namespace swc::reference

template <>
struct std::hash<swc::reference::SeriesId> {
  std::size_t operator()(const swc::reference::SeriesId& id) const { return HashOf(id); }
};
