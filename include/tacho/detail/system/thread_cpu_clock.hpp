// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_SYSTEM_THREAD_CPU_CLOCK_HPP
#define TACHO_DETAIL_SYSTEM_THREAD_CPU_CLOCK_HPP

#include <chrono>
#include <cstdint>
#include <optional>

#if defined(_WIN32)
# include <windows.h>
#elif defined(__APPLE__)
# include <mach/mach.h>
# include <pthread.h>
#else
# include <pthread.h>
# include <time.h>
#endif

namespace tacho::inline v0::detail {

#if defined(_WIN32)

/// How much processor time a thread has used; any thread may ask.
class thread_cpu_clock {
public:
    /// The clock of the calling thread. Nothing when the system does not give it.
    [[nodiscard]] static std::optional<thread_cpu_clock> of_this_thread() noexcept {
        return thread_cpu_clock{::GetCurrentThreadId()};
    }

    /// Nothing when it cannot be read.
    [[nodiscard]] std::optional<std::chrono::nanoseconds> read() const noexcept {
        auto const thread = ::OpenThread(THREAD_QUERY_LIMITED_INFORMATION, FALSE, thread_);
        if (thread == nullptr)
            return std::nullopt;
        FILETIME created, ended, kernel, user;
        auto const known = ::GetThreadTimes(thread, &created, &ended, &kernel, &user) != 0;
        ::CloseHandle(thread);
        if (!known)
            return std::nullopt;
        auto const ticks = [](FILETIME const& time) { // of 100 ns
            return (std::int64_t{time.dwHighDateTime} << 32) | time.dwLowDateTime;
        };
        return std::chrono::nanoseconds{100 * (ticks(kernel) + ticks(user))};
    }

private:
    explicit thread_cpu_clock(DWORD thread) noexcept
        : thread_{thread} {}
    DWORD thread_;
};

#elif defined(__APPLE__)

class thread_cpu_clock {
public:
    [[nodiscard]] static std::optional<thread_cpu_clock> of_this_thread() noexcept {
        return thread_cpu_clock{::pthread_mach_thread_np(::pthread_self())};
    }

    [[nodiscard]] std::optional<std::chrono::nanoseconds> read() const noexcept {
        thread_basic_info_data_t info;
        mach_msg_type_number_t size = THREAD_BASIC_INFO_COUNT;
        if (::thread_info(
                thread_, THREAD_BASIC_INFO, reinterpret_cast<thread_info_t>(&info), &size
            ) != KERN_SUCCESS)
            return std::nullopt;
        auto const time = [](time_value_t const& value) {
            return std::chrono::seconds{value.seconds} +
                   std::chrono::microseconds{value.microseconds};
        };
        return time(info.user_time) + time(info.system_time);
    }

private:
    explicit thread_cpu_clock(thread_act_t thread) noexcept
        : thread_{thread} {}
    thread_act_t thread_;
};

#else

/// How much processor time a thread has used; any thread may ask, while it lives.
class thread_cpu_clock {
public:
    /// The clock of the calling thread. Nothing when the system does not give it.
    [[nodiscard]] static std::optional<thread_cpu_clock> of_this_thread() noexcept {
        clockid_t clock;
        if (::pthread_getcpuclockid(::pthread_self(), &clock) != 0)
            return std::nullopt;
        return thread_cpu_clock{clock};
    }

    /// Nothing when it cannot be read.
    [[nodiscard]] std::optional<std::chrono::nanoseconds> read() const noexcept {
        timespec used;
        if (::clock_gettime(clock_, &used) != 0)
            return std::nullopt;
        return std::chrono::seconds{used.tv_sec} + std::chrono::nanoseconds{used.tv_nsec};
    }

private:
    explicit thread_cpu_clock(clockid_t clock) noexcept
        : clock_{clock} {}
    clockid_t clock_;
};

#endif

} // namespace tacho::inline v0::detail

#endif
