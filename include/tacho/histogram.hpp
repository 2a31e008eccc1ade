// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HISTOGRAM_HPP
#define TACHO_HISTOGRAM_HPP

#include <tacho/buckets.hpp>
#include <tacho/detail/language/floating_bits.hpp>
#include <tacho/detail/recording/handle.hpp>
#include <tacho/detail/storage/record.hpp>
#include <tacho/detail/storage/thread_slot.hpp>
#include <tacho/detail/system/tick_clock.hpp>
#include <tacho/histogram_value.hpp>
#include <tacho/metric_type.hpp>
#include <tacho/name.hpp>
#include <tacho/timer.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <type_traits>

namespace tacho::inline v0 {

namespace detail {

/// The part of a histogram's handle that finds the bucket: empty if the bounds are in the type,
/// otherwise a pointer to the search structure.
template <typename Finder>
struct finder_binding {
    constexpr explicit finder_binding(runtime_bucket_search const*) noexcept {}
    [[nodiscard]] static constexpr Finder const& finder() noexcept { return instance; }
    static constexpr Finder instance{};
};

template <>
struct finder_binding<runtime_bucket_search const*> {
    explicit finder_binding(runtime_bucket_search const* by) noexcept
        : search{by} {}
    [[nodiscard]] runtime_bucket_search const& finder() const noexcept { return *search; }
    runtime_bucket_search const* search;
};

} // namespace detail

/// A distribution: the number of observations in each bucket, their total number, and their sum. A
/// handle: copies refer to the same histogram. `Layout` defines the buckets (buckets.hpp).
///
/// A scrape shows buckets, sum and count of exactly the same observations, though observing takes
/// no lock and no locked instruction. If a thread does nothing but observe, the sum may be too high
/// or too low by the observations in flight.
///
/// Thread safety: safe, shared and distinct. Progress: wait-free; the bucket is found in constant
/// time. Allocation: as for counter.
template <bucket_layout Layout = default_buckets>
class histogram
    : public detail::handle<histogram<Layout>, detail::finder_binding<typename Layout::finder>> {
    using base = detail::handle<histogram<Layout>, detail::finder_binding<typename Layout::finder>>;

public:
    using layout = Layout;
    using observed = typename Layout::observed;

    using base::base;

    /// Registers in `default_registry()` with bounds that are known only at run time. They must be
    /// finite and strictly increasing; the +Inf bucket always exists and need not be given.
    histogram(
        metric_name name,
        std::string_view help,
        std::span<double const> bounds,
        metric_options const& options = detail::no_options()
    )
        requires std::same_as<Layout, runtime_buckets>
        : histogram{default_registry(), name, help, bounds, options} {}
    /// Overload that registers in `in`.
    histogram(
        registry& in,
        metric_name name,
        std::string_view help,
        std::span<double const> bounds,
        metric_options const& options = detail::no_options()
    )
        requires std::same_as<Layout, runtime_buckets>
        : base{detail::register_metric(in, name.text(), help, options, shape(bounds))} {}

    /// Overloads for bounds in braces.
    histogram(
        metric_name name,
        std::string_view help,
        std::initializer_list<double> bounds,
        metric_options const& options = detail::no_options()
    )
        : histogram{default_registry(), name, help, bounds, options} {}
    histogram(
        registry& in,
        metric_name name,
        std::string_view help,
        std::initializer_list<double> bounds,
        metric_options const& options = detail::no_options()
    )
        : base{detail::register_metric(
              in, name.text(), help, options, shape(given(std::span{bounds.begin(), bounds.size()}))
          )} {}

    /// Refuses bounds for a layout that has its own, with the remedy.
    template <std::convertible_to<std::span<double const>> Bounds>
        requires(!std::same_as<Layout, runtime_buckets>)
    histogram(metric_name, std::string_view, Bounds const& bounds)
        : base{detail::registered_series{}} {
        static_cast<void>(given(bounds));
    }
    template <std::convertible_to<std::span<double const>> Bounds>
        requires(!std::same_as<Layout, runtime_buckets>)
    histogram(registry&, metric_name, std::string_view, Bounds const& bounds)
        : base{detail::registered_series{}} {
        static_cast<void>(given(bounds));
    }

    /// Counts `value` in the first bucket whose bound is not less; NaN is counted in +Inf only.
    /// Integer layouts count whole units: a negative value is refused and counted in
    /// `tacho_refused_records_total`.
    template <typename Number>
        requires std::integral<Number> || std::floating_point<Number>
    [[gnu::always_inline]] void observe(Number value) const noexcept {
        static_assert(
            std::integral<Number> || std::same_as<observed, double>,
            "this histogram's layout observes whole numbers: pass an integer in the layout's unit"
        );
        if constexpr (std::same_as<observed, double>) {
            record(static_cast<double>(value));
        } else {
            if constexpr (std::signed_integral<Number>)
                if (value < 0) [[unlikely]]
                    return detail::refuse_cold(static_cast<long long>(value));
            record(static_cast<observed>(value));
        }
    }

    /// Observes a duration, such as `std::chrono::milliseconds{3}`, in the unit of the layout. A
    /// negative one is refused by integer layouts, as a negative number is.
    template <typename Duration>
        requires requires(Duration const& duration) {
            duration.count();
            Duration::period::num;
            Duration::period::den;
        }
    [[gnu::always_inline]] void observe(Duration const& duration) const noexcept {
        static_assert(
            Layout::measures_time,
            "this histogram's layout measures no time: observe a number, or choose a layout such "
            "as buckets<1, 2>"
        );
        auto const seconds = static_cast<double>(duration.count()) *
                             static_cast<double>(Duration::period::num) /
                             static_cast<double>(Duration::period::den);
        auto const observed_units = seconds * (Layout::denominator() / Layout::numerator());
        if constexpr (std::same_as<observed, double>) {
            record(observed_units);
        } else {
            if (!detail::is_countable(observed_units)) [[unlikely]]
                return detail::refuse_cold(observed_units);
            record(static_cast<observed>(observed_units));
        }
    }

    /// Returns a guard that observes the time from now until the guard ends. It can be moved, also
    /// to another thread.
    [[nodiscard]] timer<histogram> time() const noexcept
        requires Layout::measures_time
    {
        return timer<histogram>{*this};
    }

    /// Observes a duration measured with detail::tick_clock.
    [[gnu::always_inline]] void observe_ticks(std::uint64_t ticks) const noexcept
        requires Layout::measures_time
    {
        record(Layout::from_ticks(ticks));
    }

    /// The values of all threads, including everything recorded before the call. Reads every slab.
    [[nodiscard]] histogram_value value() const {
        auto const buckets =
            this->token_ != detail::cell_token::none ? this->binding_.finder().count() : 1;
        return detail::read_histogram(
            this->token_,
            buckets,
            detail::sealed_kind<observed>,
            Layout::numerator(),
            Layout::denominator()
        );
    }

private:
    friend detail::shape_access;

    /// The bounds that a constructor was given, which only one layout takes.
    [[nodiscard]] static std::span<double const> given(std::span<double const> bounds) {
        static_assert(
            std::same_as<Layout, runtime_buckets>,
            "this histogram's bounds are in its type, such as histogram<buckets<1, 2>>; only "
            "histogram<runtime_buckets> is given bounds"
        );
        return bounds;
    }

    [[nodiscard]] static detail::metric_shape
    shape(std::span<double const> bounds = Layout::bounds()) {
        detail::tick_clock::calibrate();
        return {
            .type = metric_type::histogram,
            .number = std::same_as<observed, double> ? number_kind::floating
                                                     : number_kind::unsigned_integer,
            .kind = detail::sealed_kind<observed>,
            .numerator = Layout::numerator(),
            .denominator = Layout::denominator(),
            .bounds = bounds,
            .searched_at_run_time = std::is_pointer_v<typename Layout::finder>,
        };
    }

    template <typename Finder>
    [[nodiscard]] static std::size_t find(Finder const& finder, observed value) noexcept {
        if constexpr (std::same_as<observed, double>) {
            return finder.find(value);
        } else {
            // No bound is above 2^53, and every integer below it is exact as a double. Signed
            // integers convert faster.
            if (value > detail::largest_exact_integer) [[unlikely]]
                return finder.count() - 1;
            return finder.find(static_cast<double>(static_cast<std::int64_t>(value)));
        }
    }

    [[gnu::always_inline]] void record(observed value) const noexcept {
        if constexpr (std::is_pointer_v<typename Layout::finder>)
            if (this->binding_.search == nullptr) [[unlikely]] // used before its constructor ran
                return static_cast<void>(detail::seek_cold(detail::cell_token::none));
        auto const& finder = this->binding_.finder();
        auto const bucket = find(finder, value);
        if (detail::has_cell(this->token_)) [[likely]]
            detail::add_sealed(&detail::own_cell(this->token_), bucket, finder.count(), value);
        else
            detail::add_sealed_cold(this->token_, bucket, finder.count(), value);
    }
};

} // namespace tacho::inline v0

#endif
