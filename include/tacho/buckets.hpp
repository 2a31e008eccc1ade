// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_BUCKETS_HPP
#define TACHO_BUCKETS_HPP

#include <tacho/detail/recording/bucket_search.hpp>
#include <tacho/detail/system/tick_clock.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <ratio>
#include <span>
#include <type_traits>

// Layouts: which buckets a histogram has. Bounds are upper and inclusive; the last bucket, +Inf, is
// always there. `bucket_layout`, at the end, says what a layout of your own has to have.

namespace tacho::inline v0 {

namespace detail {

template <typename Value>
concept arithmetic = std::integral<Value> || std::floating_point<Value>;

template <std::size_t Size>
[[nodiscard]] constexpr bool increasing(std::array<double, Size> const& bounds) noexcept {
    for (std::size_t i = 0; i < Size; ++i)
        if (bounds[i] != bounds[i] || bounds[i] == std::numeric_limits<double>::infinity() ||
            bounds[i] == -std::numeric_limits<double>::infinity() ||
            (i > 0 && bounds[i - 1] >= bounds[i]))
            return false;
    return true;
}

/// Ticks of the timer clock in seconds. (Signed integers convert faster than unsigned ones.)
[[nodiscard]] inline double seconds_of(std::uint64_t ticks) noexcept {
    return static_cast<double>(static_cast<std::int64_t>(ticks)) * tick_clock::seconds_per_tick();
}

/// What all layouts with bounds known at compile time share. `Observed` is what is recorded,
/// `Scale` what one of it is in the unit that is exposed.
template <std::array Bounds, typename Observed, typename Scale, bool Time>
struct static_layout {
    static_assert(Bounds.size() > 0, "a histogram needs at least one bucket bound");
    static_assert(Bounds.size() < 65535, "a histogram may have 65534 bucket bounds at most");
    static_assert(increasing(Bounds), "bucket bounds must be finite and strictly increasing");

    using observed = Observed;
    using finder = static_bucket_search<Bounds>;
    static constexpr bool measures_time = Time;

    /// One observed unit is `numerator() / denominator()` of what is exposed.
    [[nodiscard]] static constexpr double numerator() noexcept {
        return static_cast<double>(Scale::num);
    }
    [[nodiscard]] static constexpr double denominator() noexcept {
        return static_cast<double>(Scale::den);
    }

    /// A duration in ticks of detail::tick_clock, as it is observed.
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

/// Buckets are found by doubles, which have all integers up to here.
inline constexpr std::uint64_t largest_exact_integer = std::uint64_t{1} << 53;

} // namespace detail

/// The bounds themselves, in increasing order: `buckets<0.1, 1, 10>`. `1` and `1.0` are the same.
template <auto... Bounds>
    requires(detail::arithmetic<decltype(Bounds)> && ...)
struct buckets : detail::static_layout<
                     std::array<double, sizeof...(Bounds)>{static_cast<double>(Bounds)...},
                     double,
                     std::ratio<1>,
                     true> {};

/// `Count` bounds, the first `Start`, each `Width` above the one before. (The +Inf bucket is not
/// counted.)
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

/// `Count` bounds, the first `Start`, each `Factor` times the one before. (The +Inf bucket is not
/// counted.)
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

/// The buckets every Prometheus client has by default: 5 ms to 10 s.
struct default_buckets : buckets<.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10> {};

/// Whole numbers are observed and added up exactly; at scrape, bounds and sum are multiplied by
/// `Scale`, a `std::ratio`. Bounds are in the unit that is observed.
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

/// Microseconds are observed, seconds exposed.
template <std::uint64_t... Bounds>
using microsecond_buckets = integer_buckets<std::micro, Bounds...>;

/// Nanoseconds are observed, seconds exposed.
template <std::uint64_t... Bounds>
using nanosecond_buckets = integer_buckets<std::nano, Bounds...>;

/// Bytes are observed and exposed.
template <std::uint64_t... Bounds>
using byte_buckets = integer_buckets<std::ratio<1>, Bounds...>;

/// Ticks of the timer clock are observed, the cheapest a timer can do; seconds are exposed. The
/// bounds are those of `Layout`, in seconds, to the nearest tick.
template <typename Layout = default_buckets>
struct tick_buckets {
    using observed = std::uint64_t;
    using finder = detail::runtime_bucket_search const*;
    static constexpr bool measures_time = true;

    /// One tick in seconds, once tick_clock is calibrated.
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

/// Bounds given to the histogram's constructor. Durations are observed in seconds.
struct runtime_buckets {
    using observed = double;
    using finder = detail::runtime_bucket_search const*;
    static constexpr bool measures_time = true;

    [[nodiscard]] static constexpr double numerator() noexcept { return 1; }
    [[nodiscard]] static constexpr double denominator() noexcept { return 1; }

    [[nodiscard]] static observed from_ticks(std::uint64_t ticks) noexcept {
        return detail::seconds_of(ticks);
    }

    /// None: they are the constructor's.
    [[nodiscard]] static constexpr std::span<double const> bounds() noexcept { return {}; }
};

/// What `histogram` takes: the whole contract of a layout. A type with these members works.
///
/// - `observed`: the type of what is recorded and added up, `double` or `std::uint64_t`.
/// - `finder`: how the bucket is found: a class that keeps nothing, with
///   `static std::size_t find(double)` and `static std::size_t count()` (how many buckets, +Inf
///   included), or `detail::runtime_bucket_search const*` for a search made at registration.
/// - `bounds()`: the upper bounds, finite, strictly increasing, without +Inf. They are in the
///   observed unit; of a layout searched at run time, in the exposed unit.
/// - `numerator()`, `denominator()`: one observed unit is numerator / denominator exposed units.
/// - `measures_time`: whether `histogram::time()` is offered. Then `from_ticks(ticks)` gives the
///   observed value of a duration in ticks of detail::tick_clock.
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
