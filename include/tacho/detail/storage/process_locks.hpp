// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_STORAGE_PROCESS_LOCKS_HPP
#define TACHO_DETAIL_STORAGE_PROCESS_LOCKS_HPP

#include <tacho/detail/language/no_destroy.hpp>
#include <tacho/detail/language/visibility.hpp>

#include <mutex>

namespace tacho::inline v0::detail {

/// The two locks of the process. No recording thread takes either. All registries share them,
/// because a fork has to hold them: a child must not inherit a lock whose holder is gone.
struct process_locks {
    std::mutex merging;      // first: scrapes queue here while they read the slabs
    std::mutex registration; // second: names, series, the layout of the slabs
};

TACHO_SHARED_STATE inline constinit no_destroy<process_locks> the_locks_{};

[[nodiscard]] inline process_locks& the_locks() noexcept {
    return the_locks_.value;
}

/// Holds the registration lock for a scope. Functions that need the lock say so in their comments.
using registration_guard = std::unique_lock<std::mutex>;

} // namespace tacho::inline v0::detail

#endif
