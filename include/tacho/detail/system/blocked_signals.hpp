// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_SYSTEM_BLOCKED_SIGNALS_HPP
#define TACHO_DETAIL_SYSTEM_BLOCKED_SIGNALS_HPP

#include <tacho/detail/language/cpp20.hpp>

#if !defined(_WIN32)
# include <signal.h>
#endif

namespace tacho::inline v0::detail {

/// Blocks signals in this thread for a scope. A thread that is started in the scope inherits the
/// mask, so that the application's handlers go on running on the application's threads. Faults stay
/// unblocked: a blocked fault would end the process without the handler that reports it.
class blocked_signals {
public:
    blocked_signals() noexcept;
    blocked_signals(blocked_signals const&) = delete;
    blocked_signals& operator=(blocked_signals const&) = delete;
    ~blocked_signals();

#if !defined(_WIN32)
private:
    sigset_t before_{};
#endif
};

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/system/blocked_signals.ipp> // IWYU pragma: export
#endif

#endif
