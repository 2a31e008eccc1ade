// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_SYSTEM_THREAD_EXIT_HPP
#define TACHO_DETAIL_SYSTEM_THREAD_EXIT_HPP

#include <cstdint>

#include "../../../../explore.hpp"

// Replaces the library's header of the same name: the hooks run at the end of the explorer's
// threads.

namespace tacho::inline v0::detail {

class thread_exit_hook {
public:
    using function = void (*)(void*);

    [[nodiscard]] bool create(function leave) noexcept {
        leave_ = leave;
        return true;
    }

    [[nodiscard]] bool set(void* argument) const noexcept {
        explore::at_thread_end(leave_, argument);
        return true;
    }

    [[nodiscard]] std::uint64_t index() const noexcept { return 0; }

private:
    function leave_{nullptr};
};

/// A program needs no pin.
template <typename Function>
void pin_this_module(Function*) noexcept {}

} // namespace tacho::inline v0::detail

#endif
