// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERLIGHT_DETAIL_METRIC_TEXT_HPP
#define TACHO_HYPERLIGHT_DETAIL_METRIC_TEXT_HPP

#include <tacho/fwd.hpp>
#include <tacho/name.hpp>
#include <tacho/options.hpp>

#include <cstddef>

namespace tacho::inline v0::hyperlight {

/// A metric's name and its help text.
struct metric_text {
    char const* name;
    char const* help;
};

/// Registers the metric, or the family with at most `series_limit` series, that `text` describes.
/// Throws registration_error.
template <typename Metric>
[[nodiscard]] Metric make_metric(
    registry& in, metric_text const& text, std::size_t series_limit = metric_options{}.series_limit
) {
    return Metric{in, runtime(text.name), text.help, {.series_limit = series_limit}};
}

} // namespace tacho::inline v0::hyperlight

#endif
