// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_HASH_HPP
#define TACHO_DETAIL_HASH_HPP

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

// Finding text: a hash says where to look first, and whoever finds something there compares all of
// it.

namespace tacho::inline v0::detail {

template <typename Integer>
[[nodiscard]] inline std::uint64_t read_as(char const* from) noexcept {
    Integer value;
    std::memcpy(&value, from, sizeof value);
    return value;
}

[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t hash, std::uint64_t more) noexcept {
    hash = (hash ^ more) * 0x9E3779B97F4A7C15U; // 2^64 / the golden ratio
    return hash ^ (hash >> 32);
}

/// Reads up to sixteen bytes without a loop: label values are short.
[[nodiscard]] inline std::uint64_t hash_text(std::uint64_t hash, std::string_view text) noexcept {
    auto const* at = text.data();
    auto left = text.size();
    hash = mix(hash, left);
    for (; left > 16; at += 8, left -= 8)
        hash = mix(hash, read_as<std::uint64_t>(at));
    if (left >= 8)
        return mix(mix(hash, read_as<std::uint64_t>(at)), read_as<std::uint64_t>(at + left - 8));
    if (left >= 4)
        return mix(hash, read_as<std::uint32_t>(at) << 32 | read_as<std::uint32_t>(at + left - 4));
    if (left > 0)
        return mix(
            hash,
            read_as<unsigned char>(at) << 16 | read_as<unsigned char>(at + left / 2) << 8 |
                read_as<unsigned char>(at + left - 1)
        );
    return hash;
}

/// Whether `size` bytes are the same. For label values, which are too short to be worth a call.
[[nodiscard]] inline bool same_text(char const* a, char const* b, std::size_t size) noexcept {
    auto const same = [&]<typename Integer>(Integer, std::size_t at) {
        return read_as<Integer>(a + at) == read_as<Integer>(b + at);
    };
    if (size > 16)
        return std::memcmp(a, b, size) == 0;
    if (size >= 8)
        return same(std::uint64_t{}, 0) && same(std::uint64_t{}, size - 8);
    if (size >= 4)
        return same(std::uint32_t{}, 0) && same(std::uint32_t{}, size - 4);
    if (size == 0)
        return true;
    return a[0] == b[0] && a[size / 2] == b[size / 2] && a[size - 1] == b[size - 1];
}

} // namespace tacho::inline v0::detail

#endif
