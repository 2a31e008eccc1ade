// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_SYSTEM_WALL_CLOCK_IPP
#define TACHO_DETAIL_SYSTEM_WALL_CLOCK_IPP

#include <tacho/detail/system/wall_clock.hpp>

#include <chrono>

namespace tacho::inline v0::detail {

TACHO_DECL double unix_seconds() noexcept {
    auto const since = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration<double>{since}.count();
}

} // namespace tacho::inline v0::detail

#endif
