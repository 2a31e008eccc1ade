// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_LOG_SPACED_BOUNDS_HPP
#define TACHO_COMPONENT_LOG_SPACED_BOUNDS_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace tacho::inline v0::component {

/// Bounds as Dynamo generates them: `count` points, the first always 0, the others spaced evenly by
/// their logarithms between `least`, which is not one of them, and `most`; each rounded to two
/// significant digits, and of equal ones one. Rounding may take the last beyond or below `most`.
///
/// Empty where that makes no sense: it has to be 0 < least < most, both finite, and 1 to 512
/// points.
[[nodiscard]] inline std::vector<double>
log_spaced_bounds(double least, double most, std::size_t count) {
    constexpr std::size_t most_points = 512;
    if (!std::isfinite(least) || !std::isfinite(most) || !(0 < least) || !(least < most) ||
        count == 0 || count > most_points)
        return {};
    auto const two_digits = [](double value) {
        // Powers of ten of this size are exact: what is divided by them is rounded once, and
        // is the double that is written so.
        auto const digits = 1 - static_cast<int>(std::floor(std::log10(value)));
        auto const scale = std::pow(10.0, std::abs(digits));
        return digits >= 0 ? std::round(value * scale) / scale : std::round(value / scale) * scale;
    };
    std::vector<double> made{0};
    auto const ratio = std::log(most / least);
    for (std::size_t i = 1; i < count; ++i)
        made.push_back(two_digits(
            least * std::exp(ratio * static_cast<double>(i) / static_cast<double>(count - 1))
        ));
    made.erase(std::ranges::unique(made).begin(), made.end());
    return made;
}

} // namespace tacho::inline v0::component

#endif
