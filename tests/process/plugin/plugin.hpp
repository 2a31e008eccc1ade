// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_PROCESS_PLUGIN_PLUGIN_HPP
#define TACHO_TESTS_PROCESS_PLUGIN_PLUGIN_HPP

#include <tacho/tacho.hpp>

#include <atomic>
#include <thread>

/// The host's handles and registry, for the plugin's code to work with.
struct host_metrics {
    explicit host_metrics(tacho::registry& of)
        : in{of} {}

    tacho::registry& in;
    tacho::counter counter{in, "counter_total", "C."};
    tacho::float_counter floating{in, "floating_total", "F."};
    tacho::up_down_counter level{in, "level", "L."};
    tacho::gauge gauge{in, "gauge", "G."};
    tacho::histogram<tacho::buckets<1, 2>> histogram{in, "histogram", "H."};
    tacho::family<tacho::counter, "by"> family{in, "family_total", "F."};
};

/// The functions that a plugin has for its host; the plugin's code does all of their work.
class plugin {
public:
    /// The registry of the plugin's copy of tacho, if it has one.
    [[nodiscard]] virtual tacho::registry& default_registry() const = 0;

    /// Records once in each.
    virtual void record(host_metrics const& into) const = 0;

    /// Registers a counter "plugin_total", or finds it.
    [[nodiscard]] virtual tacho::counter plugin_counter(tacho::registry& in) const = 0;

    /// A thread that records in a counter of the plugin's own and in `into`, once before it says so
    /// and once after it may end.
    [[nodiscard]] virtual std::thread
    start(tacho::counter into, std::atomic<bool>& recorded, std::atomic<bool> const& end) const = 0;

protected:
    ~plugin() = default;
};

/// For program and plugin, instead of std::atomic's own wait(): a notifier in one copy of the
/// standard library does not find waiters in the other copy's table.
inline void wait_for(std::atomic<bool> const& flag) {
    while (!flag)
        std::this_thread::yield();
}

extern "C" plugin const* tacho_test_plugin();

#endif
