// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_UP_DOWN_COUNTER_HPP
#define TACHO_UP_DOWN_COUNTER_HPP

#include <tacho/detail/recording/handle.hpp>
#include <tacho/detail/storage/cell.hpp>
#include <tacho/detail/storage/record.hpp>
#include <tacho/detail/storage/thread_slot.hpp>
#include <tacho/metric_type.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace tacho::inline v0 {

/// A current number, such as the requests in flight. It is the difference of two counts: all
/// increments less all decrements. It is exposed as a gauge. A handle: copies refer to the same
/// counter. Use gauge for values that are set.
///
/// Both counts only grow, and a scrape reads the decrements before the increments. A thread that
/// ends a guard has seen its increment, so no scrape shows less than zero for guards, even if they
/// end on another thread.
///
/// Thread safety: safe, shared and distinct. Progress: wait-free. Allocation: as for counter.
class up_down_counter : public detail::handle<up_down_counter> {
public:
    using handle::handle;

    class tracker;

    /// Adds or subtracts one.
    void inc() const noexcept { add(up, 1); }
    void dec() const noexcept { add(down, 1); }

    /// Adds or subtracts `n`. A negative `n` is refused and counted in
    /// `tacho_refused_records_total`, since both counts only grow.
    template <std::integral Integer>
    void inc(Integer n) const noexcept {
        move(up, n);
    }
    template <std::integral Integer>
    void dec(Integer n) const noexcept {
        move(down, n);
    }

    /// Deleted: this counter counts whole things; use gauge for fractions.
    template <std::floating_point Number>
    void inc(Number) const = delete;
    template <std::floating_point Number>
    void dec(Number) const = delete;

    /// Returns a guard that counts one until it ends. It can be moved, also to another thread.
    [[nodiscard]] tracker track() const noexcept;

    /// The current number, including everything recorded before the call. Reads every slab.
    [[nodiscard]] std::int64_t value() const { return detail::read_up_down(token_); }

private:
    friend detail::shape_access;

    [[nodiscard]] static detail::metric_shape shape() noexcept {
        return {
            .type = metric_type::gauge,
            .number = number_kind::signed_integer,
            .kind = detail::run_kind::up_down,
            .cells = 2,
        };
    }

    static constexpr std::size_t up = 0;
    static constexpr std::size_t down = 1;

    template <std::integral Integer>
    void move(std::size_t index, Integer n) const noexcept {
        if constexpr (std::signed_integral<Integer>)
            if (n < 0) [[unlikely]]
                return detail::refuse_cold(static_cast<long long>(n));
        add(index, static_cast<std::uint64_t>(n));
    }

    void add(std::size_t index, std::uint64_t n) const noexcept {
        // The release pairs with the acquire of the downs in merge.ipp: a reader of this decrement
        // also sees the increments that this thread has seen.
        if (detail::has_cell(token_)) [[likely]]
            detail::add_release((&detail::own_cell(token_))[index], n);
        else
            detail::add_release_cold(token_, index, n);
    }
};

/// A guard that counts one for as long as it lives.
class [[nodiscard]] up_down_counter::tracker {
public:
    explicit tracker(up_down_counter of) noexcept
        : of_{of}
        , counts_{true} {
        of_.inc();
    }
    tracker(tracker&& other) noexcept
        : of_{other.of_}
        , counts_{std::exchange(other.counts_, false)} {}
    tracker& operator=(tracker&& other) noexcept {
        if (this != &other) {
            end();
            of_ = other.of_;
            counts_ = std::exchange(other.counts_, false);
        }
        return *this;
    }
    ~tracker() { end(); }

    /// Ends the guard early: decrements now instead of in the destructor.
    void end() noexcept {
        if (std::exchange(counts_, false))
            of_.dec();
    }

private:
    up_down_counter of_;
    bool counts_;
};

inline up_down_counter::tracker up_down_counter::track() const noexcept {
    return tracker{*this};
}

} // namespace tacho::inline v0

#endif
