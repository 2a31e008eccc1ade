// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_BUCKETS_HPP
#define TACHO_BUCKETS_HPP

#include <tacho/detail/language/floating_bits.hpp>
#include <tacho/detail/recording/bucket_search.hpp>
#include <tacho/detail/system/tick_clock.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <ratio>
#include <span>
#include <type_traits>

// A layout is a type that defines the buckets of a histogram. Bounds are upper and inclusive; the
// last bucket of every histogram is +Inf. The concept `bucket_layout`, at the end of this file,
// states what a user-defined layout has to provide.

namespace tacho::inline v0 {

namespace detail {

template <typename Value>
concept arithmetic = std::integral<Value> || std::floating_point<Value>;

template <std::size_t Size>
[[nodiscard]] constexpr bool increasing(std::array<double, Size> const& bounds) noexcept {
    for (std::size_t i = 0; i < Size; ++i)
        if (!is_finite(bounds[i]) || (i > 0 && bounds[i - 1] >= bounds[i]))
            return false;
    return true;
}

/// Converts ticks of the timer clock to seconds. (Signed integers convert faster than unsigned
/// ones.)
[[nodiscard]] inline double seconds_of(std::uint64_t ticks) noexcept {
    return static_cast<double>(static_cast<std::int64_t>(ticks)) * tick_clock::seconds_per_tick();
}

/// Base of the layouts whose bounds are known at compile time. `Observed` is the type of a recorded
/// value; `Scale` is the size of one observed unit in exposed units.
template <std::array Bounds, typename Observed, typename Scale, bool Time>
struct static_layout {
    static_assert(Bounds.size() > 0, "a histogram needs at least one bucket bound");
    static_assert(Bounds.size() < 65535, "a histogram may have 65534 bucket bounds at most");
    static_assert(increasing(Bounds), "bucket bounds must be finite and strictly increasing");

    using observed = Observed;
    using finder = static_bucket_search<Bounds>;
    static constexpr bool measures_time = Time;

    /// One observed unit is `numerator() / denominator()` exposed units.
    [[nodiscard]] static constexpr double numerator() noexcept {
        return static_cast<double>(Scale::num);
    }
    [[nodiscard]] static constexpr double denominator() noexcept {
        return static_cast<double>(Scale::den);
    }

    /// Converts a duration in ticks of detail::tick_clock to the observed value.
    [[nodiscard]] static observed from_ticks(std::uint64_t ticks) noexcept
        requires Time
    {
        auto const seconds = seconds_of(ticks);
        if constexpr (std::is_same_v<Observed, double> && std::is_same_v<Scale, std::ratio<1>>)
            return seconds;
        else
            return static_cast<observed>(seconds * (denominator() / numerator()));
    }

    [[nodiscard]] static constexpr std::span<double const> bounds() noexcept {
        return finder::bounds();
    }
};

template <std::size_t Count, arithmetic Value, typename Next>
[[nodiscard]] consteval std::array<double, Count> generate(Value start, Next next) {
    std::array<double, Count> made{};
    for (std::size_t i = 0; i < Count; ++i)
        made[i] = next(static_cast<double>(start), i);
    return made;
}

/// The bucket search compares doubles, which represent every integer up to this one exactly.
inline constexpr std::uint64_t largest_exact_integer = std::uint64_t{1} << 53;

} // namespace detail

/// A layout given by its bounds, in increasing order: `buckets<0.1, 1, 10>`. `1` and `1.0` mean the
/// same bound.
template <auto... Bounds>
    requires(detail::arithmetic<decltype(Bounds)> && ...)
struct buckets : detail::static_layout<
                     std::array<double, sizeof...(Bounds)>{static_cast<double>(Bounds)...},
                     double,
                     std::ratio<1>,
                     true> {};

/// A layout with `Count` bounds: the first is `Start`, and each is `Width` above the previous one.
/// `Count` does not include the +Inf bucket.
template <auto Start, auto Width, std::size_t Count>
    requires detail::arithmetic<decltype(Start)> && detail::arithmetic<decltype(Width)>
struct linear_buckets
    : detail::static_layout<
          detail::generate<Count>(
              Start,
              [](double start, std::size_t i) {
                  return start + static_cast<double>(Width) * static_cast<double>(i);
              }
          ),
          double,
          std::ratio<1>,
          true> {
    static_assert(Width > 0, "linear_buckets need a width above zero");
};

/// A layout with `Count` bounds: the first is `Start`, and each is `Factor` times the previous one.
/// `Count` does not include the +Inf bucket.
template <auto Start, auto Factor, std::size_t Count>
    requires detail::arithmetic<decltype(Start)> && detail::arithmetic<decltype(Factor)>
struct exponential_buckets : detail::static_layout<
                                 detail::generate<Count>(
                                     Start,
                                     [](double bound, std::size_t i) {
                                         for (; i > 0; --i)
                                             bound *= static_cast<double>(Factor);
                                         return bound;
                                     }
                                 ),
                                 double,
                                 std::ratio<1>,
                                 true> {
    static_assert(Start > 0, "exponential_buckets need a start above zero");
    static_assert(Factor > 1, "exponential_buckets need a factor above one");
};

/// The default buckets of the Prometheus client libraries: 5 ms to 10 s.
struct default_buckets : buckets<.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10> {};

/// A layout that observes whole numbers and adds them up exactly; a scrape multiplies bounds and
/// sum by `Scale`, a `std::ratio`. The bounds are in the observed unit.
template <typename Scale, std::uint64_t... Bounds>
struct integer_buckets : detail::static_layout<
                             std::array<double, sizeof...(Bounds)>{static_cast<double>(Bounds)...},
                             std::uint64_t,
                             Scale,
                             !std::is_same_v<Scale, std::ratio<1>>> {
    static_assert(
        ((Bounds < detail::largest_exact_integer) && ...),
        "integer bucket bounds must be below 2^53"
    );
};

/// A layout that observes microseconds and exposes seconds.
template <std::uint64_t... Bounds>
using microsecond_buckets = integer_buckets<std::micro, Bounds...>;

/// A layout that observes nanoseconds and exposes seconds.
template <std::uint64_t... Bounds>
using nanosecond_buckets = integer_buckets<std::nano, Bounds...>;

/// A layout that observes and exposes bytes.
template <std::uint64_t... Bounds>
using byte_buckets = integer_buckets<std::ratio<1>, Bounds...>;

/// A layout that observes ticks of the timer clock, which is the cheapest for a timer, and exposes
/// seconds. The bounds are those of `Layout`, in seconds, rounded to the nearest tick.
template <typename Layout = default_buckets>
struct tick_buckets {
    using observed = std::uint64_t;
    using finder = detail::runtime_bucket_search const*;
    static constexpr bool measures_time = true;

    /// The length of a tick in seconds; valid once tick_clock is calibrated.
    [[nodiscard]] static double numerator() noexcept {
        return detail::tick_clock::seconds_per_tick();
    }
    [[nodiscard]] static constexpr double denominator() noexcept { return 1; }

    [[nodiscard]] static constexpr observed from_ticks(std::uint64_t ticks) noexcept {
        return ticks;
    }

    [[nodiscard]] static constexpr std::span<double const> bounds() noexcept {
        return Layout::bounds();
    }
};

/// A layout whose bounds are given to the histogram's constructor. Durations are observed in
/// seconds.
struct runtime_buckets {
    using observed = double;
    using finder = detail::runtime_bucket_search const*;
    static constexpr bool measures_time = true;

    [[nodiscard]] static constexpr double numerator() noexcept { return 1; }
    [[nodiscard]] static constexpr double denominator() noexcept { return 1; }

    [[nodiscard]] static observed from_ticks(std::uint64_t ticks) noexcept {
        return detail::seconds_of(ticks);
    }

    /// Empty: the bounds are given to the constructor.
    [[nodiscard]] static constexpr std::span<double const> bounds() noexcept { return {}; }
};

/// The requirements of `histogram` on a layout. They are complete: any type with these members
/// works.
///
/// - `observed`: the type of the values that are recorded and added up, `double` or
///   `std::uint64_t`.
/// - `finder`: how the bucket of a value is found: a stateless class with
///   `static std::size_t find(double)` and `static std::size_t count()` (the number of buckets,
///   +Inf included), or `detail::runtime_bucket_search const*` for a search structure that is built
///   at registration.
/// - `bounds()`: the upper bounds, finite, strictly increasing, without +Inf. They are in the
///   observed unit, or in the exposed unit if the layout is searched at run time.
/// - `numerator()`, `denominator()`: one observed unit is numerator / denominator exposed units.
/// - `measures_time`: whether `histogram::time()` exists. If so, `from_ticks(ticks)` converts a
///   duration in ticks of detail::tick_clock to the observed value.
template <typename Layout>
concept bucket_layout = (std::same_as<typename Layout::observed, double> ||
                         std::same_as<typename Layout::observed, std::uint64_t>) &&
                        requires(std::uint64_t ticks) {
                            typename Layout::finder;
                            { Layout::bounds() } -> std::convertible_to<std::span<double const>>;
                            { Layout::numerator() } -> std::convertible_to<double>;
                            { Layout::denominator() } -> std::convertible_to<double>;
                            requires !Layout::measures_time || requires {
                                {
                                    Layout::from_ticks(ticks)
                                } -> std::same_as<typename Layout::observed>;
                            };
                        };

} // namespace tacho::inline v0

#endif
