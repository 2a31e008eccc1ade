// SPDX-License-Identifier: BSL-1.0

// Monitored calls in a process that forks, and in one that can start no thread.

#include <tacho/monitor.hpp>
#include <tacho/tacho.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <process/check.hpp>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace std::chrono_literals;

struct metrics {
    tacho::registry registry;
    tacho::family<tacho::counter, "monitor_type"> terminations{
        registry, "monitor_terminations_total", "Terminations."
    };

    [[nodiscard]] std::uint64_t ended() const { return terminations.with("wall-clock").value(); }
};

/// A guest that waits until it is killed.
void endless_call(metrics const& of) {
    std::atomic<bool> killed{false};
    tacho::monitored_call call{tacho::wall_clock_monitor{1ms}, of.terminations, [&] {
                                   // pairs with the acquire in wait()
                                   killed.store(true, std::memory_order_release);
                                   killed.notify_one();
                               }};
    killed.wait(false, std::memory_order_acquire); // pairs with the release in the kill
    check(call.end() == std::string_view{"wall-clock"}, "the wall clock ended it");
}

/// A child has no monitors' thread, and starts its own. It does not watch the calls that were under
/// way in the parent.
void forks() {
    constexpr unsigned too_long = 60; // seconds
    constexpr int children = 20;
    metrics of;
    endless_call(of);
    std::atomic<int> kills{0};
    for (int i = 0; i < children; ++i) {
        tacho::monitored_call under_way{tacho::wall_clock_monitor{1ms}, of.terminations, [&] {
                                            kills.fetch_add(
                                                1, std::memory_order_relaxed
                                            ); // pairs with nothing: read after the end
                                        }};
        auto const child = ::fork();
        if (child == 0) {
            ::alarm(too_long);
            auto const kills_before = kills.load(std::memory_order_relaxed);
            auto const before = of.ended();
            endless_call(of);
            endless_call(of);
            check_equal(of.ended(), before + 2, "a child's terminations");
            check_equal(kills.load(std::memory_order_relaxed), kills_before, "a child's kills");
            std::_Exit(0);
        }
        int status = 0;
        check(::waitpid(child, &status, 0) == child, "the child ends");
        check(WIFEXITED(status) && WEXITSTATUS(status) == 0, "the child is content");
        under_way.end();
    }
    endless_call(of);
}

/// No call runs when the monitors' thread cannot be started.
void no_thread() {
    metrics of;
    auto const before = tacho::to_text(of.registry);
    ::rlimit const none{1 << 20, 1 << 20}; // less than is in use already
    check(::setrlimit(RLIMIT_AS, &none) == 0, "memory can be limited");
    std::string said;
    bool ran = false;
    try {
        tacho::monitored_call const call{tacho::wall_clock_monitor{1ms}, of.terminations, [] {}};
        ran = true;
    } catch (tacho::monitor_error const& error) {
        said = error.what();
    }
    check(!ran, "a call that cannot be watched does not run");
    check(
        said.starts_with("tacho: the thread that monitors calls cannot be started: "),
        "the error says why: " + said
    );
    check(tacho::to_text(of.registry) == before, "nothing is counted");
}

} // namespace

int main(int, char** arguments) {
    auto const* const which = arguments[1];
    if (std::strcmp(which, "fork") == 0)
        forks();
    else
        no_thread();
}
