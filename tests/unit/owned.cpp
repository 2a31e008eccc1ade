// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/registry/registry_core.hpp>
#include <tacho/detail/storage/cell_allocator.hpp>
#include <tacho/owned.hpp>
#include <tacho/tacho.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <support/events.hpp>
#include <support/refusal.hpp>
#include <support/text.hpp>
#include <utility>

using by_peer = tacho::family<tacho::counter, "peer">;

TEST_CASE("a series leaves with its last owner and begins at zero again", "[owned]") {
    tacho::registry registry;
    by_peer const family{registry, "x_total", "X."};
    {
        auto const first = family.own("a");
        auto second = std::optional{family.own("a")};
        first->inc(2);
        (*second)->inc(3);
        CHECK(first);
        CHECK(sample(registry, "x_total{peer=\"a\"}") == "5");
        second.reset();
        CHECK(sample(registry, "x_total{peer=\"a\"}") == "5");
    }
    CHECK(tacho::to_text(registry).empty());
    auto const again = family.own("a");
    CHECK(sample(registry, "x_total{peer=\"a\"}") == "0");
    again->inc();
    CHECK(again->value() == 1);
}

TEST_CASE("series that leave give their cells to those that come", "[owned]") {
    tacho::registry registry;
    tacho::family<tacho::histogram<tacho::buckets<1, 2>>, "peer"> const family{registry, "h", "H."};
    auto const cell_of = [&](std::string_view peer) {
        auto const guard = tacho::detail::the_cell_allocator().lock_registration();
        auto const& in = tacho::detail::registry_access::state(registry);
        for (auto const& each : in.families.front().groups.front().all)
            if (each.label_value(0) == peer)
                return each.cells.first;
        return static_cast<tacho::detail::cell*>(nullptr);
    };
    auto first = family.own("a");
    first->observe(1);
    auto* const used = cell_of("a");
    REQUIRE(used != nullptr);
    first = {};
    CHECK(cell_of("a") == nullptr);
    auto const next = family.own("b");
    CHECK(cell_of("b") == used);
    CHECK(next->value().count == 0);
    CHECK(sample(registry, "h_count{peer=\"b\"}") == "0");
}

TEST_CASE("a series to which with() gave a handle stays without owners", "[owned]") {
    tacho::registry registry;
    by_peer const family{registry, "x_total", "X."};
    auto owner = family.own("a");
    owner->inc();
    auto const handle = family.with("a");
    owner = {};
    handle.inc();
    CHECK(sample(registry, "x_total{peer=\"a\"}") == "2");
    static_cast<void>(family.with("b"));
    CHECK_FALSE(family.own("b")); // with() was first
    CHECK(sample(registry, "x_total{peer=\"b\"}") == "0");
}

TEST_CASE("a series that leaves frees its place under the limit", "[owned]") {
    tacho::registry registry;
    by_peer const family{registry, "x_total", "X.", {.series_limit = 1}};
    event_count const turned_away{&event_count::events::refused_series};
    for (int i = 0; i < 100; ++i) {
        auto const owner = family.own(std::to_string(i));
        CHECK(owner);
        owner->inc();
    }
    CHECK(turned_away.since() == 0);
    auto first = family.own("a");
    auto const second = family.own("b");
    CHECK_FALSE(second);
    second->inc(7);
    family.with("c").inc();
    CHECK(turned_away.since() == 2);
    CHECK(sample(registry, "x_total{peer=\"__overflow__\"}") == "8");
    family.with("a").inc(); // it has an owner, and is found although the family is full
    CHECK(turned_away.since() == 2);
    CHECK(sample(registry, "x_total{peer=\"a\"}") == "1");
}

TEST_CASE("a removed series that has an owner is shown again at zero", "[owned]") {
    tacho::registry registry;
    by_peer const family{registry, "x_total", "X.", {.series_limit = 1}};
    auto const owner = family.own("a");
    owner->inc(5);
    CHECK(family.remove("a"));
    CHECK(tacho::to_text(registry).empty());
    auto const again = family.own("a");
    CHECK(again);
    CHECK(sample(registry, "x_total{peer=\"a\"}") == "0");
    CHECK(family.remove("a"));
    auto const other = family.own("b");
    CHECK(other);
    auto const crowded_out = family.own("a"); // "b" has its place
    CHECK_FALSE(crowded_out);
    CHECK(sample(registry, "x_total{peer=\"a\"}") == "absent");
}

TEST_CASE("every kind of metric can be owned", "[owned]") {
    tacho::registry registry;
    tacho::family<tacho::gauge, "peer"> const gauges{registry, "g", "G."};
    tacho::family<tacho::up_down_counter, "peer"> const levels{registry, "l", "L."};
    tacho::runtime_family<tacho::float_counter> const floats{registry, "f_total", "F.", {"peer"}};
    for (int i = 0; i < 3; ++i) {
        auto const gauge = gauges.own("a");
        auto const level = levels.own("a");
        auto const floating = floats.own({"a"});
        CHECK(sample(registry, "g{peer=\"a\"}") == "0");
        CHECK(sample(registry, "l{peer=\"a\"}") == "0");
        CHECK(sample(registry, "f_total{peer=\"a\"}") == "0");
        gauge->set(4);
        level->inc(3);
        floating->inc(0.5);
        CHECK(sample(registry, "g{peer=\"a\"}") == "4");
        CHECK(sample(registry, "l{peer=\"a\"}") == "3");
        CHECK(sample(registry, "f_total{peer=\"a\"}") == "0.5");
    }
    CHECK(tacho::to_text(registry).empty());
    CHECK_FALSE(refusal([&] { static_cast<void>(floats.own({"a", "b"})); }).empty());
}

TEST_CASE("an owner can be moved, and one of nothing loses records", "[owned]") {
    tacho::registry registry;
    by_peer const family{registry, "x_total", "X."};
    event_count const lost{&event_count::events::lost_records};
    tacho::owned<tacho::counter> none;
    CHECK_FALSE(none);
    none->inc();
    CHECK(lost.since() == 1);
    none = family.own("a");
    auto moved = std::move(none);
    moved->inc();
    CHECK(sample(registry, "x_total{peer=\"a\"}") == "1");
    none->inc(); // NOLINT(bugprone-use-after-move): it owns nothing again
    CHECK(lost.since() == 2);
    auto& same = moved;
    moved = std::move(same);
    CHECK(sample(registry, "x_total{peer=\"a\"}") == "1");
    moved = family.own("b");
    CHECK(sample(registry, "x_total{peer=\"a\"}") == "absent");
    CHECK(sample(registry, "x_total{peer=\"b\"}") == "0");
}

TEST_CASE("a snapshot shows what left after it was taken", "[owned]") {
    tacho::registry registry;
    by_peer const family{registry, "x_total", "X."};
    auto owner = family.own("a");
    owner->inc(3);
    auto first = std::optional{registry.collect()};
    auto const second = registry.collect();
    owner = {};
    auto const next = family.own("b"); // not in the memory that the snapshots show
    next->inc(9);
    auto const check = [](tacho::snapshot const& of) {
        REQUIRE(of.size() == 1);
        REQUIRE(of[0].size() == 1);
        CHECK(of[0][0].label(0).value == "a");
        CHECK(of[0][0].as_unsigned() == 3);
    };
    check(*first);
    first.reset();
    check(second);
}

TEST_CASE("an owner may outlive its registry", "[owned]") {
    auto registry = std::make_unique<tacho::registry>();
    auto owner = by_peer{*registry, "x_total", "X."}.own("a");
    registry.reset();
    owner->inc();
    CHECK(owner->value() == 1);
    owner = {};
    CHECK_FALSE(owner);
}

TEST_CASE("a family that is not constructed has nothing to own", "[owned]") {
    alignas(by_peer) static unsigned char memory[sizeof(by_peer)]{};
    event_count const lost{&event_count::events::lost_records};
    auto const owner = reinterpret_cast<by_peer const&>(memory).own("a");
    CHECK_FALSE(owner);
    owner->inc();
    CHECK(lost.since() == 1);
}
