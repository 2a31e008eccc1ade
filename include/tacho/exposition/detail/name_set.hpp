// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_DETAIL_NAME_SET_HPP
#define TACHO_EXPOSITION_DETAIL_NAME_SET_HPP

#include <tacho/detail/registry/fresh_hash_secret.hpp>
#include <tacho/detail/registry/hash.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace tacho::inline v0::detail {

/// Names, by 64 bits of each one's hash: a name that is not in it seems to be once in 2^64 times.
/// It keeps its memory.
class name_set {
public:
    /// Removes all names, and makes room for `most`.
    void clear(std::size_t most) { places_.assign(std::bit_ceil(2 * most + 1), 0); }

    void insert(std::string_view name) noexcept { place_of(name) = hash_of(name); }
    [[nodiscard]] bool contains(std::string_view name) noexcept { return place_of(name) != 0; }

private:
    [[nodiscard]] std::uint64_t hash_of(std::string_view name) const noexcept {
        return hash_text(secret_, 1, name) | 1; // 0 is an empty place
    }

    [[nodiscard]] std::uint64_t& place_of(std::string_view name) noexcept {
        auto const hash = hash_of(name);
        std::size_t at = (hash >> 1) & (places_.size() - 1);
        while (places_[at] != 0 && places_[at] != hash)
            at = (at + 1) & (places_.size() - 1);
        return places_[at];
    }

    hash_secret secret_{fresh_hash_secret(this)};
    std::vector<std::uint64_t> places_{0}; // a power of two, half of them empty
};

} // namespace tacho::inline v0::detail

#endif
