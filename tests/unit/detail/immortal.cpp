// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/immortal.hpp>

#include <support/catch.hpp>

#include <type_traits>

namespace {

struct watched {
    int number{42};
    int* destroyed{nullptr};
    constexpr ~watched() {
        if (destroyed != nullptr)
            ++*destroyed;
    }
};

// There before any code runs.
constinit tacho::detail::immortal<watched> global{};

} // namespace

static_assert(!std::is_copy_constructible_v<tacho::detail::immortal<watched>>);
static_assert(!std::is_copy_assignable_v<tacho::detail::immortal<watched>>);
static_assert(sizeof(tacho::detail::immortal<watched>) == sizeof(watched));

TEST_CASE("an immortal value is constructed", "[immortal]") {
    CHECK(global.value.number == 42);
}

TEST_CASE("an immortal value is never destroyed", "[immortal]") {
    int destroyed = 0;
    {
        tacho::detail::immortal<watched> immortal;
        immortal.value.destroyed = &destroyed;
    }
    CHECK(destroyed == 0);
    {
        watched mortal;
        mortal.destroyed = &destroyed;
    }
    CHECK(destroyed == 1);
}
