// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_SERIES_MEMORY_HPP
#define TACHO_DETAIL_REGISTRY_SERIES_MEMORY_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/registry/series.hpp>
#include <tacho/detail/storage/cell.hpp>

#include <memory>
#include <span>
#include <string_view>

namespace tacho::inline v0::detail {

/// A gauge's value. Any thread may set it, so each has a cache line of its own.
struct alignas(64) gauge_cell {
    cell value{0};
};

struct delete_series {
    TACHO_DECL void operator()(series* made) const noexcept;
};

using series_owner = std::unique_ptr<series, delete_series>;

/// Makes a series with this key and this beginning of its line. They lie in one piece of memory: a
/// gauge's value, the series, its key, its text. A gauge's series has its token. May throw
/// std::bad_alloc.
[[nodiscard]] TACHO_DECL series_owner
allocate_series(std::span<std::string_view const> values, std::string_view prefix, bool gauge);

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/registry/series_memory.ipp> // IWYU pragma: export
#endif

#endif
