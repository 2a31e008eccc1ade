// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_CLEAN_VALUES_IPP
#define TACHO_DETAIL_REGISTRY_CLEAN_VALUES_IPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/registry/clean_values.hpp>
#include <tacho/detail/text/utf8.hpp>

#include <algorithm>
#include <span>
#include <string_view>

namespace tacho::inline v0::detail {

TACHO_DECL clean_values::clean_values(std::span<std::string_view const> values)
    : views_{values} {
    if (std::all_of(values.begin(), values.end(), is_utf8))
        return;
    texts_.reserve(values.size());
    for (auto const each : values)
        clean_.push_back(
            each.data() == nullptr ? each : texts_.emplace_back(to_utf8(each)) // not no_label
        );
    views_ = clean_;
}

} // namespace tacho::inline v0::detail

#endif
