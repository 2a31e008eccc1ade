// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_SUMMARY_HPP
#define TACHO_SUMMARY_HPP

#include <tacho/buckets.hpp>
#include <tacho/detail/recording/handle.hpp>
#include <tacho/detail/recording/metric_shape.hpp>
#include <tacho/detail/storage/record.hpp>
#include <tacho/detail/storage/run.hpp>
#include <tacho/detail/storage/thread_slot.hpp>
#include <tacho/detail/system/tick_clock.hpp>
#include <tacho/histogram_value.hpp>
#include <tacho/timer.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>

namespace tacho::inline v0 {

/// The number of observations and their sum: their average, for less memory than a histogram. It
/// has no quantiles, which cannot be added up over processes; a histogram gives those. A handle:
/// copies refer to the same summary.
///
/// A scrape shows the sum and the count of exactly the same observations, as with a histogram.
///
/// Thread safety: safe, shared and distinct. Progress: wait-free. Allocation: as for counter.
class summary : public detail::handle<summary> {
public:
    using handle::handle;

    /// Adds `value` to the sum and one to the count.
    template <typename Number>
        requires std::integral<Number> || std::floating_point<Number>
    [[gnu::always_inline]] void observe(Number value) const noexcept {
        record(static_cast<double>(value));
    }

    /// Observes a duration, such as `std::chrono::milliseconds{3}`, in seconds.
    template <typename Duration>
        requires requires(Duration const& duration) {
            duration.count();
            Duration::period::num;
            Duration::period::den;
        }
    [[gnu::always_inline]] void observe(Duration const& duration) const noexcept {
        record(
            static_cast<double>(duration.count()) * static_cast<double>(Duration::period::num) /
            static_cast<double>(Duration::period::den)
        );
    }

    /// Returns a guard that observes the time from now until the guard ends, in seconds. It can be
    /// moved, also to another thread.
    [[nodiscard]] timer<summary> time() const noexcept { return timer<summary>{*this}; }

    /// Observes a duration measured with detail::tick_clock.
    [[gnu::always_inline]] void observe_ticks(std::uint64_t ticks) const noexcept {
        record(detail::seconds_of(ticks));
    }

    /// The sum and count of all threads, including everything recorded before the call; the one
    /// bucket is the count. Reads every slab.
    [[nodiscard]] histogram_value value() const {
        return detail::read_histogram(token_, buckets, detail::run_kind::sealed_floating, 1, 1);
    }

private:
    friend detail::shape_access;

    static constexpr std::size_t buckets = 1; // of every number

    [[nodiscard]] static detail::metric_shape shape() {
        detail::tick_clock::calibrate();
        return {
            .type = metric_type::summary,
            .kind = detail::run_kind::sealed_floating,
            .cells = detail::sealed_cells(buckets),
        };
    }

    [[gnu::always_inline]] void record(double value) const noexcept {
        if (detail::has_cell(token_)) [[likely]]
            detail::add_sealed(&detail::own_cell(token_), 0, buckets, value);
        else
            detail::add_sealed_cold(token_, 0, buckets, value);
    }
};

} // namespace tacho::inline v0

#endif
