// SPDX-License-Identifier: BSL-1.0

#include <tacho/misuse.hpp>
#include <tacho/tacho.hpp>

#include <chrono>
#include <cmath>
#include <limits>
#include <string>
#include <support/catch.hpp>
#include <support/text.hpp>
#include <vector>

namespace {

struct told {
    tacho::misuse::kind what;
    std::string metric;
    double value;
};

std::vector<told> all;

void note(tacho::misuse const& of) {
    all.push_back({of.what, std::string{of.metric}, of.value});
    REQUIRE_FALSE(of.message.empty());
}

/// Sets the handler for the length of a test.
struct listening {
    listening()
        : before{tacho::on_misuse(&note)} {
        all.clear();
    }
    ~listening() { tacho::on_misuse(before); }
    listening(listening const&) = delete;
    listening& operator=(listening const&) = delete;
    tacho::misuse_handler before;
};

} // namespace

TEST_CASE("nobody is told of a misuse unless a program asks", "[misuse]") {
    listening const now;
    CHECK(now.before == nullptr);
    CHECK(tacho::on_misuse(nullptr) == &note);
    tacho::registry registry;
    tacho::counter{registry, "x_total", "X."}.inc(-1);
    CHECK(all.empty());
}

TEST_CASE("a program is told which value was refused", "[misuse]") {
    listening const now;
    tacho::registry registry;
    tacho::counter{registry, "a_total", "A."}.inc(-3);
    tacho::float_counter const floating{registry, "b_total", "B."};
    floating.inc(-0.5);
    floating.inc(std::numeric_limits<double>::quiet_NaN());
    tacho::up_down_counter{registry, "c", "C."}.inc(-4);
    tacho::histogram<tacho::microsecond_buckets<1>> const times{registry, "d_seconds", "D."};
    times.observe(-5);
    times.observe(std::chrono::seconds{-1});
    REQUIRE(all.size() == 6);
    for (auto const& each : all)
        CHECK(each.what == tacho::misuse::kind::refused_value);
    CHECK(all[0].value == -3);
    CHECK(all[1].value == -0.5);
    CHECK(std::isnan(all[2].value));
    CHECK(all[3].value == -4);
    CHECK(all[4].value == -5);
    CHECK(all[5].value == -1'000'000);
}

TEST_CASE("a program is told of a full family by name, and may scrape then", "[misuse]") {
    listening const now;
    static tacho::registry* scraped = nullptr;
    tacho::registry registry;
    scraped = &registry;
    tacho::family<tacho::counter, "k"> const family{registry, "x_total", "X.", {.series_limit = 1}};
    family.with("a").inc();
    CHECK(all.empty());
    tacho::on_misuse([](tacho::misuse const& of) {
        note(of);
        REQUIRE(contains(tacho::to_text(*scraped), "x_total")); // no lock is held
    });
    family.with("b").inc();
    family.with("c").inc();
    CHECK_FALSE(family.own("d"));
    REQUIRE(all.size() == 3);
    for (auto const& each : all) {
        CHECK(each.what == tacho::misuse::kind::no_place);
        CHECK(each.metric == "x_total");
    }
}

TEST_CASE("a program is told of a record without a series", "[misuse]") {
    listening const now;
    tacho::owned<tacho::counter> const none;
    none->inc();
    REQUIRE(all.size() == 1);
    CHECK(all[0].what == tacho::misuse::kind::no_series);
}

TEST_CASE("the library's own metrics can follow in a text", "[misuse]") {
    tacho::registry registry;
    tacho::counter const counter{registry, "x_total", "X."};
    tacho::gauge const same{registry, "tacho_slabs", "The program's own."};
    counter.inc(-1);
    CHECK_FALSE(contains(tacho::to_text(registry), "tacho_refused"));
    auto const text = tacho::to_text(registry, {.self_metrics = true});
    CHECK(text.starts_with("# HELP x_total X.\n"));
    CHECK(sample(text, "tacho_refused_records_total") != "0");
    CHECK(sample(text, "tacho_refused_records_total") != "absent");
    CHECK(occurrences(text, "# TYPE tacho_slabs ") == 1);
    CHECK(sample(text, "tacho_slabs") == "0");
}
