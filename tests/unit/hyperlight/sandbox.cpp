// SPDX-License-Identifier: BSL-1.0

#include <tacho/hyperlight/sandbox.hpp>
#include <tacho/registry.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <ostream>
#include <stdexcept>
#include <support/catch.hpp>
#include <support/threads.hpp>
#include <thread>
#include <type_traits>
#include <utility>

namespace {

using tacho::hyperlight::sandbox_metrics;
using tacho::hyperlight::stage;
using tacho::hyperlight::step_rules;

constexpr tacho::hyperlight::sandbox_texts sandbox_names{
    .current_proto = {"current_proto", "P."},
    .total_proto = {"proto_total", "P."},
    .current_runtime = {"current_runtime", "R."},
    .total_runtime = {"runtime_total", "R."},
    .current_loaded = {"current_loaded", "L."},
    .total_loaded = {"loaded_total", "L."},
    .loads = {"loads_total", "L."},
    .unloads = {"unloads_total", "U."},
};

constexpr step_rules attempts{.counts_attempts = true, .unloading_creates = false};
constexpr step_rules successes{.counts_attempts = false, .unloading_creates = true};

template <step_rules Rules>
struct host {
    tacho::registry registry;
    sandbox_metrics<Rules> metrics{registry, sandbox_names};
};

/// The values of the gauges and the counters.
struct numbers {
    std::int64_t proto, runtime, loaded;
    std::uint64_t protos, runtimes, loadeds, loads, unloads;

    friend bool operator==(numbers const&, numbers const&) = default;
    friend std::ostream& operator<<(std::ostream& to, numbers const& n) {
        return to << n.proto << ' ' << n.runtime << ' ' << n.loaded << "  " << n.protos << ' '
                  << n.runtimes << ' ' << n.loadeds << "  " << n.loads << ' ' << n.unloads;
    }
};

template <step_rules Rules>
[[nodiscard]] numbers now(host<Rules> const& of) {
    auto const& m = of.metrics;
    return {
        m.proto.current.value(),
        m.with_runtime.current.value(),
        m.loaded.current.value(),
        m.proto.total.value(),
        m.with_runtime.total.value(),
        m.loaded.total.value(),
        m.loads.value(),
        m.unloads.value()
    };
}

template <step_rules Rules>
[[nodiscard]] auto with_runtime(host<Rules> const& of) {
    return of.metrics.track_proto().load_runtime().done();
}
template <step_rules Rules>
[[nodiscard]] auto loaded(host<Rules> const& of) {
    return with_runtime(of).load().done();
}

template <typename Guard>
constexpr bool moves_only =
    !std::is_copy_constructible_v<Guard> && !std::is_copy_assignable_v<Guard> &&
    std::is_nothrow_move_constructible_v<Guard> && std::is_nothrow_move_assignable_v<Guard>;

using of_attempts = sandbox_metrics<attempts>;

template <typename Guard>
concept can_load_runtime = requires(Guard guard) { std::move(guard).load_runtime(); };
template <typename Guard>
concept can_load = requires(Guard guard) { std::move(guard).load(); };
template <typename Guard>
concept can_unload = requires(Guard guard) { std::move(guard).unload(); };

} // namespace

static_assert(moves_only<of_attempts::proto_sandbox>);
static_assert(moves_only<of_attempts::runtime_sandbox>);
static_assert(moves_only<of_attempts::loaded_sandbox>);
static_assert(moves_only<tacho::hyperlight::sandbox_step<attempts, stage::proto, stage::runtime>>);
static_assert(!std::is_copy_constructible_v<of_attempts> && !std::is_move_constructible_v<of_attempts>);
static_assert(sizeof(of_attempts::loaded_sandbox) == sizeof(void*), "a guard is one pointer");

// Each stage has its own steps only.
static_assert(can_load_runtime<of_attempts::proto_sandbox>);
static_assert(!can_load<of_attempts::proto_sandbox> && !can_unload<of_attempts::proto_sandbox>);
static_assert(can_load<of_attempts::runtime_sandbox>);
static_assert(!can_load_runtime<of_attempts::runtime_sandbox>);
static_assert(!can_unload<of_attempts::runtime_sandbox>);
static_assert(can_unload<of_attempts::loaded_sandbox>);
static_assert(!can_load_runtime<of_attempts::loaded_sandbox> && !can_load<of_attempts::loaded_sandbox>);

TEST_CASE("the whole life of a sandbox, with attempts counted", "[hyperlight][sandbox]") {
    host<attempts> of;
    CHECK(now(of) == numbers{0, 0, 0, 0, 0, 0, 0, 0});
    auto proto = of.metrics.track_proto();
    CHECK(now(of) == numbers{1, 0, 0, 1, 0, 0, 0, 0});
    auto starting = std::move(proto).load_runtime();
    CHECK(
        now(of) == numbers{1, 0, 0, 1, 0, 0, 0, 0}
    ); // still a proto sandbox until the step is done
    auto sandbox = std::move(starting).done();
    CHECK(now(of) == numbers{0, 1, 0, 1, 1, 0, 0, 0});
    auto loading = std::move(sandbox).load();
    CHECK(now(of) == numbers{0, 1, 0, 1, 1, 0, 1, 0}); // counted before the step has succeeded
    auto module = std::move(loading).done();
    CHECK(now(of) == numbers{0, 0, 1, 1, 1, 1, 1, 0});
    auto unloading = std::move(module).unload();
    CHECK(now(of) == numbers{0, 0, 1, 1, 1, 1, 1, 1}); // an unload too
    auto again = std::move(unloading).done();
    CHECK(now(of) == numbers{0, 1, 0, 1, 1, 1, 1, 1}); // not counted as created again
    {
        auto const reloaded = std::move(again).load().done();
        CHECK(now(of) == numbers{0, 0, 1, 1, 1, 2, 2, 1});
    }
    CHECK(now(of) == numbers{0, 0, 0, 1, 1, 2, 2, 1});
}

TEST_CASE("the whole life of a sandbox, with successes counted", "[hyperlight][sandbox]") {
    host<successes> of;
    auto proto = of.metrics.track_proto();
    CHECK(now(of) == numbers{1, 0, 0, 1, 0, 0, 0, 0});
    auto sandbox = std::move(proto).load_runtime().done();
    CHECK(now(of) == numbers{0, 1, 0, 1, 1, 0, 0, 0});
    auto loading = std::move(sandbox).load();
    CHECK(now(of) == numbers{0, 1, 0, 1, 1, 0, 0, 0});
    auto module = std::move(loading).done();
    CHECK(now(of) == numbers{0, 0, 1, 1, 1, 1, 1, 0});
    auto unloading = std::move(module).unload();
    CHECK(now(of) == numbers{0, 0, 1, 1, 1, 1, 1, 0});
    auto again = std::move(unloading).done();
    CHECK(now(of) == numbers{0, 1, 0, 1, 2, 1, 1, 1}); // counted as created again
    again.end();
    CHECK(now(of) == numbers{0, 0, 0, 1, 2, 1, 1, 1});
    again.end();
    CHECK(now(of) == numbers{0, 0, 0, 1, 2, 1, 1, 1});
}

TEST_CASE("a sandbox may end in every stage", "[hyperlight][sandbox]") {
    host<attempts> of;
    { auto const proto = of.metrics.track_proto(); }
    CHECK(now(of) == numbers{0, 0, 0, 1, 0, 0, 0, 0});
    { auto const sandbox = with_runtime(of); }
    CHECK(now(of) == numbers{0, 0, 0, 2, 1, 0, 0, 0});
    { auto const module = loaded(of); }
    CHECK(now(of) == numbers{0, 0, 0, 3, 2, 1, 1, 0});
}

TEST_CASE("a step that fails ends the sandbox, with attempts counted", "[hyperlight][sandbox]") {
    host<attempts> of;
    { auto const failed = of.metrics.track_proto().load_runtime(); }
    CHECK(now(of) == numbers{0, 0, 0, 1, 0, 0, 0, 0});
    { auto const failed = with_runtime(of).load(); }
    CHECK(now(of) == numbers{0, 0, 0, 2, 1, 0, 1, 0});
    { auto const failed = loaded(of).unload(); }
    CHECK(now(of) == numbers{0, 0, 0, 3, 2, 1, 2, 1});
}

TEST_CASE("a step that fails ends the sandbox, with successes counted", "[hyperlight][sandbox]") {
    host<successes> of;
    { auto const failed = of.metrics.track_proto().load_runtime(); }
    CHECK(now(of) == numbers{0, 0, 0, 1, 0, 0, 0, 0});
    { auto const failed = with_runtime(of).load(); }
    CHECK(now(of) == numbers{0, 0, 0, 2, 1, 0, 0, 0});
    { auto const failed = loaded(of).unload(); }
    CHECK(now(of) == numbers{0, 0, 0, 3, 2, 1, 1, 0});
}

TEST_CASE("after a step that throws every gauge is back at zero", "[hyperlight][sandbox]") {
    host<attempts> of;
    auto const load = [&] {
        auto loading = with_runtime(of).load();
        throw std::runtime_error{"no such import"};
        return std::move(loading).done();
    };
    CHECK_THROWS(load());
    CHECK(now(of) == numbers{0, 0, 0, 1, 1, 0, 1, 0});
}

TEST_CASE("a guard that was moved is counted once", "[hyperlight][sandbox]") {
    host<attempts> of;
    auto proto = of.metrics.track_proto();
    auto moved = std::move(proto);
    CHECK(now(of) == numbers{1, 0, 0, 1, 0, 0, 0, 0});
    auto other = of.metrics.track_proto();
    other = std::move(moved); // its own sandbox is gone
    CHECK(now(of) == numbers{1, 0, 0, 2, 0, 0, 0, 0});
    auto& same = other;
    other = std::move(same);
    CHECK(now(of) == numbers{1, 0, 0, 2, 0, 0, 0, 0});
    auto const kept = std::make_unique<decltype(other)>(std::move(other));
    CHECK(now(of) == numbers{1, 0, 0, 2, 0, 0, 0, 0});
}

TEST_CASE("steps from a guard that was moved from count nothing", "[hyperlight][sandbox]") {
    host<attempts> with_attempts;
    host<successes> with_successes;
    auto const walk = [](auto const& of) {
        auto proto = of.metrics.track_proto();
        proto.end();
        auto sandbox = std::move(proto).load_runtime().done();
        auto module = std::move(sandbox).load().done();
        auto const again = std::move(module).unload().done();
        return now(of);
    };
    CHECK(walk(with_attempts) == numbers{0, 0, 0, 1, 0, 0, 0, 0});
    CHECK(walk(with_successes) == numbers{0, 0, 0, 1, 0, 0, 0, 0});
}

TEST_CASE(
    "the sandboxes of many threads add up, and may end on other threads", "[hyperlight][sandbox]"
) {
    constexpr std::size_t threads = 4;
    constexpr auto times = scaled(1000);
    host<attempts> of;
    auto kept = together(threads, [&](std::size_t) {
        for (std::size_t i = 0; i < times; ++i) {
            auto again = loaded(of).unload().done();
            static_cast<void>(std::move(again).load());
        }
        return std::make_unique<of_attempts::loaded_sandbox>(loaded(of));
    });
    constexpr auto all = threads * times;
    constexpr auto lives = all + threads;
    CHECK(now(of) == numbers{0, 0, threads, lives, lives, lives, 2 * all + threads, all});
    std::thread{[gone = std::move(kept)] {}}.join();
    CHECK(now(of).loaded == 0);
}
