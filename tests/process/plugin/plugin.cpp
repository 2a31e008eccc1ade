// SPDX-License-Identifier: BSL-1.0

#include <atomic>
#include <process/plugin/plugin.hpp>
#include <thread>

namespace {

class recording_plugin final : public plugin {
public:
    [[nodiscard]] tacho::registry& default_registry() const override {
        return tacho::default_registry();
    }

    void record(host_metrics const& into) const override {
        into.counter.inc();
        into.floating.inc(0.5);
        into.level.inc(3);
        into.level.dec();
        into.gauge.inc();
        into.histogram.observe(2);
        into.family.with("plugin").inc();
    }

    [[nodiscard]] tacho::counter plugin_counter(tacho::registry& in) const override {
        return {in, "plugin_total", "Registered by the plugin."};
    }

    [[nodiscard]] std::thread start(
        tacho::counter into, std::atomic<bool>& recorded, std::atomic<bool> const& end
    ) const override {
        return std::thread{[this, into, &recorded, &end] {
            auto const own = plugin_counter(default_registry());
            own.inc();
            into.inc();
            recorded = true;
            wait_for(end);
            own.inc();
            into.inc();
        }};
    }
};

} // namespace

[[gnu::visibility("default")]] plugin const* tacho_test_plugin() {
    static constexpr recording_plugin made;
    return &made;
}
