// SPDX-License-Identifier: BSL-1.0

#include <tacho/summary.hpp>
#include <tacho/tacho.hpp>

#include <chrono>
#include <limits>
#include <support/catch.hpp>
#include <support/refusal.hpp>
#include <support/text.hpp>
#include <thread>

TEST_CASE("a summary shows the sum and the count of all threads", "[summary][rule21]") {
    tacho::registry registry;
    tacho::summary const summary{registry, "wait_seconds", "W.", {.unit = "seconds"}};
    CHECK(
        tacho::to_text(registry) == "# HELP wait_seconds W.\n# TYPE wait_seconds "
                                    "summary\nwait_seconds_sum 0\nwait_seconds_count 0\n"
    );
    summary.observe(0.5);
    std::thread{[&] { summary.observe(2); }}.join();
    summary.observe(std::chrono::milliseconds{250});
    CHECK(sample(registry, "wait_seconds_sum") == "2.75");
    CHECK(sample(registry, "wait_seconds_count") == "3");
    CHECK(summary.value().sum == 2.75);
    CHECK(summary.value().count == 3);
}

TEST_CASE("a summary takes every double", "[summary]") {
    tacho::registry registry;
    tacho::summary const summary{registry, "s", "S."};
    summary.observe(-3.5);
    CHECK(sample(registry, "s_sum") == "-3.5");
    summary.observe(std::numeric_limits<double>::infinity());
    CHECK(sample(registry, "s_sum") == "+Inf");
    summary.observe(std::numeric_limits<double>::quiet_NaN());
    CHECK(sample(registry, "s_sum") == "NaN");
    CHECK(sample(registry, "s_count") == "3");
}

TEST_CASE("a summary's timer observes once", "[summary]") {
    tacho::registry registry;
    tacho::family<tacho::summary, "op"> const family{registry, "s_seconds", "S."};
    {
        auto timer = family.with("a").time();
        timer.stop();
    }
    CHECK(family.with("a").value().count == 1);
    CHECK(family.with("a").value().sum >= 0);
    CHECK(sample(registry, "s_seconds_count{op=\"a\"}") == "1");
}

TEST_CASE("a summary owns its samples' names and its label", "[summary][rule8][rule15]") {
    tacho::registry registry;
    tacho::summary const summary{registry, "s", "S."};
    for (auto const* const name : {"s_sum", "s_count", "s_created"})
        CHECK_THAT(
            refused(registry, name, [&] { tacho::gauge{registry, tacho::runtime(name), "G."}; }),
            Catch::Contains("clashes with the metric \"s\"")
        );
    tacho::gauge const bucket{registry, "s_bucket", "G."};
    CHECK_THAT(
        refused(
            registry,
            "other",
            [&] { tacho::summary{registry, "other", "O.", {.labels = {{"quantile", "0.5"}}}}; }
        ),
        Catch::Contains("quantile")
    );
}

TEST_CASE("a removed summary begins again at zero", "[summary]") {
    tacho::registry registry;
    tacho::family<tacho::summary, "op"> const family{registry, "s", "S."};
    family.with("a").observe(5);
    CHECK(family.remove("a"));
    family.with("a").observe(2);
    CHECK(sample(registry, "s_sum{op=\"a\"}") == "2");
    CHECK(sample(registry, "s_count{op=\"a\"}") == "1");
}
