// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TIMER_HPP
#define TACHO_TIMER_HPP

#include <tacho/detail/system/tick_clock.hpp>

#include <cstdint>
#include <utility>

namespace tacho::inline v0 {

/// A guard: measures the time it lives and observes it in a histogram at its end. Made by
/// `histogram::time()`.
///
/// The clock is the processor's time stamp counter where it is invariant, else `steady_clock`; both
/// are monotone. Two readings cost most of what a timer costs.
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

    /// Observes now instead of at the end.
    [[gnu::always_inline]] void stop() noexcept {
        if (!std::exchange(runs_, false))
            return;
        auto const end = detail::tick_clock::now();
        into_.observe_ticks(end > start_ ? end - start_ : 0);
    }

    /// Observes nothing.
    void discard() noexcept { runs_ = false; }

private:
    Histogram into_;
    std::uint64_t start_;
    bool runs_;
};

} // namespace tacho::inline v0

#endif
