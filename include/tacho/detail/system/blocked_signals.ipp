// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_SYSTEM_BLOCKED_SIGNALS_IPP
#define TACHO_DETAIL_SYSTEM_BLOCKED_SIGNALS_IPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/system/blocked_signals.hpp>

#include <initializer_list>

namespace tacho::inline v0::detail {

#if defined(_WIN32)

TACHO_DECL blocked_signals::blocked_signals() noexcept {}
TACHO_DECL blocked_signals::~blocked_signals() {}

#else

TACHO_DECL blocked_signals::blocked_signals() noexcept {
    sigset_t all;
    sigfillset(&all);
    for (int const fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGABRT})
        sigdelset(&all, fault);
    ::pthread_sigmask(SIG_SETMASK, &all, &before_);
}

TACHO_DECL blocked_signals::~blocked_signals() {
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

#endif

} // namespace tacho::inline v0::detail

#endif
