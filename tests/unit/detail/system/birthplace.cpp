// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/system/birthplace.hpp>

#include <support/catch.hpp>

#if defined(__linux__)
# include <sys/wait.h>
# include <unistd.h>
#endif

TEST_CASE("an object's birthplace is not a child of its process", "[birthplace]") {
    tacho::detail::birthplace const here;
    CHECK(here.is_here());
#if defined(__linux__)
    auto const child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0)
        ::_exit(here.is_here() ? 1 : 0);
    int status = -1;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(status == 0);
    CHECK(here.is_here());
#endif
}
