// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_RECORDING_BUCKET_SEARCH_HPP
#define TACHO_DETAIL_RECORDING_BUCKET_SEARCH_HPP

#include <tacho/detail/language/floating_bits.hpp>
#include <tacho/detail/language/visibility.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

// Finds a bucket in constant time. Positive doubles have the order of their bit patterns. A
// double's exponent and its first mantissa bits, taken as an integer, index a table that gives the
// first bound to compare with; one compare finishes the search, or a few.

namespace tacho::inline v0::detail {

/// A division of the positive doubles into slices: so fine that few bounds share a slice, but not
/// too many of them. Zero, negative numbers and NaN lie in no slice.
struct slicing {
    int shift{52};          // how many low bits differ between doubles of one slice
    std::uint64_t begin{1}; // the bits of the first slice's first double
    std::size_t slices{0};
    std::size_t most_bounds{0}; // in one slice

    [[nodiscard]] constexpr std::uint64_t slice_of(std::uint64_t bits) const noexcept {
        return (bits - begin) >> shift;
    }
};

/// How far the slices extend beyond the outermost bounds, in octaves, but no further than
/// `most_margin` slices on each side. A value outside the slices takes a branch, which is
/// mispredicted when such values are occasional.
inline constexpr std::uint64_t margin_octaves = 16;
inline constexpr std::uint64_t most_margin = 128;

/// The slices that the exponent and `mantissa_bits` bits below it give. No slices when a bound is
/// too small to be divided.
[[nodiscard]] constexpr slicing
slice_with(std::span<double const> positive, int mantissa_bits) noexcept {
    auto const shift = 52 - mantissa_bits;
    auto const number = [&](double bound) { return std::bit_cast<std::uint64_t>(bound) >> shift; };
    if (positive.empty() || number(positive.front()) == 0)
        return {};
    auto const margin = (std::min)(margin_octaves << mantissa_bits, most_margin);
    auto const first = number(positive.front()) - (std::min)(margin, number(positive.front()) - 1);
    auto const last = (std::min)(number(positive.back()) + margin, (infinity_bits >> shift) - 1);
    slicing made{shift, first << shift, last - first + 1, 0};
    std::size_t here = 0;
    for (std::size_t i = 0; i < positive.size(); ++i) {
        here = i > 0 && number(positive[i]) == number(positive[i - 1]) ? here + 1 : 1;
        made.most_bounds = (std::max)(made.most_bounds, here);
    }
    return made;
}

[[nodiscard]] constexpr slicing best_slicing(std::span<double const> positive) noexcept {
    constexpr std::size_t most_slices = 4096;
    auto best = slice_with(positive, 0);
    for (int bits = 1; bits <= 12 && best.most_bounds > 1; ++bits) {
        auto const finer = slice_with(positive, bits);
        if (finer.slices > most_slices)
            break;
        if (finer.most_bounds < best.most_bounds)
            best = finer;
    }
    return best;
}

/// Fills `table`: entry s is the number of bounds below slice s.
constexpr void fill_slices(
    std::span<double const> bounds, slicing const& by, std::span<std::uint16_t> table
) noexcept {
    std::size_t below = 0;
    for (std::size_t s = 0; s < table.size(); ++s) {
        while (below < bounds.size() &&
               (bounds[below] <= 0 || by.slice_of(std::bit_cast<std::uint64_t>(bounds[below])) < s))
            ++below;
        table[s] = static_cast<std::uint16_t>(below);
    }
}

/// The place of the first bound that `below` does not hold for, by halving; it holds for a bound
/// only if it holds for all before. (std::ranges::lower_bound takes a tenth of the time that this
/// header takes to compile.)
template <typename Below>
[[nodiscard]] constexpr std::size_t
first_that_is_not(std::span<double const> bounds, Below below) noexcept {
    std::size_t first = 0;
    for (auto left = bounds.size(); left > 0;) {
        auto const half = left / 2;
        if (below(bounds[first + half])) {
            first += half + 1;
            left -= half + 1;
        } else {
            left = half;
        }
    }
    return first;
}

/// The number of bounds that are not positive.
[[nodiscard]] constexpr std::size_t count_nonpositive(std::span<double const> bounds) noexcept {
    return first_that_is_not(bounds, [](double bound) { return bound <= 0; });
}

/// The bucket of a value that lies in no slice, found by binary search; that of +Inf for NaN.
[[nodiscard, gnu::noinline, gnu::cold]] constexpr std::size_t
find_beyond(double v, std::span<double const> bounds) noexcept {
    if (is_nan(v))
        return bounds.size();
    return first_that_is_not(bounds, [v](double bound) { return order_of(bound) < order_of(v); });
}

/// The bound after the last one: above every value that lies in a slice.
inline constexpr double last_bound = (std::numeric_limits<double>::max)();

/// The search itself, for the static and for the run-time tables. `bounds` ends with `last_bound`.
/// The bucket of `v` is the first whose bound is not less: upper bounds are inclusive.
[[nodiscard]] constexpr std::size_t find_bucket(
    double v,
    std::span<double const> bounds,
    std::size_t nonpositive,
    std::uint16_t const* table,
    slicing const& by
) noexcept {
    // All compares are of integers, and one branch detects every value that is not in the table. A
    // conditional move in its place would depend on the value, and a timer's next reading of the
    // clock would wait for it.
    auto const bits = bits_of(v);
    auto const slice = by.slice_of(bits);
    if (slice >= by.slices) [[unlikely]] {
        // Zero counts as before the first slice too, unless there may be a bound of zero: zeros are
        // not rare, since many calls take less than a microsecond.
        std::uint64_t const least = nonpositive > 0 ? 1 : 0;
        bool const before = bits - least < by.begin - least;
        return before ? nonpositive : find_beyond(v, bounds.first(bounds.size() - 1));
    }
    std::size_t bucket = table[slice];
    auto const above = [&] { return bits > std::bit_cast<std::uint64_t>(bounds.data()[bucket]); };
    if (by.most_bounds == 1)
        return bucket + (above() ? 1 : 0);
    while (above())
        ++bucket;
    return bucket;
}

/// The search for bounds that are known at compile time: everything folds into constants.
template <std::array Bounds>
struct static_bucket_search {
    static constexpr std::size_t bounds_count = Bounds.size();

    [[nodiscard]] static constexpr std::size_t count() noexcept { return bounds_count + 1; }
    [[nodiscard]] static constexpr std::span<double const> bounds() noexcept { return Bounds; }

    [[nodiscard]] static constexpr std::size_t find(double v) noexcept {
        return find_bucket(v, padded, nonpositive, table.data(), by);
    }

private:
    static constexpr std::size_t nonpositive = count_nonpositive(Bounds);
    static constexpr slicing by =
        best_slicing(std::span<double const>{Bounds}.subspan(nonpositive));
    // Hidden, so that a shared library reaches its own copy directly and not through a table of
    // addresses.
    TACHO_MODULE_STATE static constexpr auto padded = [] {
        std::array<double, bounds_count + 1> made{};
        *std::copy(Bounds.begin(), Bounds.end(), made.begin()) = last_bound;
        return made;
    }();
    TACHO_MODULE_STATE static constexpr auto table = [] {
        std::array<std::uint16_t, by.slices> made{};
        fill_slices(Bounds, by, made);
        return made;
    }();
};

/// The search for bounds that are known only at run time. It lives as long as its registry; handles
/// point to it.
class runtime_bucket_search {
public:
    explicit runtime_bucket_search(std::span<double const> bounds);

    [[nodiscard]] std::size_t count() const noexcept { return padded_.size(); }
    [[nodiscard]] std::span<double const> bounds() const noexcept {
        return std::span<double const>{padded_}.first(padded_.size() - 1);
    }

    [[nodiscard]] std::size_t find(double v) const noexcept {
        return find_bucket(v, padded_, nonpositive_, table_.data(), by_);
    }

private:
    std::vector<double> padded_;
    std::size_t nonpositive_;
    slicing by_;
    std::vector<std::uint16_t> table_;
};

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/recording/bucket_search.ipp> // IWYU pragma: export
#endif

#endif
