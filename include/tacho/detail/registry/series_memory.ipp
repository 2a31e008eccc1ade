// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_SERIES_MEMORY_IPP
#define TACHO_DETAIL_REGISTRY_SERIES_MEMORY_IPP

#include <tacho/detail/registry/series.hpp>
#include <tacho/detail/registry/series_memory.hpp>
#include <tacho/detail/storage/cell_token.hpp>

#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <string_view>

namespace tacho::inline v0::detail {

TACHO_DECL series_owner
allocate_series(std::span<std::string_view const> values, std::string_view prefix, bool gauge) {
    auto const head = gauge ? sizeof(gauge_cell) : 0;
    auto const key_size = series::key_size(values);
    auto const size = head + sizeof(series) + key_size + prefix.size();
    auto* const memory = static_cast<char*>(
        gauge ? ::operator new(size, std::align_val_t{alignof(gauge_cell)}) : ::operator new(size)
    );
    series_owner made{::new (memory + head) series};
    auto* const key = memory + head + sizeof(series);
    series::write_key(key, values);
    made->key = key;
    made->prefix = {key + key_size, prefix.copy(key + key_size, prefix.size())};
    made->is_gauge = gauge;
    if (gauge)
        made->token = shared_token(&(::new (memory) gauge_cell)->value);
    return made;
}

TACHO_DECL void delete_series::operator()(series* made) const noexcept {
    bool const gauge = made->is_gauge;
    auto* const memory = reinterpret_cast<char*>(made);
    made->~series();
    if (gauge)
        ::operator delete(memory - sizeof(gauge_cell), std::align_val_t{alignof(gauge_cell)});
    else
        ::operator delete(memory);
}

} // namespace tacho::inline v0::detail

#endif
