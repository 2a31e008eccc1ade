// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_SYSTEM_THREAD_CPU_CLOCK_IPP
#define TACHO_DETAIL_SYSTEM_THREAD_CPU_CLOCK_IPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/system/thread_cpu_clock.hpp>

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

TACHO_DECL std::optional<thread_cpu_clock> thread_cpu_clock::of_this_thread() noexcept {
    return thread_cpu_clock{static_cast<std::int64_t>(::GetCurrentThreadId())};
}

TACHO_DECL std::optional<std::chrono::nanoseconds> thread_cpu_clock::read() const noexcept {
    auto const thread =
        ::OpenThread(THREAD_QUERY_LIMITED_INFORMATION, FALSE, static_cast<DWORD>(number_));
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

#elif defined(__APPLE__)

TACHO_DECL std::optional<thread_cpu_clock> thread_cpu_clock::of_this_thread() noexcept {
    return thread_cpu_clock{static_cast<std::int64_t>(::pthread_mach_thread_np(::pthread_self()))};
}

TACHO_DECL std::optional<std::chrono::nanoseconds> thread_cpu_clock::read() const noexcept {
    thread_basic_info_data_t info;
    mach_msg_type_number_t size = THREAD_BASIC_INFO_COUNT;
    if (::thread_info(
            static_cast<thread_act_t>(number_),
            THREAD_BASIC_INFO,
            reinterpret_cast<thread_info_t>(&info),
            &size
        ) != KERN_SUCCESS)
        return std::nullopt;
    auto const time = [](time_value_t const& value) {
        return std::chrono::seconds{value.seconds} + std::chrono::microseconds{value.microseconds};
    };
    return time(info.user_time) + time(info.system_time);
}

#else

TACHO_DECL std::optional<thread_cpu_clock> thread_cpu_clock::of_this_thread() noexcept {
    clockid_t clock;
    if (::pthread_getcpuclockid(::pthread_self(), &clock) != 0)
        return std::nullopt;
    return thread_cpu_clock{static_cast<std::int64_t>(clock)};
}

TACHO_DECL std::optional<std::chrono::nanoseconds> thread_cpu_clock::read() const noexcept {
    timespec used;
    if (::clock_gettime(static_cast<clockid_t>(number_), &used) != 0)
        return std::nullopt;
    return std::chrono::seconds{used.tv_sec} + std::chrono::nanoseconds{used.tv_nsec};
}

#endif

} // namespace tacho::inline v0::detail

#endif
