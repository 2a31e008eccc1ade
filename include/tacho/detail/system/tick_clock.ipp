// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_SYSTEM_TICK_CLOCK_IPP
#define TACHO_DETAIL_SYSTEM_TICK_CLOCK_IPP

#include <tacho/detail/system/tick_clock.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

#if defined(__x86_64__) && defined(__GNUC__)
# include <cpuid.h>
#endif

#if defined(__linux__)
# include <fcntl.h>
# include <unistd.h>
#endif

namespace tacho::inline v0::detail {

#if defined(__x86_64__) && defined(__GNUC__)
[[nodiscard]] inline bool kernel_trusts_the_tsc() noexcept {
# if defined(__linux__)
    auto const* const path = "/sys/devices/system/clocksource/clocksource0/current_clocksource";
    if (int const file = ::open(path, O_RDONLY | O_CLOEXEC); file >= 0) {
        char name[16]{};
        auto const size = ::read(file, name, sizeof name);
        ::close(file);
        std::string_view const source{name, size > 0 ? static_cast<std::size_t>(size) : 0};
        // The sources tsc, kvm-clock, xen and hyperv_... are built on the counter. The kernel
        // chooses one of the three sources below when it has found the counter unreliable.
        return !source.starts_with("hpet") && !source.starts_with("acpi_pm") &&
               !source.starts_with("jiffies");
    }
# endif
    return true;
}
#endif

TACHO_DECL bool tsc_clock::usable() noexcept {
#if defined(__x86_64__) && defined(__GNUC__)
    unsigned a = 0;
    unsigned b = 0;
    unsigned c = 0;
    unsigned d = 0;
    constexpr unsigned invariant = 1U << 8; // leaf 0x80000007, EDX
    return __get_cpuid(0x80000007, &a, &b, &c, &d) != 0 && (d & invariant) != 0 &&
           kernel_trusts_the_tsc();
#else
    return false;
#endif
}

TACHO_DECL std::uint64_t steady_tick_clock::now() noexcept {
    auto const since = std::chrono::steady_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(std::chrono::nanoseconds{since}.count());
}

/// Both clocks at one moment.
struct clock_reading {
    std::uint64_t ticks;
    std::uint64_t nanoseconds;
};

/// Reads both clocks several times and returns the reading that was interrupted least.
[[nodiscard]] inline clock_reading read_both_clocks() noexcept {
    clock_reading best{};
    std::uint64_t least = UINT64_MAX;
    for (int i = 0; i < 8; ++i) {
        auto const before = tsc_clock::now();
        auto const time = steady_tick_clock::now();
        auto const after = tsc_clock::now();
        if (after - before < least) {
            least = after - before;
            best = {before + (after - before) / 2, time};
        }
    }
    return best;
}

[[nodiscard]] inline double measure_seconds_per_tick() noexcept {
    constexpr std::uint64_t long_enough = 2'000'000; // nanoseconds
    auto const start = read_both_clocks();
    auto end = read_both_clocks();
    while (end.nanoseconds - start.nanoseconds < long_enough)
        end = read_both_clocks();
    return static_cast<double>(end.nanoseconds - start.nanoseconds) / 1e9 /
           static_cast<double>(end.ticks - start.ticks);
}

TACHO_DECL void tick_clock::calibrate() noexcept {
    auto seen = calibration::not_begun;
    // Every acquire here pairs with the release below: a thread that finds the calibration done
    // reads the rate.
    if (calibration_.compare_exchange_strong(
            seen, calibration::under_way, std::memory_order_acquire, std::memory_order_acquire
        )) {
        if (tsc_clock::usable())
            rate_ = {measure_seconds_per_tick(), true};
        // pairs with all acquires of the calibration
        calibration_.store(calibration::done, std::memory_order_release);
        calibration_.notify_all();
        return;
    }
    while (seen != calibration::done) { // both acquires pair with the release above
        calibration_.wait(seen, std::memory_order_acquire);
        seen = calibration_.load(std::memory_order_acquire);
    }
}

} // namespace tacho::inline v0::detail

#endif
