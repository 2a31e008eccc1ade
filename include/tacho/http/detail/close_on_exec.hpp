// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_DETAIL_CLOSE_ON_EXEC_HPP
#define TACHO_HTTP_DETAIL_CLOSE_ON_EXEC_HPP

#include <tacho/detail/language/cpp20.hpp>

#if !defined(_WIN32)
# include <fcntl.h>
#endif

namespace tacho::inline v0::http::detail {

// Closes a socket in the programs that the application starts. A program that inherited the
// listening socket would hold the port after the application has ended. Asio does not do this.
#if defined(_WIN32)
template <class Handle>
void close_on_exec(Handle) noexcept {} // Asio's sockets are not inheritable on Windows
#else
inline void close_on_exec(int handle) noexcept {
    auto const flags = ::fcntl(handle, F_GETFD);
    if (flags != -1)
        ::fcntl(handle, F_SETFD, flags | FD_CLOEXEC);
}
#endif

} // namespace tacho::inline v0::http::detail

#endif
