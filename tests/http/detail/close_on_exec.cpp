// SPDX-License-Identifier: BSL-1.0

#include <tacho/http/detail/close_on_exec.hpp>

#include <fcntl.h>
#include <unistd.h>

#include "support/catch.hpp"

TEST_CASE("a handle is closed on exec", "[http][close_on_exec]") {
    int const handle = ::dup(STDOUT_FILENO);
    REQUIRE(handle >= 0);
    REQUIRE((::fcntl(handle, F_GETFD) & FD_CLOEXEC) == 0);
    tacho::http::detail::close_on_exec(handle);
    CHECK((::fcntl(handle, F_GETFD) & FD_CLOEXEC) != 0);
    ::close(handle);
    tacho::http::detail::close_on_exec(-1); // no handle: does nothing
    CHECK(::fcntl(handle, F_GETFD) == -1);
}
