// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_SYSTEM_BIRTHPLACE_HPP
#define TACHO_DETAIL_SYSTEM_BIRTHPLACE_HPP

#include <tacho/detail/language/cpp20.hpp>

#if !defined(_WIN32)
# include <unistd.h>
#endif

namespace tacho::inline v0::detail {

/// The process that made an object. A forked child inherits the object, but no thread that works
/// for it.
class birthplace {
public:
    /// Whether it is this process.
    [[nodiscard]] bool is_here() const noexcept {
#if defined(_WIN32)
        return true; // Windows does not fork
#else
        return process_ == ::getpid();
#endif
    }

private:
#if !defined(_WIN32)
    ::pid_t process_{::getpid()};
#endif
};

} // namespace tacho::inline v0::detail

#endif
