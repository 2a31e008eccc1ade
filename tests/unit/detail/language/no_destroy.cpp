// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/language/no_destroy.hpp>

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

// Constant initialisation: it exists before any code runs.
constinit tacho::detail::no_destroy<watched> global{};

} // namespace

static_assert(!std::is_copy_constructible_v<tacho::detail::no_destroy<watched>>);
static_assert(!std::is_copy_assignable_v<tacho::detail::no_destroy<watched>>);
static_assert(sizeof(tacho::detail::no_destroy<watched>) == sizeof(watched));

TEST_CASE("a no_destroy value is constructed", "[no_destroy]") {
    CHECK(global.value.number == 42);
}

TEST_CASE("a no_destroy value is never destroyed", "[no_destroy]") {
    int destroyed = 0;
    {
        tacho::detail::no_destroy<watched> no_destroy;
        no_destroy.value.destroyed = &destroyed;
    }
    CHECK(destroyed == 0);
    {
        watched mortal;
        mortal.destroyed = &destroyed;
    }
    CHECK(destroyed == 1);
}
