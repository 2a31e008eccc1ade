// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/language/rollback.hpp>

#include <stdexcept>
#include <support/catch.hpp>
#include <type_traits>

using tacho::detail::rollback;

static_assert(!std::is_copy_constructible_v<rollback<void (*)()>>);
static_assert(!std::is_copy_assignable_v<rollback<void (*)()>>);

TEST_CASE("a change is undone when an exception leaves the scope", "[rollback]") {
    int undone = 0;
    try {
        rollback undo{[&] { ++undone; }};
        throw std::runtime_error{"in between"};
    } catch (std::runtime_error const&) {
        CHECK(undone == 1);
    }
    CHECK(undone == 1);
}

TEST_CASE("a change that was kept is not undone", "[rollback]") {
    int undone = 0;
    {
        rollback undo{[&] { ++undone; }};
        undo.keep();
    }
    CHECK(undone == 0);
}
