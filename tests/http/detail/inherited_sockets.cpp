// SPDX-License-Identifier: BSL-1.0

#include <tacho/http/detail/inherited_sockets.hpp>

#include <fcntl.h>
#include <mutex>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/catch.hpp"

using tacho::http::detail::inherited_sockets;

namespace {

/// Whether this descriptor is a socket that has a peer.
bool is_connected(int descriptor) {
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    return ::getpeername(descriptor, reinterpret_cast<sockaddr*>(&peer), &size) == 0;
}

/// The exit status of a child that runs `body`.
template <typename Body>
int status_of_child(Body body) {
    auto const child = ::fork();
    if (child == 0)
        ::_exit(body());
    int status = -1;
    ::waitpid(child, &status, 0);
    return status;
}

} // namespace

TEST_CASE("a child gives up the sockets that are listed, and its parent none", "[http]") {
    int listed[2]{};
    int other[2]{};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, listed) == 0);
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, other) == 0);
    bool const reused = GENERATE(false, true);
    inherited_sockets sockets{2, reused};
    {
        std::lock_guard const lock{sockets.mutex};
        sockets.add(other[0]);
        sockets.add(listed[0]);
        sockets.remove(other[0]);
    }
    CHECK_FALSE(sockets.given_up());
    CHECK(status_of_child([&] {
              bool const open = ::fcntl(listed[0], F_GETFD) != -1;
              return sockets.given_up() && open == reused && !is_connected(listed[0]) &&
                             is_connected(other[0]) && sockets.mutex.try_lock()
                         ? 0
                         : 1;
          }) == 0);
    CHECK(is_connected(listed[0]));
    CHECK_FALSE(sockets.given_up());
    for (int const each : {listed[0], listed[1], other[0], other[1]})
        ::close(each);
}
