// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_SYSTEM_THREAD_EXIT_HPP
#define TACHO_DETAIL_SYSTEM_THREAD_EXIT_HPP

#include <tacho/detail/language/visibility.hpp>

#include <atomic>
#include <cstdint>

#if defined(_WIN32)
# if !defined(NOMINMAX)
#  define NOMINMAX
# endif
# include <windows.h>
#else
# include <dlfcn.h>
# include <pthread.h>
#endif

// The operating system's part of thread exit. A C++ thread_local's destructor would run before
// those of the program's own thread_locals, allocate, and take the loader's lock; these hooks run
// after all of them.

namespace tacho::inline v0::detail {

#if defined(_WIN32)

/// Calls one function with one pointer when a thread that set it ends.
class thread_exit_hook {
public:
    using function = void (*)(void*) noexcept;

    [[nodiscard]] bool create(function leave) noexcept {
        index_ =
            ::FlsAlloc(reinterpret_cast<PFLS_CALLBACK_FUNCTION>(reinterpret_cast<void*>(leave)));
        return index_ != FLS_OUT_OF_INDEXES;
    }

    [[nodiscard]] bool set(void* argument) const noexcept {
        return ::FlsSetValue(index_, argument) != 0;
    }

    /// A small number that no other hook of the process has.
    [[nodiscard]] std::uint64_t index() const noexcept { return index_; }

private:
    DWORD index_{FLS_OUT_OF_INDEXES};
};

inline void pin_module(void const* inside) noexcept {
    HMODULE module = nullptr;
    ::GetModuleHandleExW(
        GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_PIN,
        static_cast<LPCWSTR>(inside),
        &module
    );
}

#else

/// Calls one function with one pointer when a thread that set it ends.
class thread_exit_hook {
public:
    using function = void (*)(void*);

    [[nodiscard]] bool create(function leave) noexcept {
        return ::pthread_key_create(&key_, leave) == 0;
    }

    [[nodiscard]] bool set(void* argument) const noexcept {
        return ::pthread_setspecific(key_, argument) == 0;
    }

    /// A small number that no other hook of the process has.
    [[nodiscard]] std::uint64_t index() const noexcept { return key_ & 0x7fff'ffff; } // Bionic

private:
    pthread_key_t key_{};
};

/// Keeps the library that contains `inside` loaded: its code runs when threads end, however late
/// that is.
inline void pin_module(void const* inside) noexcept {
    Dl_info info{};
    // The program itself is not found by its name, and needs no pin.
    if (::dladdr(inside, &info) != 0 && info.dli_fname != nullptr)
        ::dlopen(info.dli_fname, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE);
}

#endif

TACHO_MODULE_STATE inline constinit std::atomic<bool> this_module_is_pinned{false};

/// Pins the program or library that this code is in. No lock may be held: the function takes the
/// loader's lock, under which another thread may be running a library's static initialisers, which
/// register metrics.
template <typename Function>
void pin_this_module(Function* hook) noexcept {
    // Relaxed: doing it twice does no harm.
    if (this_module_is_pinned.load(std::memory_order_relaxed))
        return;
    pin_module(&this_module_is_pinned);
    pin_module(reinterpret_cast<void const*>(hook)); // the hook may be in another library
    this_module_is_pinned.store(true, std::memory_order_relaxed);
}

} // namespace tacho::inline v0::detail

#endif
