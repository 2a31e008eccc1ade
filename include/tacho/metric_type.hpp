// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_METRIC_TYPE_HPP
#define TACHO_METRIC_TYPE_HPP

#include <tacho/detail/language/cpp20.hpp>

#include <cstdint>
#include <string_view>

namespace tacho::inline v0 {

/// The types of the exposition formats that tacho's metrics have.
enum class metric_type : std::uint8_t {
    counter,
    gauge,
    histogram,
    untyped,
    summary,
    info,
    stateset
};

/// The type's name. The text format 0.0.4 has no infos and statesets: it shows them as gauges.
[[nodiscard]] constexpr std::string_view to_string(metric_type type) noexcept {
    switch (type) {
    case metric_type::counter:
        return "counter";
    case metric_type::gauge:
        return "gauge";
    case metric_type::histogram:
        return "histogram";
    case metric_type::summary:
        return "summary";
    case metric_type::info:
        return "info";
    case metric_type::stateset:
        return "stateset";
    case metric_type::untyped:
        break;
    }
    return "untyped";
}

/// How the 64 bits of a value are to be read. (A histogram's buckets and count are always unsigned
/// integers, its sum always floating; so are a summary's.)
enum class number_kind : std::uint8_t { unsigned_integer, signed_integer, floating };

} // namespace tacho::inline v0

#endif
