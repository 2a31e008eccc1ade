// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_BUCKET_SEARCH_HPP
#define TACHO_DETAIL_BUCKET_SEARCH_HPP

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

// Finding a bucket in constant time. A double's exponent and its first mantissa bits, taken as an
// integer, grow with the value: they index a table that says which bound comes first there, and one
// or two compares finish.

namespace tacho::inline v0::detail {

/// Which slice of the positive doubles `v` lies in, with `mantissa_bits` bits below the exponent.
[[nodiscard]] constexpr std::int64_t slice_of(double v, int mantissa_bits) noexcept {
    return std::bit_cast<std::int64_t>(v) >> (52 - mantissa_bits);
}

/// How finely to slice, so that few bounds share a slice and the table stays small.
struct slicing {
    int mantissa_bits{0};
    std::int64_t first{0};      // the slice of the first positive bound
    std::size_t slices{1};      // up to the last bound's, and one beyond
    std::size_t most_bounds{0}; // in one slice
};

[[nodiscard]] constexpr slicing
slice_with(std::span<double const> positive, int mantissa_bits) noexcept {
    slicing made{mantissa_bits, 0, 1, 0};
    if (positive.empty())
        return made;
    made.first = slice_of(positive.front(), mantissa_bits);
    made.slices =
        static_cast<std::size_t>(slice_of(positive.back(), mantissa_bits) - made.first) + 2;
    std::size_t here = 0;
    for (std::size_t i = 0; i < positive.size(); ++i) {
        bool const same = i > 0 && slice_of(positive[i], mantissa_bits) ==
                                       slice_of(positive[i - 1], mantissa_bits);
        here = same ? here + 1 : 1;
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

/// `table[s]`: how many bounds lie below slice `first + s`.
constexpr void fill_slices(
    std::span<double const> bounds, slicing const& by, std::span<std::uint16_t> table
) noexcept {
    std::size_t below = 0;
    for (std::size_t s = 0; s < table.size(); ++s) {
        while (below < bounds.size() &&
               (bounds[below] <= 0 || slice_of(bounds[below], by.mantissa_bits) <
                                          by.first + static_cast<std::int64_t>(s)))
            ++below;
        table[s] = static_cast<std::uint16_t>(below);
    }
}

/// How many bounds are not positive. They are searched one by one: few layouts have any.
[[nodiscard]] constexpr std::size_t count_nonpositive(std::span<double const> bounds) noexcept {
    return static_cast<std::size_t>(
        std::partition_point(bounds.begin(), bounds.end(), [](double b) { return b <= 0; }) -
        bounds.begin()
    );
}

/// The bucket of a value that is not greater than zero: a bound's, or the last for a NaN.
[[nodiscard]] constexpr std::size_t find_nonpositive(
    double v, double const* bounds, std::size_t nonpositive, std::size_t last
) noexcept {
    if (v != v)
        return last;
    return static_cast<std::size_t>(std::lower_bound(bounds, bounds + nonpositive, v) - bounds);
}

/// The searching itself, for the static and the run-time tables alike. `bounds` is followed by at
/// least one +Inf. The bucket of `v` is the first whose bound is not less: upper bounds are
/// inclusive.
[[nodiscard]] constexpr std::size_t find_positive(
    double v, double const* bounds, std::uint16_t const* table, slicing const& by
) noexcept {
    // Beyond the ends nothing depends on the table: a branch that is predicted costs less than
    // waiting for it.
    auto const slice = slice_of(v, by.mantissa_bits) - by.first;
    if (slice < 0)
        return table[0];
    if (slice >= static_cast<std::int64_t>(by.slices))
        return table[by.slices - 1];
    std::size_t bucket = table[slice];
    if (by.most_bounds == 1)
        return bucket + (v > bounds[bucket] ? 1 : 0);
    while (v > bounds[bucket])
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
        if (!(v > 0)) [[unlikely]]
            return find_nonpositive(v, padded.data(), nonpositive, bounds_count);
        return find_positive(v, padded.data(), table.data(), by);
    }

private:
    static constexpr std::size_t nonpositive = count_nonpositive(Bounds);
    static constexpr slicing by =
        best_slicing(std::span<double const>{Bounds}.subspan(nonpositive));
    static constexpr auto padded = [] {
        std::array<double, bounds_count + 1> made{};
        *std::copy(Bounds.begin(), Bounds.end(), made.begin()) =
            std::numeric_limits<double>::infinity();
        return made;
    }();
    static constexpr auto table = [] {
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
        if (!(v > 0)) [[unlikely]]
            return find_nonpositive(v, padded_.data(), nonpositive_, padded_.size() - 1);
        return find_positive(v, padded_.data(), table_.data(), by_);
    }

private:
    std::vector<double> padded_;
    std::size_t nonpositive_;
    slicing by_;
    std::vector<std::uint16_t> table_;
};

} // namespace tacho::inline v0::detail

#endif
