// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_SYSTEM_BLOCKED_SIGNALS_HPP
#define TACHO_DETAIL_SYSTEM_BLOCKED_SIGNALS_HPP

#include <initializer_list>

#if !defined(_WIN32)
# include <csignal>
# include <signal.h>
#endif

namespace tacho::inline v0::detail {

// Blocks signals in this thread for a scope. A thread started in it inherits the mask, so that the
// application's handlers go on running on the application's threads. Faults stay unblocked:
// blocked, they would end the process without the handler that reports them.
#if defined(_WIN32)
class blocked_signals {
public:
    blocked_signals() noexcept {}
    blocked_signals(blocked_signals const&) = delete;
    blocked_signals& operator=(blocked_signals const&) = delete;
    ~blocked_signals() {}
};
#else
class blocked_signals {
public:
    blocked_signals() noexcept {
        sigset_t all;
        sigfillset(&all);
        for (int const fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGABRT})
            sigdelset(&all, fault);
        ::pthread_sigmask(SIG_SETMASK, &all, &before_);
    }

    blocked_signals(blocked_signals const&) = delete;
    blocked_signals& operator=(blocked_signals const&) = delete;

    ~blocked_signals() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

private:
    sigset_t before_{};
};
#endif

} // namespace tacho::inline v0::detail

#endif
