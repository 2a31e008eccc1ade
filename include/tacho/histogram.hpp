// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HISTOGRAM_HPP
#define TACHO_HISTOGRAM_HPP

#include <tacho/buckets.hpp>
#include <tacho/detail/recording/handle.hpp>
#include <tacho/detail/storage/cell.hpp>
#include <tacho/detail/storage/record.hpp>
#include <tacho/detail/storage/thread_slot.hpp>
#include <tacho/timer.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace tacho::inline v0 {

/// A histogram's values, of one moment.
struct histogram_value {
    std::vector<std::uint64_t> buckets; // not cumulative; the last is +Inf
    double sum;                         // in the exposed unit
    std::uint64_t count;                // of all buckets
};

namespace detail {

/// How a histogram finds the bucket: nothing to keep when the bounds are in the type, else a
/// pointer.
template <typename Finder>
struct finder_binding {
    constexpr explicit finder_binding(series const*) noexcept {}
    [[nodiscard]] static constexpr Finder const& finder() noexcept { return instance; }
    static constexpr Finder instance{};
};

template <>
struct finder_binding<runtime_bucket_search const*> {
    explicit finder_binding(series const* of) noexcept
        : search{of != nullptr ? of->search : nullptr} {}
    [[nodiscard]] runtime_bucket_search const& finder() const noexcept { return *search; }
    runtime_bucket_search const* search;
};

} // namespace detail

/// A distribution: how many observations fell into each bucket, how many there were, and their sum.
/// A handle; copies are the same histogram. `Layout` says which buckets it has (buckets.hpp).
///
/// A scrape shows buckets, sum and count of exactly the same observations, though observing takes
/// no lock and no locked instruction; should a thread do nothing but observe, the sum may be ahead
/// or behind by those in flight.
///
/// Thread safety: safe, shared and distinct. Progress: wait-free; the bucket is found in constant
/// time. Allocation: as counter.
template <bucket_layout Layout = default_buckets>
class histogram
    : public detail::handle<histogram<Layout>, detail::finder_binding<typename Layout::finder>> {
    using base = detail::handle<histogram<Layout>, detail::finder_binding<typename Layout::finder>>;

public:
    using layout = Layout;
    using observed = typename Layout::observed;

    using base::base;

    /// Registers with bounds that are known at run time: finite, strictly increasing, without +Inf.
    histogram(metric_name name, std::string_view help, std::span<double const> bounds)
        requires std::same_as<Layout, runtime_buckets>;
    histogram(
        metric_name name,
        std::string_view help,
        std::span<double const> bounds,
        metric_options const& options
    )
        requires std::same_as<Layout, runtime_buckets>;
    histogram(registry& in, metric_name name, std::string_view help, std::span<double const> bounds)
        requires std::same_as<Layout, runtime_buckets>;
    histogram(
        registry& in,
        metric_name name,
        std::string_view help,
        std::span<double const> bounds,
        metric_options const& options
    )
        requires std::same_as<Layout, runtime_buckets>;

    /// Counts `value` in the first bucket whose bound is not less; a NaN in +Inf only. Integer
    /// layouts count whole units: a negative one is refused and counted in
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
                    return detail::refuse_cold();
            record(static_cast<observed>(value));
        }
    }

    /// Observes the time from now until the guard ends. The guard can be moved, to another thread
    /// too.
    [[nodiscard]] timer<histogram> time() const noexcept
        requires Layout::measures_time
    {
        return timer<histogram>{*this};
    }

    /// Observes a duration measured with detail::tick_clock.
    [[gnu::always_inline]] void observe_ticks(std::uint64_t ticks) const noexcept
        requires Layout::measures_time
    {
        if constexpr (std::same_as<Layout, runtime_buckets> || std::same_as<observed, double>)
            record(
                static_cast<double>(static_cast<std::int64_t>(ticks)) *
                detail::tick_clock::seconds_per_tick()
            );
        else if constexpr (requires { Layout::per_second(); })
            record(static_cast<observed>(
                static_cast<double>(static_cast<std::int64_t>(ticks)) *
                detail::tick_clock::seconds_per_tick() * Layout::per_second()
            ));
        else
            record(ticks);
    }

    /// What all threads have observed. Sees everything recorded before the call; walks all slabs.
    [[nodiscard]] histogram_value value() const;

private:
    template <typename Finder>
    [[nodiscard]] static std::size_t find(Finder const& finder, observed value) noexcept {
        if constexpr (std::same_as<observed, double>) {
            return finder.find(value);
        } else {
            // Above 2^53 there are no bounds, and below it every integer is a double. Signed
            // converts faster.
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
