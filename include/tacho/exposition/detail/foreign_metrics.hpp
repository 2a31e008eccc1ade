// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_DETAIL_FOREIGN_METRICS_HPP
#define TACHO_EXPOSITION_DETAIL_FOREIGN_METRICS_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/exposition/parsed_family.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What the lines of a foreign text mean, for formats that cannot show them as they are.

namespace tacho::inline v0::detail {

/// The number that is_go_number accepts. Independent of the locale.
[[nodiscard]] TACHO_DECL double go_number(std::string_view text);

/// The text of a foreign HELP line.
[[nodiscard]] TACHO_DECL std::string unescaped_help(std::string_view written);

/// A foreign histogram or summary, put together from its lines.
struct foreign_distribution {
    std::map<std::string, std::string> labels{};             // without `le` and `quantile`
    std::vector<std::pair<double, std::uint64_t>> buckets{}; // bound, cumulative count; +Inf last
    std::vector<std::pair<double, double>> quantiles{};
    double sum{0};
    std::uint64_t count{0};
    std::string time{};
};

/// The histograms or summaries of a family; std::nullopt if one of them is not whole, or is none by
/// the rules of OpenMetrics: bounds that rise up to +Inf, counts that rise up to that of all, a sum
/// that is not negative. (OpenMetrics 1.0, "Histogram" and "Summary".)
[[nodiscard]] TACHO_DECL std::optional<std::vector<foreign_distribution>>
distributions_of(parsed_family const& family);

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/exposition/detail/foreign_metrics.ipp> // IWYU pragma: export
#endif

#endif
