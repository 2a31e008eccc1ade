// SPDX-License-Identifier: BSL-1.0

#include <tacho/registry_choice.hpp>

#include <cstddef>
#include <string>
#include <support/catch.hpp>
#include <support/refusal.hpp>
#include <support/threads.hpp>
#include <type_traits>

static_assert(!std::is_copy_constructible_v<tacho::registry_choice>);
static_assert(!std::is_copy_assignable_v<tacho::registry_choice>);

TEST_CASE("a library's registry is the default one until another is set", "[registry_choice]") {
    tacho::registry mine;
    tacho::registry_choice unset{"a library"};
    CHECK(&unset.get() == &tacho::default_registry());
    CHECK(&unset.get() == &tacho::default_registry());
    tacho::registry_choice set{"a library"};
    set.set(mine);
    CHECK(&set.get() == &mine);
    CHECK(&set.get() == &mine);
}

TEST_CASE("a registry that was set stays", "[registry_choice]") {
    tacho::registry first;
    tacho::registry second;
    tacho::registry_choice choice{"a library"};
    choice.set(first);
    CHECK(
        refusal([&] { choice.set(second); }) ==
        "tacho: the registry of a library was already set, and stays; set it once, or pass a "
        "registry to the metrics"
    );
    CHECK(&choice.get() == &first);
    CHECK_FALSE(refusal([&] { choice.set(first); }).empty());
    CHECK(&choice.get() == &first);
}

TEST_CASE("a registry that is in use stays", "[registry_choice]") {
    tacho::registry late;
    tacho::registry_choice choice{"a library"};
    static_cast<void>(choice.get());
    CHECK(
        refusal([&] { choice.set(late); }) ==
        "tacho: the registry of a library is default_registry() already, since its metrics are in "
        "use; set another before the first of them is made"
    );
    CHECK(&choice.get() == &tacho::default_registry());
}

TEST_CASE(
    "one of several threads that set a registry at once wins, and all see its choice",
    "[registry_choice]"
) {
    constexpr std::size_t threads = 4;
    tacho::registry registries[threads];
    for (std::size_t round = 0; round < scaled(100); ++round) {
        tacho::registry_choice choice{"a library"};
        struct seen {
            bool refused;
            tacho::registry* used;
        };
        auto const all = together(threads, [&](std::size_t index) {
            auto const message = refusal([&] { choice.set(registries[index]); });
            return seen{!message.empty(), &choice.get()};
        });
        std::size_t set = 0;
        for (std::size_t i = 0; i < threads; ++i) {
            set += all[i].refused ? 0U : 1U;
            CHECK(all[i].used == all[0].used);
            CHECK(all[i].refused == (all[0].used != &registries[i]));
        }
        CHECK(set == 1);
    }
}
