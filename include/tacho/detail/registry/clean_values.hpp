// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_CLEAN_VALUES_HPP
#define TACHO_DETAIL_REGISTRY_CLEAN_VALUES_HPP

#include <tacho/detail/language/cpp20.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tacho::inline v0::detail {

/// Label values with U+FFFD in place of bytes that are not UTF-8: for one such byte Prometheus
/// would reject a whole scrape. Allocates only if there is such a byte.
class clean_values {
public:
    explicit clean_values(std::span<std::string_view const> values);

    [[nodiscard]] std::span<std::string_view const> views() const noexcept { return views_; }

private:
    std::vector<std::string> texts_{};
    std::vector<std::string_view> clean_{};
    std::span<std::string_view const> views_;
};

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/registry/clean_values.ipp> // IWYU pragma: export
#endif

#endif
