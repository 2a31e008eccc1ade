// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/system/fork.hpp>

#include <support/catch.hpp>

#if !defined(_WIN32)
# include <sys/wait.h>
# include <unistd.h>
#endif

namespace {

int before = 0;
int in_parent = 0;
int in_child = 0;

} // namespace

TEST_CASE("registered functions run around every fork", "[fork]") {
    REQUIRE(tacho::detail::on_fork([] { ++before; }, [] { ++in_parent; }, [] { ++in_child; }));
    CHECK(before == 0);
#if !defined(_WIN32)
    auto const child = ::fork();
    if (child == 0)
        ::_exit(before == 1 && in_parent == 0 && in_child == 1 ? 0 : 1);
    REQUIRE(child > 0);
    int status = -1;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    CHECK(before == 1);
    CHECK(in_parent == 1);
    CHECK(in_child == 0);
#endif
}
