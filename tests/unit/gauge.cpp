// SPDX-License-Identifier: BSL-1.0

#include <tacho/gauge.hpp>
#include <tacho/tacho.hpp>

#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <support/catch.hpp>
#include <support/text.hpp>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

using limits = std::numeric_limits<double>;

static_assert(noexcept(std::declval<tacho::gauge&>().set(1)));
static_assert(noexcept(std::declval<tacho::gauge&>().inc()));
static_assert(noexcept(std::declval<tacho::gauge&>().dec(2)));
static_assert(noexcept(std::declval<tacho::gauge&>().set_to_current_time()));
static_assert(noexcept(std::declval<tacho::gauge const&>().value()));
static_assert(std::is_void_v<decltype(std::declval<tacho::gauge&>().inc())>);

TEST_CASE("a gauge starts at zero and shows the last value that was set", "[gauge]") {
    tacho::registry registry;
    tacho::gauge gauge{registry, "temperature_celsius", "Temperature."};
    CHECK(gauge.value() == 0);
    CHECK(sample(registry, "temperature_celsius") == "0");
    gauge.set(21.5);
    gauge.set(-3.25);
    CHECK(gauge.value() == -3.25);
    CHECK(
        tacho::to_text(registry) == "# HELP temperature_celsius Temperature.\n"
                                    "# TYPE temperature_celsius gauge\n"
                                    "temperature_celsius -3.25\n"
    );
}

TEST_CASE("a gauge goes up and down from where it is", "[gauge]") {
    tacho::registry registry;
    tacho::gauge gauge{registry, "level", "Level."};
    gauge.set(10);
    gauge.inc();
    CHECK(gauge.value() == 11);
    gauge.inc(0.5);
    gauge.dec();
    gauge.dec(2.25);
    CHECK(gauge.value() == 8.25);
    gauge.inc(-8.25);
    CHECK(gauge.value() == 0);
}

TEST_CASE("a gauge takes every double", "[gauge]") {
    tacho::registry registry;
    tacho::gauge gauge{registry, "level", "Level."};
    auto const shown = [&](double value) {
        gauge.set(value);
        return sample(registry, "level");
    };
    CHECK(shown(limits::quiet_NaN()) == "NaN");
    CHECK(shown(-limits::quiet_NaN()) == "NaN");
    CHECK(shown(limits::infinity()) == "+Inf");
    CHECK(shown(-limits::infinity()) == "-Inf");
    CHECK(shown(-0.0) == "0");
    CHECK(shown(limits::denorm_min()) == "5e-324");
    CHECK(shown(limits::max()) == "1.7976931348623157e+308");
    CHECK(shown(limits::lowest()) == "-1.7976931348623157e+308");
}

TEST_CASE("a gauge may be set to the time", "[gauge]") {
    tacho::registry registry;
    tacho::gauge gauge{registry, "last_success_timestamp_seconds", "When."};
    auto const seconds = [] {
        auto const since = std::chrono::system_clock::now().time_since_epoch();
        return std::chrono::duration<double>{since}.count();
    };
    auto const before = seconds();
    gauge.set_to_current_time();
    auto const after = seconds();
    CHECK(gauge.value() >= before);
    CHECK(gauge.value() <= after);
}

TEST_CASE("no step of a gauge is lost between threads", "[gauge]") {
    tacho::registry registry;
    tacho::gauge gauge{registry, "level", "Level."};
    constexpr int steps = 20000;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([gauge]() mutable {
            for (int step = 0; step < steps; ++step) {
                gauge.inc(3);
                gauge.dec(1);
            }
        });
    for (auto& thread : threads)
        thread.join();
    CHECK(gauge.value() == 4 * 2 * steps);
}
