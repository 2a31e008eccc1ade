// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_STORAGE_PROCESS_LOCKS_HPP
#define TACHO_DETAIL_STORAGE_PROCESS_LOCKS_HPP

#include <tacho/detail/language/no_destroy.hpp>

#include <mutex>

#include "../../../../explore.hpp"

// Replaces the library's header of the same name: the two locks are mutexes of the explorer.

namespace tacho::inline v0::detail {

class model_mutex {
public:
    constexpr model_mutex() noexcept = default;
    void lock() noexcept { explore::lock(this); }
    void unlock() noexcept { explore::unlock(this); }

private:
    char has_an_address_{};
};

struct process_locks {
    alignas(8) model_mutex merging;
    alignas(8) model_mutex registration;
};

inline constinit no_destroy<process_locks> the_locks_{};

[[nodiscard]] inline process_locks& the_locks() noexcept {
    return the_locks_.value;
}

using registration_guard = std::unique_lock<model_mutex>;

} // namespace tacho::inline v0::detail

#endif
