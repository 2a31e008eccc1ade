// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_SYSTEM_TICK_CLOCK_HPP
#define TACHO_DETAIL_SYSTEM_TICK_CLOCK_HPP

#include <tacho/detail/language/visibility.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

#if defined(__x86_64__) && defined(__GNUC__)
# include <cpuid.h>
#elif defined(_M_X64)
# include <intrin.h>
#endif

#if defined(__linux__)
# include <fcntl.h>
# include <unistd.h>
#endif

// The clocks of timers. Durations are counted in ticks and become seconds once, when they are
// observed.

namespace tacho::inline v0::detail {

/// The processor's time stamp counter: less than half the price of the system's clock.
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

    /// Whether it ticks at one rate on all cores, asleep or not, and the kernel has not found it
    /// wanting.
    [[nodiscard]] static bool usable() noexcept {
#if defined(__x86_64__) && defined(__GNUC__)
        unsigned a = 0;
        unsigned b = 0;
        unsigned c = 0;
        unsigned d = 0;
        constexpr unsigned invariant = 1U << 8; // leaf 0x80000007, EDX
        return __get_cpuid(0x80000007, &a, &b, &c, &d) != 0 && (d & invariant) != 0 &&
               kernel_trusts_it();
#else
        return false;
#endif
    }

private:
    [[nodiscard]] static bool kernel_trusts_it() noexcept {
#if defined(__linux__)
        auto const* const path = "/sys/devices/system/clocksource/clocksource0/current_clocksource";
        if (int const file = ::open(path, O_RDONLY | O_CLOEXEC); file >= 0) {
            char name[16]{};
            auto const size = ::read(file, name, sizeof name);
            ::close(file);
            std::string_view const source{name, size > 0 ? static_cast<std::size_t>(size) : 0};
            // tsc, kvm-clock, xen and hyperv_... are built on it; these are what is left without.
            return !source.starts_with("hpet") && !source.starts_with("acpi_pm") &&
                   !source.starts_with("jiffies");
        }
#endif
        return true;
    }
};

/// Where the processor has no such counter.
struct steady_tick_clock {
    [[nodiscard]] static std::uint64_t now() noexcept {
        auto const since = std::chrono::steady_clock::now().time_since_epoch();
        return static_cast<std::uint64_t>(std::chrono::nanoseconds{since}.count());
    }
};

struct tick_rate {
    double seconds{1e-9};
    bool counter{false};
};

/// The process's timer clock: the counter where it can be trusted, else `steady_clock`.
class tick_clock {
public:
    [[nodiscard]] static std::uint64_t now() noexcept {
        if (rate().counter) [[likely]]
            return tsc_clock::now();
        return steady_tick_clock::now();
    }

    [[nodiscard]] static double seconds_per_tick() noexcept { return rate().seconds; }

    /// Measures the rate, once in the process, in two milliseconds. Histograms do it when they are
    /// registered.
    TACHO_SHARED_STATE static void calibrate() noexcept {
        static bool const done = [] {
            if (tsc_clock::usable())
                rate() = {measure(), true};
            return true;
        }();
        static_cast<void>(done);
    }

private:
    [[nodiscard]] static tick_rate& rate() noexcept { return rate_; }

    struct reading {
        std::uint64_t ticks;
        std::chrono::steady_clock::time_point time;
    };

    /// Both clocks at one moment: of several tries the one that was interrupted least.
    [[nodiscard]] static reading read_both() noexcept {
        reading best{};
        std::uint64_t least = UINT64_MAX;
        for (int i = 0; i < 8; ++i) {
            auto const before = tsc_clock::now();
            auto const time = std::chrono::steady_clock::now();
            auto const after = tsc_clock::now();
            if (after - before < least) {
                least = after - before;
                best = {before + (after - before) / 2, time};
            }
        }
        return best;
    }

    [[nodiscard]] static double measure() noexcept {
        constexpr auto long_enough = std::chrono::milliseconds{2};
        auto const start = read_both();
        auto end = read_both();
        while (end.time - start.time < long_enough)
            end = read_both();
        return std::chrono::duration<double>{end.time - start.time}.count() /
               static_cast<double>(end.ticks - start.ticks);
    }

    TACHO_SHARED_STATE static inline constinit tick_rate rate_{};
};

} // namespace tacho::inline v0::detail

#endif
