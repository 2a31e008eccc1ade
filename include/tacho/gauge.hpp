// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_GAUGE_HPP
#define TACHO_GAUGE_HPP

#include <tacho/detail/recording/handle.hpp>
#include <tacho/detail/storage/cell.hpp>
#include <tacho/detail/storage/record.hpp>
#include <tacho/detail/system/wall_clock.hpp>
#include <tacho/metric_type.hpp>

#include <atomic>
#include <bit>
#include <cstdint>

namespace tacho::inline v0 {

/// A value that is set, such as a temperature, a limit or a time. A handle: copies refer to the
/// same gauge. A gauge cannot be sharded, since the last `set` of any thread counts; a number that
/// only goes up and down by steps is cheaper as an up_down_counter.
///
/// Thread safety: safe, shared and distinct. Progress: `set` wait-free, `inc` and `dec` lock-free.
/// Allocation: none.
class gauge : public detail::handle<gauge> {
public:
    using handle::handle;

    /// Sets the value, to any double; the last `set` of all threads stays.
    void set(double value) const noexcept {
        // Relaxed: a gauge publishes nothing but itself.
        if (auto* const at = detail::unnumbered_cell(token_)) [[likely]]
            at->store(std::bit_cast<std::uint64_t>(value), std::memory_order_relaxed);
        else
            static_cast<void>(detail::seek_cold(token_)); // counts it as lost
    }

    /// Adds `n`, which may be negative. Exact if several threads add at once, unlike reading the
    /// value and setting it.
    void inc(double n = 1) const noexcept {
        if (auto* const at = detail::unnumbered_cell(token_)) [[likely]]
            detail::add_floating_shared(*at, n, std::memory_order_relaxed);
        else
            static_cast<void>(detail::seek_cold(token_)); // counts it as lost
    }

    /// Subtracts `n`.
    void dec(double n = 1) const noexcept { inc(-n); }

    /// Sets the value to the current time, in seconds since 1970, with fractions.
    void set_to_current_time() const noexcept { set(detail::unix_seconds()); }

    /// The current value.
    [[nodiscard]] double value() const noexcept {
        auto* const at = detail::unnumbered_cell(token_);
        return at == nullptr ? 0 : std::bit_cast<double>(at->load(std::memory_order_relaxed));
    }

private:
    friend detail::shape_access;

    [[nodiscard]] static detail::metric_shape shape() noexcept {
        return {.type = metric_type::gauge, .place = detail::number_place::gauge};
    }
};

} // namespace tacho::inline v0

#endif
