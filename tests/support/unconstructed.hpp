// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_SUPPORT_UNCONSTRUCTED_HPP
#define TACHO_TESTS_SUPPORT_UNCONSTRUCTED_HPP

#include <array>
#include <bit>
#include <cstddef>
#include <type_traits>

/// A handle as a static object's constructor finds another whose turn has not come: all zeros.
template <typename Handle>
    requires std::is_trivially_copyable_v<Handle>
[[nodiscard]] Handle unconstructed() {
    return std::bit_cast<Handle>(std::array<std::byte, sizeof(Handle)>{});
}

#endif
