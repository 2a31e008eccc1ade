// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/system/blocked_signals.hpp>

#include <pthread.h>
#include <signal.h>
#include <support/catch.hpp>

namespace {

bool is_blocked(int signal) {
    sigset_t now;
    ::pthread_sigmask(SIG_BLOCK, nullptr, &now);
    return sigismember(&now, signal) == 1;
}

} // namespace

TEST_CASE("signals are blocked for a scope, and faults are not", "[blocked_signals]") {
    REQUIRE_FALSE(is_blocked(SIGTERM));
    {
        tacho::detail::blocked_signals const scope;
        for (int const signal : {SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGCHLD, SIGPIPE})
            CHECK(is_blocked(signal));
        for (int const fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT})
            CHECK_FALSE(is_blocked(fault));
    }
    CHECK_FALSE(is_blocked(SIGTERM));
}

TEST_CASE("a signal that was blocked before stays blocked", "[blocked_signals]") {
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, SIGUSR2);
    ::pthread_sigmask(SIG_BLOCK, &one, nullptr);
    { tacho::detail::blocked_signals const scope; }
    CHECK(is_blocked(SIGUSR2));
    ::pthread_sigmask(SIG_UNBLOCK, &one, nullptr);
}
