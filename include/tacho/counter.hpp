// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COUNTER_HPP
#define TACHO_COUNTER_HPP

#include <tacho/detail/language/floating_bits.hpp>
#include <tacho/detail/recording/handle.hpp>
#include <tacho/detail/storage/cell.hpp>
#include <tacho/detail/storage/record.hpp>
#include <tacho/detail/storage/thread_slot.hpp>
#include <tacho/metric_type.hpp>

#include <concepts>
#include <cstdint>

namespace tacho::inline v0 {

/// A count that only grows, such as requests, bytes or errors. A handle: copies refer to the same
/// counter.
///
/// Thread safety: safe, shared and distinct. Progress: wait-free. Allocation: none while recording;
/// a thread's first record asks the system for memory.
class counter : public detail::handle<counter> {
public:
    using handle::handle;

    /// Adds one.
    void inc() const noexcept { add(1); }

    /// Adds `n`. A negative `n` is refused and counted in `tacho_refused_records_total`.
    template <std::integral Integer>
    void inc(Integer n) const noexcept {
        if constexpr (std::signed_integral<Integer>)
            if (n < 0) [[unlikely]]
                return detail::refuse_cold(static_cast<long long>(n));
        add(static_cast<std::uint64_t>(n));
    }

    /// Deleted: this counter counts whole things; use float_counter for fractions.
    template <std::floating_point Number>
    void inc(Number) const = delete;

    /// The total of all threads, including everything recorded before the call. Reads every slab.
    [[nodiscard]] std::uint64_t value() const { return detail::read_integer(token_); }

private:
    friend detail::shape_access;

    [[nodiscard]] static detail::metric_shape shape() noexcept {
        return {
            .type = metric_type::counter,
            .number = number_kind::unsigned_integer,
            .kind = detail::run_kind::integer,
        };
    }

    void add(std::uint64_t n) const noexcept {
        if (detail::has_cell(token_)) [[likely]]
            detail::add(detail::own_cell(token_), n);
        else
            detail::add_cold(token_, n);
    }
};

/// A total that only grows and has fractions, such as seconds or joules. A handle: copies refer to
/// the same counter.
///
/// Thread safety, progress and allocation: as for counter. Not exact if a signal handler adds to
/// the same float_counter as the code that it interrupts.
class float_counter : public detail::handle<float_counter> {
public:
    using handle::handle;

    /// Adds `n`. Negative values and NaN are refused and counted in `tacho_refused_records_total`.
    void inc(double n = 1) const noexcept {
        if (!detail::is_countable(n)) [[unlikely]]
            return detail::refuse_cold(n);
        if (detail::has_cell(token_)) [[likely]]
            detail::add_floating(detail::own_cell(token_), n);
        else
            detail::add_floating_cold(token_, n);
    }

    /// The total of all threads, including everything recorded before the call. Reads every slab.
    [[nodiscard]] double value() const { return detail::read_floating(token_); }

private:
    friend detail::shape_access;

    [[nodiscard]] static detail::metric_shape shape() noexcept {
        return {.type = metric_type::counter, .kind = detail::run_kind::floating};
    }
};

} // namespace tacho::inline v0

#endif
