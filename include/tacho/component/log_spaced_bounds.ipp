// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_LOG_SPACED_BOUNDS_IPP
#define TACHO_COMPONENT_LOG_SPACED_BOUNDS_IPP

#include <tacho/component/log_spaced_bounds.hpp>
#include <tacho/detail/language/floating_bits.hpp>

#include <algorithm>
#include <cmath>

namespace tacho::inline v0::component {

TACHO_DECL std::vector<double> log_spaced_bounds(double least, double most, std::size_t count) {
    constexpr std::size_t most_points = 512;
    if (!tacho::detail::is_finite(least) || !tacho::detail::is_finite(most) || !(0 < least) ||
        !(least < most) || count == 0 || count > most_points)
        return {};
    auto const two_digits = [](double value) {
        // Powers of ten of this size are exact, so that the division rounds once, and its result is
        // the double nearest to the decimal number.
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
