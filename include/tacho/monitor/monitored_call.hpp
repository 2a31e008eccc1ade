// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_MONITOR_MONITORED_CALL_HPP
#define TACHO_MONITOR_MONITORED_CALL_HPP

#include <tacho/monitor/detail/watched_calls.hpp>
#include <tacho/monitor/execution_monitor.hpp>
#include <tacho/monitor/monitor_thread.hpp>

#include <chrono>
#include <concepts>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

namespace tacho::inline v0 {

namespace detail {

/// A monitor's watch of one call, and the monitor's name.
template <monitor_watch Watch>
struct named_watch {
    std::string_view name;
    Watch watch;

    /// Whether the watch is due and fires. A watch that throws counts as one that fires.
    [[nodiscard]] bool fires(monitor_time now) noexcept {
        if (watch.due() > now)
            return false;
#if defined(__cpp_exceptions)
        try {
            return watch.fires(now);
        } catch (...) {
            return true;
        }
#else
        return watch.fires(now);
#endif
    }
};

template <execution_monitor Monitor>
[[nodiscard]] auto start_watch(Monitor const& monitor, monitor_time now) {
    return named_watch<decltype(monitor.start(now))>{monitor.name(), monitor.start(now)};
}

template <execution_monitor Monitor>
[[nodiscard]] auto start_watches(Monitor const& monitor, monitor_time now) {
    return std::tuple{start_watch(monitor, now)};
}
template <execution_monitor... Monitors>
[[nodiscard]] auto start_watches(std::tuple<Monitors...> const& monitors, monitor_time now) {
    return std::apply(
        [&](auto const&... each) { return std::tuple{start_watch(each, now)...}; }, monitors
    );
}

} // namespace detail

/// Counts terminations by the name of the monitor: a family of counters with one label.
template <typename Terminations>
concept counts_terminations = requires(Terminations const terminations, std::string_view name) {
    terminations.with(name).inc();
};

/// A guard: watches the call that this thread makes while the guard lives. When a monitor fires,
/// its name is counted, then `kill` is called, once, on the monitors' thread: `kill` has to make
/// the call return soon, and must not wait itself.
///
/// ```
/// tacho::monitored_call watched{
///     std::tuple{tacho::wall_clock_monitor{1s}, tacho::cpu_time_monitor{100ms}},
///     js.monitor_terminations, [&] { engine.interrupt(); }};
/// auto result = engine.run();
/// if (auto monitor = watched.end())
///     log("ended by", *monitor);
/// ```
///
/// The first monitor to fire wins; if several fire at once, the first of them in the tuple. No
/// monitor is asked afterwards, so a call is counted once at most. When the guard has ended, `kill`
/// is not running, and will not be called. A `kill` that throws is called again, every 10 ms, until
/// it returns.
///
/// Thread safety: used by the thread that makes the call. Progress: takes a lock at begin and end,
/// held for a logarithm of the number of watched calls; the end waits for a running `kill`.
/// Allocation: none. Errors: what a monitor's `start` throws, and monitor_error: then the call must
/// not run, and nothing is counted.
template <execution_monitors Monitors, counts_terminations Terminations, std::invocable Kill>
class [[nodiscard]] monitored_call final : detail::watched_call {
public:
    monitored_call(Monitors const& monitors, Terminations const& terminations, Kill kill)
        : monitored_call{shared_monitor_thread(), monitors, terminations, std::move(kill)} {}

    /// Lets `by` watch the call instead of the process's thread.
    monitored_call(
        monitor_thread& by, Monitors const& monitors, Terminations const& terminations, Kill kill
    )
        : by_{by}
        , watches_{detail::start_watches(monitors, by.now())}
        , terminations_{terminations}
        , kill_{std::move(kill)} {
        by_.watch(*this, due());
    }

    monitored_call(monitored_call const&) = delete;
    monitored_call& operator=(monitored_call const&) = delete;
    ~monitored_call() { by_.forget(*this); }

    /// Ends the watching, and returns the name of the monitor that fired, if one did. (The call may
    /// have been about to succeed anyway.)
    std::optional<std::string_view> end() noexcept {
        by_.forget(*this);
        return fired_;
    }

private:
    [[nodiscard]] monitor_time ask(monitor_time now) noexcept override {
        if (!fired_) {
            std::apply(
                [&](auto&... each) {
                    static_cast<void>(((each.fires(now) && (fired_ = each.name, true)) || ...));
                },
                watches_
            );
            if (!fired_)
                return due();
            terminations_.with(*fired_).inc();
        }
        return kill() ? (monitor_time::max)() : now + std::chrono::milliseconds{10};
    }

    [[nodiscard]] monitor_time due() const noexcept {
        auto first = (monitor_time::max)();
        auto const include = [&](monitor_time due) { first = due < first ? due : first; };
        std::apply([&](auto const&... each) { (include(each.watch.due()), ...); }, watches_);
        return first;
    }

    [[nodiscard]] bool kill() noexcept {
#if defined(__cpp_exceptions)
        try {
            kill_();
            return true;
        } catch (...) {
            return false;
        }
#else
        kill_();
        return true;
#endif
    }

    monitor_thread& by_;
    decltype(detail::start_watches(std::declval<Monitors const&>(), monitor_time{})) watches_;
    Terminations terminations_;
    Kill kill_;
    std::optional<std::string_view> fired_{}; // used by the monitors' thread until `forget` returns
};

} // namespace tacho::inline v0

#endif
