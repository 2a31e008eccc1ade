// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_LANGUAGE_FLOATING_BITS_HPP
#define TACHO_DETAIL_LANGUAGE_FLOATING_BITS_HPP

#include <tacho/detail/language/cpp20.hpp>

#include <bit>
#include <cstdint>
#include <type_traits>

// What kind of number a double is, by its bits. Under -ffinite-math-only (-ffast-math, -Ofast)
// compilers take for granted that no double is NaN or infinite, and answer every other question
// about that with no. For the same reason nothing here takes or returns such a double as a
// constant.

namespace tacho::inline v0::detail {

inline constexpr std::uint64_t sign_bit = std::uint64_t{1} << 63;
inline constexpr std::uint64_t infinity_bits = std::uint64_t{0x7FF} << 52;

/// The bits of a double, of which the compiler knows nothing.
[[nodiscard]] constexpr std::uint64_t bits_of(double value) noexcept {
    auto bits = std::bit_cast<std::uint64_t>(value);
#if defined(__GNUC__)
    if (!std::is_constant_evaluated())
        asm("" : "+r"(bits));
#endif
    return bits;
}

[[nodiscard]] constexpr bool is_nan(double value) noexcept {
    return (bits_of(value) & ~sign_bit) > infinity_bits;
}

[[nodiscard]] constexpr bool is_infinite(double value) noexcept {
    return (bits_of(value) & ~sign_bit) == infinity_bits;
}

[[nodiscard]] constexpr bool is_finite(double value) noexcept {
    return (bits_of(value) & ~sign_bit) < infinity_bits;
}

/// Whether a counter can take the value: it is neither negative nor NaN.
[[nodiscard]] constexpr bool is_countable(double value) noexcept {
#if defined(__x86_64__) && defined(__GNUC__)
    if (!std::is_constant_evaluated()) { // one compare, which no option can change
        bool countable;
        asm("ucomisd %[zero], %[value]"
            : "=@ccae"(countable)
            : [value] "x"(value), [zero] "x"(0.0));
        return countable;
    }
#endif
    auto const bits = bits_of(value);
    return bits <= infinity_bits || bits == sign_bit; // which is minus zero
}

/// A number that has the order of doubles; both zeros have the same. NaN has no place in it.
[[nodiscard]] constexpr std::uint64_t order_of(double value) noexcept {
    auto const bits = bits_of(value);
    return (bits & sign_bit) != 0 ? ~bits + 1 : bits | sign_bit;
}

} // namespace tacho::inline v0::detail

#endif
