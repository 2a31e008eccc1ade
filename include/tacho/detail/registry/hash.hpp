// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_HASH_HPP
#define TACHO_DETAIL_REGISTRY_HASH_HPP

#include <tacho/detail/language/cpp20.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

// Looking up text: a hash says where to look first, and the search compares the whole text that it
// finds there.

namespace tacho::inline v0::detail {

template <typename Integer>
[[nodiscard]] inline std::uint64_t read_as(char const* from) noexcept {
    Integer value;
    std::memcpy(&value, from, sizeof value);
    return value;
}

/// `fold` for compilers without integers of 128 bits.
[[nodiscard]] constexpr std::uint64_t fold_by_halves(std::uint64_t a, std::uint64_t b) noexcept {
    constexpr std::uint64_t low = 0xFFFFFFFF;
    auto const ll = (a & low) * (b & low);
    auto const lh = (a & low) * (b >> 32);
    auto const hl = (a >> 32) * (b & low);
    auto const hh = (a >> 32) * (b >> 32);
    auto const middle = (ll >> 32) + (lh & low) + (hl & low);
    return (middle << 32 | (ll & low)) ^ (hh + (lh >> 32) + (hl >> 32) + (middle >> 32));
}

/// The 128 bits of a product, folded into 64: each bit of either factor moves all of them.
[[nodiscard]] constexpr std::uint64_t fold(std::uint64_t a, std::uint64_t b) noexcept {
#if defined(__SIZEOF_INT128__)
    __extension__ typedef unsigned __int128 wide;
    auto const product = static_cast<wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
#else
    return fold_by_halves(a, b);
#endif
}

/// The secret on which a table's hashes depend. An attacker who knew it could make texts that are
/// all looked for in one place.
struct hash_secret {
    std::uint64_t first;
    std::uint64_t second;
};

/// The hash of the texts that gave `hash`, followed by `text`. One multiplication for up to sixteen
/// bytes: label values are short.
[[nodiscard]] inline std::uint64_t
hash_text(hash_secret const& secret, std::uint64_t hash, std::string_view text) noexcept {
    auto const* at = text.data();
    auto left = text.size();
    for (; left > 16; at += 16, left -= 16)
        hash =
            fold(read_as<std::uint64_t>(at) ^ secret.second, read_as<std::uint64_t>(at + 8) ^ hash);
    std::uint64_t head = 0;
    std::uint64_t tail = 0;
    if (left >= 8) {
        head = read_as<std::uint64_t>(at);
        tail = read_as<std::uint64_t>(at + left - 8);
    } else if (left >= 4) {
        head = read_as<std::uint32_t>(at);
        tail = read_as<std::uint32_t>(at + left - 4);
    } else if (left > 0) {
        head = read_as<unsigned char>(at) << 8 | read_as<unsigned char>(at + left / 2);
        tail = read_as<unsigned char>(at + left - 1);
    }
    // The length is added with a secret factor, so that an attacker cannot compensate for it.
    return fold(head ^ secret.second, tail ^ hash) + text.size() * secret.first;
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
