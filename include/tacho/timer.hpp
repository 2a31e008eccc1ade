// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TIMER_HPP
#define TACHO_TIMER_HPP

#include <tacho/detail/system/tick_clock.hpp>

#include <cstdint>
#include <utility>

namespace tacho::inline v0 {

/// A guard that measures its lifetime and observes it in a histogram when it ends.
/// `histogram::time()` makes it.
///
/// The clock is the processor's time stamp counter where it is invariant, else `steady_clock`; both
/// are monotonic. The two readings are most of a timer's cost.
///
/// Thread safety: distinct objects are safe. Allocation: none.
template <typename Histogram>
class [[nodiscard]] timer {
public:
    explicit timer(Histogram into) noexcept
        : into_{into}
        , start_{detail::tick_clock::now()}
        , runs_{true} {}
    timer(timer&& other) noexcept
        : into_{other.into_}
        , start_{other.start_}
        , runs_{std::exchange(other.runs_, false)} {}
    timer& operator=(timer&& other) noexcept {
        if (this != &other) {
            stop();
            into_ = other.into_;
            start_ = other.start_;
            runs_ = std::exchange(other.runs_, false);
        }
        return *this;
    }
    [[gnu::always_inline]] ~timer() { stop(); }

    /// Observes the time until now; the destructor then observes nothing.
    [[gnu::always_inline]] void stop() noexcept {
        if (!std::exchange(runs_, false))
            return;
        auto const end = detail::tick_clock::now();
        into_.observe_ticks(end > start_ ? end - start_ : 0);
    }

    /// Ends the measurement without observing it.
    void discard() noexcept { runs_ = false; }

private:
    Histogram into_;
    std::uint64_t start_;
    bool runs_;
};

} // namespace tacho::inline v0

#endif
