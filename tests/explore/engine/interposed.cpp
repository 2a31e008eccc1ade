// SPDX-License-Identifier: BSL-1.0

#include <cstddef>
#include <cstdlib>
#include <new>
#include <sched.h>
#include <sys/single_threaded.h>
#include <time.h>
#include <utility>

#include "execution.hpp"

// The functions that the scenarios and the library call without naming the explorer.

namespace {

[[nodiscard]] bool in_model() noexcept {
    return explore::execution::in_model;
}

} // namespace

// Functions that wait.

extern "C" int sched_yield() noexcept {
    explore::yield();
    return 0;
}

extern "C" int nanosleep(timespec const*, timespec*) {
    explore::yield();
    return 0;
}

// Allocation. The explorer watches the memory that a run allocates. It lies at the same place in
// every run and ends with the run.

void* operator new(std::size_t size) {
    if (in_model())
        return explore::execution::instance().memory.allocate(size);
    if (auto* const memory = std::malloc(size))
        return memory;
    throw std::bad_alloc{};
}

void operator delete(void* memory) noexcept {
    if (!explore::model_memory::in_heap(memory))
        std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept {
    ::operator delete(memory);
}

// Accesses that are not atomic. The scenarios are compiled with -fsanitize=thread, which puts these
// calls in front of them, and linked without the sanitizer.

#define TACHO_TESTS_PLAIN_ACCESS(size)                                                             \
    extern "C" void __tsan_read##size(void* at) {                                                  \
        if (in_model())                                                                            \
            explore::execution::instance().plain(at, size, false);                                 \
    }                                                                                              \
    extern "C" void __tsan_write##size(void* at) {                                                 \
        if (in_model())                                                                            \
            explore::execution::instance().plain(at, size, true);                                  \
    }                                                                                              \
    extern "C" void __tsan_unaligned_read##size(void* at) {                                        \
        __tsan_read##size(at);                                                                     \
    }                                                                                              \
    extern "C" void __tsan_unaligned_write##size(void* at) {                                       \
        __tsan_write##size(at);                                                                    \
    }                                                                                              \
    extern "C" void __tsan_volatile_read##size(void* at) {                                         \
        __tsan_read##size(at);                                                                     \
    }                                                                                              \
    extern "C" void __tsan_volatile_write##size(void* at) {                                        \
        __tsan_write##size(at);                                                                    \
    }

TACHO_TESTS_PLAIN_ACCESS(1)
TACHO_TESTS_PLAIN_ACCESS(2)
TACHO_TESTS_PLAIN_ACCESS(4)
TACHO_TESTS_PLAIN_ACCESS(8)
TACHO_TESTS_PLAIN_ACCESS(16)

extern "C" void __tsan_read_range(void* at, std::size_t size) {
    if (in_model())
        explore::execution::instance().plain(at, size, false);
}

extern "C" void __tsan_write_range(void* at, std::size_t size) {
    if (in_model())
        explore::execution::instance().plain(at, size, true);
}

extern "C" void __tsan_vptr_read(void** at) {
    __tsan_read8(at);
}

extern "C" void __tsan_vptr_update(void** at, void*) {
    __tsan_write8(at);
}

// Atomics of the standard library, such as the counts of a shared_ptr. They are taken to be right:
// each access synchronises with all others of its address, and is no decision.

namespace {

/// The standard library counts without atomics as long as a process has one thread.
bool const several_threads = [] {
    ::__libc_single_threaded = 0;
    return true;
}();

template <typename Word>
[[nodiscard]] Word& synchronised(Word volatile* at) {
    if (in_model())
        explore::execution::instance().synchronise(const_cast<Word*>(at));
    return *const_cast<Word*>(at);
}

} // namespace

#define TACHO_TESTS_ATOMIC(bits, word)                                                             \
    extern "C" word __tsan_atomic##bits##_load(word volatile const* at, int) {                     \
        return synchronised(const_cast<word volatile*>(at));                                       \
    }                                                                                              \
    extern "C" void __tsan_atomic##bits##_store(word volatile* at, word value, int) {              \
        synchronised(at) = value;                                                                  \
    }                                                                                              \
    extern "C" word __tsan_atomic##bits##_exchange(word volatile* at, word value, int) {           \
        return std::exchange(synchronised(at), value);                                             \
    }                                                                                              \
    extern "C" word __tsan_atomic##bits##_fetch_add(word volatile* at, word value, int) {          \
        auto& target = synchronised(at);                                                           \
        return std::exchange(target, static_cast<word>(target + value));                           \
    }                                                                                              \
    extern "C" word __tsan_atomic##bits##_fetch_sub(word volatile* at, word value, int) {          \
        auto& target = synchronised(at);                                                           \
        return std::exchange(target, static_cast<word>(target - value));                           \
    }                                                                                              \
    extern "C" int __tsan_atomic##bits##_compare_exchange_strong(                                  \
        word volatile* at, word* expected, word desired, int, int                                  \
    ) {                                                                                            \
        auto& target = synchronised(at);                                                           \
        bool const equal = target == *expected;                                                    \
        (equal ? target : *expected) = equal ? desired : target;                                   \
        return equal;                                                                              \
    }                                                                                              \
    extern "C" int __tsan_atomic##bits##_compare_exchange_weak(                                    \
        word volatile* at, word* expected, word desired, int success, int failure                  \
    ) {                                                                                            \
        return __tsan_atomic##bits##_compare_exchange_strong(                                      \
            at, expected, desired, success, failure                                                \
        );                                                                                         \
    }

TACHO_TESTS_ATOMIC(8, unsigned char)
TACHO_TESTS_ATOMIC(32, unsigned int)
TACHO_TESTS_ATOMIC(64, unsigned long)

extern "C" void __tsan_init() {}
extern "C" void __tsan_func_entry(void*) {}
extern "C" void __tsan_func_exit() {}

// A signal may arrive before a signal fence as well.
extern "C" void __tsan_atomic_signal_fence(int) {
    if (in_model())
        explore::execution::instance().signal_fence();
}
