// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_SYSTEM_TICK_CLOCK_HPP
#define TACHO_DETAIL_SYSTEM_TICK_CLOCK_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/language/visibility.hpp>

#include <atomic>
#include <cstdint>

#if defined(_M_X64)
# include <intrin.h>
#endif

// The clocks of timers. Durations are counted in ticks and become seconds once, when they are
// observed.

namespace tacho::inline v0::detail {

/// The processor's time stamp counter. Reading it takes less than half the time of the system's
/// clock.
struct tsc_clock {
    [[nodiscard]] static std::uint64_t now() noexcept {
#if defined(__x86_64__) && defined(__GNUC__)
        return __builtin_ia32_rdtsc(); // <x86intrin.h> takes long to compile
#elif defined(_M_X64)
        return __rdtsc();
#else
        return 0;
#endif
    }

    /// Whether it ticks at one rate on all cores, asleep or not, and the kernel relies on it too.
    [[nodiscard]] static bool usable() noexcept;
};

/// Stands in for the time stamp counter where the processor has no usable one: `steady_clock`, in
/// nanoseconds.
struct steady_tick_clock {
    [[nodiscard]] static std::uint64_t now() noexcept;
};

struct tick_rate {
    double seconds{1e-9};
    bool counter{false};
};

/// The process's timer clock: the counter where it can be trusted, else `steady_clock`.
class tick_clock {
public:
    [[nodiscard]] static std::uint64_t now() noexcept {
        if (rate_.counter) [[likely]]
            return tsc_clock::now();
        return steady_tick_clock::now();
    }

    [[nodiscard]] static double seconds_per_tick() noexcept { return rate_.seconds; }

    /// Measures the rate, once in the process, in two milliseconds. Histograms call it when they
    /// are registered. A second thread that calls it meanwhile waits for the first one.
    static void calibrate() noexcept;

private:
    enum class calibration : std::uint32_t { not_begun, under_way, done };

    TACHO_SHARED_STATE static inline constinit tick_rate rate_{};
    TACHO_SHARED_STATE static inline constinit std::atomic<calibration> calibration_{
        calibration::not_begun
    };
};

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/system/tick_clock.ipp> // IWYU pragma: export
#endif

#endif
