// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_SYSTEM_THREAD_CPU_CLOCK_HPP
#define TACHO_DETAIL_SYSTEM_THREAD_CPU_CLOCK_HPP

#include <tacho/detail/language/cpp20.hpp>

#include <chrono>
#include <cstdint>
#include <optional>

namespace tacho::inline v0::detail {

/// How much processor time a thread has used. Any thread may ask while that thread lives.
class thread_cpu_clock {
public:
    /// The clock of the calling thread; null when the system does not give one.
    [[nodiscard]] static std::optional<thread_cpu_clock> of_this_thread() noexcept;

    /// Null when the clock cannot be read.
    [[nodiscard]] std::optional<std::chrono::nanoseconds> read() const noexcept;

private:
    explicit thread_cpu_clock(std::int64_t number) noexcept
        : number_{number} {}

    std::int64_t number_; // the system's number of the thread; with POSIX, of the thread's clock
};

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/system/thread_cpu_clock.ipp> // IWYU pragma: export
#endif

#endif
