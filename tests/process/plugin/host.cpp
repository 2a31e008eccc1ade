// SPDX-License-Identifier: BSL-1.0

// host PLUGIN COPIES CODE: a program that loads a library which uses tacho too. It is linked twice,
// with ENABLE_EXPORTS and without; without, the process has two copies of tacho. Even with one
// copy, the plugin may run tacho's code of its "own" (hidden visibility) or its "host's".

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <dlfcn.h>
#include <process/check.hpp>
#include <process/plugin/plugin.hpp>
#include <string>
#include <string_view>
#include <support/text.hpp>
#include <support/threads.hpp>
#include <thread>

namespace {

class loaded {
public:
    explicit loaded(char const* path)
        : path_{path}
        , handle_{::dlopen(path, RTLD_NOW | RTLD_LOCAL)} {
        check(handle_ != nullptr, std::string{"dlopen: "} + (handle_ ? "" : ::dlerror()));
        auto* const found = ::dlsym(handle_, "tacho_test_plugin");
        check(found != nullptr, "the plugin has tacho_test_plugin()");
        plugin_ = reinterpret_cast<decltype(&tacho_test_plugin)>(found)();
    }

    plugin const* operator->() const { return plugin_; }

    void unload() const { check(::dlclose(handle_) == 0, "dlclose succeeds"); }

    [[nodiscard]] bool still_there() const {
        return ::dlopen(path_, RTLD_NOW | RTLD_NOLOAD) != nullptr;
    }

private:
    char const* path_;
    void* handle_;
    plugin const* plugin_{nullptr};
};

/// Records once in each, by the host's code.
void record(host_metrics const& into, char const* by = "host") {
    into.counter.inc();
    into.floating.inc(0.5);
    into.level.inc(3);
    into.level.dec();
    into.gauge.inc();
    into.histogram.observe(2);
    into.family.with(by).inc();
}

void check_totals(host_metrics const& metrics, std::size_t times) {
    auto const each = static_cast<double>(2 * times);
    check_equal<std::uint64_t>(metrics.counter.value(), 2 * times, "the counter");
    check_equal(metrics.floating.value(), each / 2, "the float_counter");
    check_equal<std::int64_t>(
        metrics.level.value(), static_cast<std::int64_t>(4 * times), "the up_down_counter"
    );
    check_equal(metrics.gauge.value(), each, "the gauge");
    auto const histogram = metrics.histogram.value();
    check_equal<std::uint64_t>(histogram.count, 2 * times, "the histogram's count");
    check_equal<std::uint64_t>(histogram.buckets[1], 2 * times, "its bucket");
    check_equal(histogram.sum, 2 * each, "its sum");
    for (auto const* const by : {"host", "plugin"})
        check_equal<std::uint64_t>(metrics.family.with(by).value(), times, "the family's series");
}

} // namespace

int main(int, char** arguments) {
    loaded const plugin{arguments[1]};
    auto const one_copy = std::string_view{arguments[2]} == "1";
    auto const own_code = std::string_view{arguments[3]} == "own";

    // The plugin comes first, so that its code sets up the parts of tacho that the whole process
    // shares.
    plugin->plugin_counter(plugin->default_registry()).inc();
    check(
        (&plugin->default_registry() == &tacho::default_registry()) == one_copy,
        one_copy ? "program and plugin have one copy of tacho"
                 : "the plugin has a copy of tacho of its own"
    );
    check(
        (sample(tacho::default_registry(), "plugin_total") == "1") == one_copy,
        "the plugin's counter is in the host's default registry if there is one copy, only then"
    );

    // Metrics of both copies; the code of both records in each.
    tacho::registry registry;
    host_metrics const metrics{registry};
    host_metrics const of_plugin{plugin->default_registry()};
    std::size_t times = 0;
    bool gone = false;
    auto const record_by_both = [&](std::size_t threads, std::size_t in_each) {
        together(threads, [&](std::size_t) {
            for (std::size_t i = 0; i < in_each; ++i)
                for (auto const* const into : {&metrics, &of_plugin}) {
                    record(*into);
                    gone ? record(*into, "plugin") : plugin->record(*into);
                }
        });
        times += threads * in_each;
    };
    auto const check_both = [&] {
        check_totals(metrics, times);
        check_totals(of_plugin, times);
    };
    record_by_both(4, scaled(20'000));
    check_both();

    auto const registered = plugin->plugin_counter(registry);
    registered.inc();
    plugin->plugin_counter(registry).inc();
    check(sample(registry, "plugin_total") == "2", "the host scrapes what the plugin registered");

    // Threads of the host and of the plugin, which have recorded through the plugin's code and
    // outlive its last dlclose. Where that code includes tacho's, it is still needed when they end;
    // elsewhere the plugin may be unloaded, and must have ended its threads.
    std::atomic<bool> host_recorded{false};
    std::atomic<bool> plugin_recorded{false};
    std::atomic<bool> end{false};
    std::atomic<bool> plugins_end{false};
    std::thread hosts{[&] {
        plugin->plugin_counter(plugin->default_registry()).inc();
        for (auto const* const into : {&metrics, &of_plugin}) {
            plugin->record(*into);
            record(*into);
        }
        host_recorded = true;
        wait_for(end);
    }};
    auto plugins = plugin->start(registered, plugin_recorded, plugins_end);
    wait_for(host_recorded);
    wait_for(plugin_recorded);
    ++times;

    if (!own_code) {
        plugins_end = true;
        plugins.join();
        gone = true;
    }
    plugin.unload();
    if (own_code) {
        check(plugin.still_there(), "a library whose code is needed stays in the process");
        plugins_end = true;
        plugins.join();
    }
    end = true;
    hosts.join();
    check_equal<std::uint64_t>(registered.value(), 4, "what the plugin's thread recorded");
    check(
        sample(of_plugin.in, "plugin_total") == "4",
        "the plugin's own counter has what both recorded"
    );

    // Later threads can still record.
    record_by_both(2, 10);
    check_both();
}
