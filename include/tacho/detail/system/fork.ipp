// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_SYSTEM_FORK_IPP
#define TACHO_DETAIL_SYSTEM_FORK_IPP

#include <tacho/detail/system/fork.hpp>

#include <pthread.h>

namespace tacho::inline v0::detail {

TACHO_DECL bool on_fork(void (*before)(), void (*in_parent)(), void (*in_child)()) noexcept {
#if defined(_WIN32)
    static_cast<void>(before), static_cast<void>(in_parent), static_cast<void>(in_child);
    return true; // Windows does not fork
#else
    return ::pthread_atfork(before, in_parent, in_child) == 0;
#endif
}

} // namespace tacho::inline v0::detail

#endif
