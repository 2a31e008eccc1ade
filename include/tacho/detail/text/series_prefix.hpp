// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_TEXT_SERIES_PREFIX_HPP
#define TACHO_DETAIL_TEXT_SERIES_PREFIX_HPP

#include <tacho/detail/language/cpp20.hpp>

#include <string_view>

namespace tacho::inline v0::detail {

/// The labels in a series' prefix `name{labels} `, without the braces; empty when the series has no
/// labels.
[[nodiscard]] inline std::string_view
labels_in(std::string_view prefix, std::string_view name) noexcept {
    return prefix.size() <= name.size() + 1
               ? std::string_view{}
               : prefix.substr(name.size() + 1, prefix.size() - name.size() - 3);
}

} // namespace tacho::inline v0::detail

#endif
