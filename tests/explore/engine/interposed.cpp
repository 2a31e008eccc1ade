// SPDX-License-Identifier: BSL-1.0

#include <cstddef>
#include <cstdlib>
#include <new>
#include <sched.h>
#include <time.h>

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

extern "C" void __tsan_init() {}
extern "C" void __tsan_func_entry(void*) {}
extern "C" void __tsan_func_exit() {}

// A signal may arrive before a signal fence as well.
extern "C" void __tsan_atomic_signal_fence(int) {
    if (in_model())
        explore::execution::instance().signal_fence();
}
