// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_SYSTEM_FORK_HPP
#define TACHO_DETAIL_SYSTEM_FORK_HPP

#include "../../../../explore.hpp"

// Replaces the library's header of the same name: the explorer's fork calls the hooks.

namespace tacho::inline v0::detail {

[[nodiscard]] inline bool
on_fork(void (*before)(), void (*in_parent)(), void (*in_child)()) noexcept {
    explore::on_fork(before, in_parent, in_child);
    return true;
}

} // namespace tacho::inline v0::detail

#endif
