// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_SUPPORT_UNCONSTRUCTED_HPP
#define TACHO_TESTS_SUPPORT_UNCONSTRUCTED_HPP

#include <array>
#include <bit>
#include <cstddef>
#include <type_traits>

/// A handle whose constructor has not run, as another static object's constructor may find it: all
/// zeros.
template <typename Handle>
    requires std::is_trivially_copyable_v<Handle>
[[nodiscard]] Handle unconstructed() {
    return std::bit_cast<Handle>(std::array<std::byte, sizeof(Handle)>{});
}

#endif
