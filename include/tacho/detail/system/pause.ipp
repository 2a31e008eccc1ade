// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_SYSTEM_PAUSE_IPP
#define TACHO_DETAIL_SYSTEM_PAUSE_IPP

#include <tacho/detail/system/pause.hpp>

#if defined(_WIN32)
# if !defined(NOMINMAX)
#  define NOMINMAX
# endif
# include <windows.h>
#else
# include <sched.h>
# include <time.h>
#endif

namespace tacho::inline v0::detail {

#if defined(_WIN32)

TACHO_DECL void yield_processor() noexcept {
    ::SwitchToThread();
}

TACHO_DECL void sleep_microseconds(unsigned count) noexcept {
    ::Sleep(count / 1000 + 1);
}

#else

TACHO_DECL void yield_processor() noexcept {
    ::sched_yield();
}

TACHO_DECL void sleep_microseconds(unsigned count) noexcept {
    timespec const time{0, static_cast<long>(count) * 1000};
    ::nanosleep(&time, nullptr);
}

#endif

} // namespace tacho::inline v0::detail

#endif
