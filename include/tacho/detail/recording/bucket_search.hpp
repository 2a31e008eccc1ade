// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_RECORDING_BUCKET_SEARCH_HPP
#define TACHO_DETAIL_RECORDING_BUCKET_SEARCH_HPP

#include <tacho/detail/language/visibility.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

// Finding a bucket in constant time. Positive doubles are in the order of their bits. A double's
// exponent and its first mantissa bits, taken as an integer, index a table that says which bound
// comes first there; one compare finishes, or a few.

namespace tacho::inline v0::detail {

/// Slices of the positive doubles, so fine that few bounds share one, and not too many. What is
/// zero, negative or not a number lies in none of them.
struct slicing {
    int shift{52};          // how many of a double's bits tell it from others in its slice
    std::uint64_t begin{1}; // the bits of the first slice's first double
    std::size_t slices{0};
    std::size_t most_bounds{0}; // in one slice

    [[nodiscard]] constexpr std::uint64_t slice_of(std::uint64_t bits) const noexcept {
        return (bits - begin) >> shift;
    }
};

/// How far the slices go beyond the outermost bounds, if those are no more than so many: out there
/// a value takes a branch, and one that is taken now and then is foretold wrongly.
inline constexpr std::uint64_t margin_octaves = 16;
inline constexpr std::uint64_t most_margin = 128;

/// With `mantissa_bits` bits below the exponent. No slices when a bound is too small to be divided.
[[nodiscard]] constexpr slicing
slice_with(std::span<double const> positive, int mantissa_bits) noexcept {
    auto const shift = 52 - mantissa_bits;
    auto const number = [&](double bound) { return std::bit_cast<std::uint64_t>(bound) >> shift; };
    if (positive.empty() || number(positive.front()) == 0)
        return {};
    auto const margin = std::min(margin_octaves << mantissa_bits, most_margin);
    auto const first = number(positive.front()) - std::min(margin, number(positive.front()) - 1);
    auto const last = std::min(
        number(positive.back()) + margin, number(std::numeric_limits<double>::infinity()) - 1
    );
    slicing made{shift, first << shift, last - first + 1, 0};
    std::size_t here = 0;
    for (std::size_t i = 0; i < positive.size(); ++i) {
        here = i > 0 && number(positive[i]) == number(positive[i - 1]) ? here + 1 : 1;
        made.most_bounds = std::max(made.most_bounds, here);
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

/// `table[s]`: how many bounds lie below slice s.
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

/// How many bounds are not positive.
[[nodiscard]] constexpr std::size_t count_nonpositive(std::span<double const> bounds) noexcept {
    return static_cast<std::size_t>(
        std::partition_point(bounds.begin(), bounds.end(), [](double b) { return b <= 0; }) -
        bounds.begin()
    );
}

/// The bucket of a value that lies in no slice, by the rule itself.
[[nodiscard, gnu::noinline, gnu::cold]] constexpr std::size_t
find_beyond(double v, std::span<double const> bounds) noexcept {
    if (v != v)
        return bounds.size();
    return static_cast<std::size_t>(std::ranges::lower_bound(bounds, v) - bounds.begin());
}

/// The searching itself, for the static and the run-time tables alike. `bounds` ends with +Inf. The
/// bucket of `v` is the first whose bound is not less: upper bounds are inclusive.
[[nodiscard]] constexpr std::size_t find_bucket(
    double v,
    std::span<double const> bounds,
    std::size_t nonpositive,
    std::uint16_t const* table,
    slicing const& by
) noexcept {
    // All compares are of integers, and one branch tells whatever is not in the table. Nothing
    // there depends on the value: a timer's next reading of the clock would wait for it.
    auto const bits = std::bit_cast<std::uint64_t>(v);
    auto const slice = by.slice_of(bits);
    if (slice >= by.slices) [[unlikely]] {
        // Zero too, but where there may be a bound of zero: a call that took no whole microsecond
        // is nothing rare.
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

/// Bounds known at compile time: everything folds into constants.
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
    // Hidden, so that a shared library reaches its own at once and not through a table of
    // addresses.
    TACHO_MODULE_STATE static constexpr auto padded = [] {
        std::array<double, bounds_count + 1> made{};
        *std::copy(Bounds.begin(), Bounds.end(), made.begin()) =
            std::numeric_limits<double>::infinity();
        return made;
    }();
    TACHO_MODULE_STATE static constexpr auto table = [] {
        std::array<std::uint16_t, by.slices> made{};
        fill_slices(Bounds, by, made);
        return made;
    }();
};

/// Bounds known at run time. Lives as long as its registry; handles point to it.
class runtime_bucket_search {
public:
    explicit runtime_bucket_search(std::span<double const> bounds)
        : padded_(bounds.begin(), bounds.end())
        , nonpositive_{count_nonpositive(bounds)}
        , by_{best_slicing(bounds.subspan(nonpositive_))}
        , table_(by_.slices) {
        fill_slices(bounds, by_, table_);
        padded_.push_back(std::numeric_limits<double>::infinity());
    }

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

#endif
