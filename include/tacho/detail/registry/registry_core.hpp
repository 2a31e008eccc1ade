// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_REGISTRY_CORE_HPP
#define TACHO_DETAIL_REGISTRY_REGISTRY_CORE_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/registry/registry_state.hpp>
#include <tacho/detail/registry/snapshot_memory.hpp>
#include <tacho/detail/storage/cell_allocator.hpp>

#include <cstddef>
#include <memory>
#include <vector>

namespace tacho::inline v0::detail {

/// The parts of a registry: its contents, and the memory of earlier scrapes, which later scrapes
/// use again.
struct registry_core {
    explicit registry_core(cell_allocator& from)
        : state{from} {
        constexpr std::size_t most_spare = 4; // scrapes at the same time whose memory is kept
        spare.reserve(most_spare);
    }

    registry_state state;
    std::vector<std::unique_ptr<snapshot_memory>> spare{}; // needs the registration lock
};

} // namespace tacho::inline v0::detail

#endif
