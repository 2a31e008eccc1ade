// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_PROCESS_LINKED_LIBRARIES_HPP
#define TACHO_TESTS_PROCESS_LINKED_LIBRARIES_HPP

#include <tacho/detail/storage/arena.hpp>
#include <tacho/tacho.hpp>

/// The parts of tacho's state that a library's code sees.
struct state {
    tacho::registry* registry;
    tacho::detail::arena* arena;
    unsigned long long* this_threads_delta;

    [[nodiscard]] static state here() {
        return {
            &tacho::default_registry(),
            &tacho::detail::the_arena(),
            &tacho::detail::this_threads_delta
        };
    }
    bool operator==(state const&) const = default;
};

// Each library has a static counter "shared_total", which is one, and one that it is named for.
namespace left {
[[gnu::visibility("default")]] void record();
[[gnu::visibility("default")]] state what_it_sees();
} // namespace left

namespace right {
[[gnu::visibility("default")]] void record();
[[gnu::visibility("default")]] state what_it_sees();
} // namespace right

#endif
