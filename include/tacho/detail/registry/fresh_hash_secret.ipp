// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_FRESH_HASH_SECRET_IPP
#define TACHO_DETAIL_REGISTRY_FRESH_HASH_SECRET_IPP

#include <tacho/detail/registry/fresh_hash_secret.hpp>
#include <tacho/detail/registry/hash.hpp>

#include <chrono>
#include <cstdint>

namespace tacho::inline v0::detail {

TACHO_DECL hash_secret fresh_hash_secret(void const* owner) noexcept {
    auto const number = [](auto const* pointer) -> std::uint64_t {
        return reinterpret_cast<std::uintptr_t>(pointer);
    };
    auto const now =
        static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
    // Digits of pi: numbers with nothing up their sleeves.
    auto const where =
        fold(number(owner) ^ 0x243F6A8885A308D3U, number(&now) ^ 0x13198A2E03707344U);
    auto const when = fold(
        now ^ 0xA4093822299F31D0U,
        number(reinterpret_cast<void const*>(&fresh_hash_secret)) ^ 0x082EFA98EC4E6C89U
    );
    return {
        fold(where ^ 0x452821E638D01377U, when ^ 0xBE5466CF34E90C6CU) | 1U,
        fold(where ^ 0xC0AC29B7C97C50DDU, when ^ 0x3F84D5B5B5470917U)
    };
}

} // namespace tacho::inline v0::detail

#endif
