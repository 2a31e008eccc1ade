// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/storage/arena.hpp>
#include <tacho/registry.hpp>
#include <tacho/tacho.hpp>

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <support/catch.hpp>
#include <support/refusal.hpp>
#include <support/text.hpp>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

static_assert(!std::is_copy_constructible_v<tacho::registry>);
static_assert(!std::is_copy_assignable_v<tacho::registry>);
static_assert(std::is_default_constructible_v<tacho::registry>);
static_assert(std::is_copy_constructible_v<tacho::registry_ref>);
static_assert(std::is_copy_assignable_v<tacho::registry_ref>);
static_assert(std::is_convertible_v<tacho::registry const&, tacho::registry_ref>);
static_assert(std::is_same_v<
              decltype(std::declval<tacho::registry const&>().collect()),
              tacho::snapshot>);

TEST_CASE("a new registry shows nothing", "[registry]") {
    tacho::registry const registry;
    CHECK(registry.collect().size() == 0);
    CHECK(tacho::to_text(registry).empty());
}

TEST_CASE("registries keep metrics of the same name apart", "[registry]") {
    tacho::registry first;
    tacho::registry second;
    tacho::counter in_first{first, "x_total", "X."};
    tacho::gauge in_second{second, "x_total", "Another X."};
    in_first.inc(3);
    in_second.set(4);
    CHECK(sample(first, "x_total") == "3");
    CHECK(sample(second, "x_total") == "4");
    CHECK_THAT(tacho::to_text(), !Catch::Contains("Another X."));
}

TEST_CASE("the default registry is always the same object", "[registry]") {
    CHECK(&tacho::default_registry() == &tacho::default_registry());
}

TEST_CASE("families are shown in the order they were registered", "[registry]") {
    tacho::registry registry;
    std::vector<std::string> const names{
        "zebra_total", "a_total", "m_total", "_x_total", "b_total"
    };
    for (auto const& name : names)
        tacho::counter{registry, tacho::runtime(name), "H."};
    auto const snapshot = registry.collect();
    REQUIRE(snapshot.size() == names.size());
    for (std::size_t i = 0; i < names.size(); ++i)
        CHECK(snapshot[i].description().name == names[i]);
}

TEST_CASE("every scrape shows the same order", "[registry]") {
    tacho::registry registry;
    tacho::family<tacho::counter, "k"> family{registry, "x_total", "X."};
    for (int i = 100; i-- > 0;)
        static_cast<void>(family.with(std::to_string(i * 7919 % 101)));
    tacho::counter const last{registry, "last_total", "Last."};
    auto const first = tacho::to_text(registry);
    for (int i = 0; i < 5; ++i)
        CHECK(tacho::to_text(registry) == first);
    auto const one = registry.collect();
    CHECK(tacho::to_text(registry) == first); // also from another memory
}

TEST_CASE(
    "a scrape sees what was recorded before it and an older snapshot does not", "[registry]"
) {
    tacho::registry registry;
    tacho::counter counter{registry, "x_total", "X."};
    counter.inc();
    auto const before = registry.collect();
    counter.inc();
    auto const after = registry.collect();
    CHECK(before[0][0].as_unsigned() == 1);
    CHECK(after[0][0].as_unsigned() == 2);
}

TEST_CASE("a scrape shows what was registered since the last", "[registry]") {
    tacho::registry registry;
    tacho::counter const first{registry, "a_total", "A."};
    CHECK(registry.collect().size() == 1);
    tacho::gauge const second{registry, "b", "B."};
    CHECK(registry.collect().size() == 2);
    tacho::family<tacho::histogram<>, "k"> family{registry, "h", "H."};
    CHECK(registry.collect().size() == 2);
    static_cast<void>(family.with("1"));
    CHECK(registry.collect().size() == 3);
}

TEST_CASE("a reference scrapes a registry that is gone", "[registry]") {
    std::optional<tacho::registry> registry{std::in_place};
    tacho::counter counter{*registry, "x_total", "X."};
    counter.inc(5);
    tacho::registry_ref const reference{*registry};
    auto const copy = reference;
    registry.reset();
    counter.inc(1);
    CHECK(tacho::to_text(reference) == "# HELP x_total X.\n# TYPE x_total counter\nx_total 6\n");
    CHECK(copy.collect()[0][0].as_unsigned() == 6);
}

TEST_CASE("references to two registries scrape each its own", "[registry]") {
    tacho::registry first;
    tacho::registry second;
    tacho::counter{first, "a_total", "A."}.inc(1);
    tacho::counter{second, "b_total", "B."}.inc(2);
    tacho::registry_ref reference{first};
    CHECK(sample(tacho::to_text(reference), "a_total") == "1");
    reference = second;
    CHECK(sample(tacho::to_text(reference), "b_total") == "2");
}

TEST_CASE("the cells of a registry that is gone begin at zero for the next", "[registry]") {
    for (int round = 0; round < 3; ++round) {
        tacho::registry registry;
        tacho::counter counter{registry, "x_total", "X."};
        tacho::float_counter floating{registry, "y_total", "Y."};
        tacho::up_down_counter up_down{registry, "u", "U."};
        tacho::histogram<> histogram{registry, "h", "H."};
        tacho::family<tacho::counter, "k"> family{registry, "f_total", "F."};
        CHECK(counter.value() == 0);
        CHECK(floating.value() == 0);
        CHECK(up_down.value() == 0);
        CHECK(histogram.value().count == 0);
        CHECK(histogram.value().sum == 0);
        CHECK(family.with("a").value() == 0);
        std::thread{[=]() mutable { // in another thread's slab too
            counter.inc(10);
            floating.inc(0.5);
            up_down.dec();
            histogram.observe(3);
        }}
            .join();
        counter.inc(7);
        family.with("a").inc(5);
        family.remove("a"); // leaves a base line
        family.with("a").inc(2);
        CHECK(counter.value() == 17);
    }
}

TEST_CASE("concurrent scrapes show equal values", "[registry]") {
    tacho::registry registry;
    tacho::family<tacho::counter, "k"> family{registry, "x_total", "X."};
    for (int i = 0; i < 500; ++i)
        family.with(std::to_string(i)).inc(i);
    auto const wanted = tacho::to_text(registry);
    std::vector<int> wrong(4);
    std::vector<std::thread> threads;
    for (auto& mine : wrong)
        threads.emplace_back([&] {
            for (int i = 0; i < 50; ++i)
                if (tacho::to_text(registry) != wanted)
                    ++mine;
        });
    for (auto& thread : threads)
        thread.join();
    CHECK(wrong == std::vector<int>(4));
}

TEST_CASE("scrapes that exceed the number of kept memories are whole", "[registry]") {
    tacho::registry registry;
    tacho::counter counter{registry, "x_total", "X."};
    std::vector<tacho::snapshot> kept;
    for (int i = 0; i < 10; ++i) {
        counter.inc();
        kept.push_back(registry.collect());
    }
    for (std::size_t i = 0; i < kept.size(); ++i)
        CHECK(kept[i][0][0].as_unsigned() == i + 1);
    kept.clear();
    CHECK(sample(registry, "x_total") == "10");
}

TEST_CASE("a retired family is gone with its name, its memory and its cells", "[registry]") {
    tacho::registry registry;
    auto const usable = [] {
        return tacho::detail::the_arena().shared()->usable.load(std::memory_order_relaxed);
    };
    std::size_t before = 0;
    for (int i = 0; i < 300; ++i) {
        if (i == 1)
            before = usable();
        tacho::family<tacho::histogram<tacho::buckets<1, 2>>, "k"> const family{
            registry, "h", "H.", {.labels = {{"c", std::to_string(i)}}}
        };
        for (int k = 0; k < 50; ++k)
            family.with(std::to_string(k)).observe(1);
        auto const shown = registry.collect();
        CHECK(registry.retire("h"));
        CHECK(shown[0][0].label(1).value == "0");
        CHECK(shown[0][0].count(2) == 1);
    }
    CHECK(usable() == before);
    CHECK(tacho::to_text(registry).empty());
    CHECK_FALSE(registry.retire("h"));
    CHECK_FALSE(registry.retire("h_count"));
    tacho::counter const other{registry, "h_count", "Another family."};
    other.inc();
    CHECK(sample(registry, "h_count") == "1");
}

TEST_CASE("a family that something owns is not retired", "[registry]") {
    tacho::registry registry;
    {
        tacho::family<tacho::counter, "k"> const family{registry, "x_total", "X."};
        auto const owner = family.own("a");
        CHECK_THAT(
            refused(registry, "x_total", [&] { registry.retire("x_total"); }),
            Catch::Contains("owned")
        );
        owner->inc();
        CHECK(sample(registry, "x_total{k=\"a\"}") == "1");
    }
    CHECK(registry.retire("x_total"));
    {
        tacho::callback_gauge const callback{registry, "g", "G.", [] { return 1.0; }};
        CHECK_THAT(
            refused(registry, "g", [&] { registry.retire("g"); }), Catch::Contains("callback")
        );
        CHECK(sample(registry, "g") == "1");
    }
    tacho::counter const free{registry, "g", "The name is free again."};
    CHECK(sample(registry, "g") == "0");
}
