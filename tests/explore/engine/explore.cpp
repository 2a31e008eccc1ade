// SPDX-License-Identifier: BSL-1.0

#include <cstring>
#include <utility>

#include "../explore.hpp"
#include "execution.hpp"

// The functions of explore.hpp. Only one run exists at a time, and they act on it.

namespace explore {

void check(bool holds, char const* what) {
    execution::instance().check(holds, what);
}

void outcome(unsigned which) {
    execution::in_model = false;
    execution::instance().outcomes().insert(which);
    execution::in_model = true;
}

int start(std::function<void()> body) {
    return execution::instance().start(std::move(body));
}

void join(int thread) {
    execution::instance().join(thread);
}

void run(std::initializer_list<std::function<void()>> bodies) {
    int first = -1;
    int last = -1;
    for (auto const& each : bodies) {
        last = start(each);
        first = first < 0 ? last : first;
    }
    for (int i = first; i <= last; ++i)
        join(i);
}

void on_signal(std::function<void()> handler) {
    execution::instance().on_signal(std::move(handler));
}

void fork_into_child() {
    execution::instance().fork_into_child();
}

void let_memory_run_out() {
    execution::instance().let_memory_run_out();
}

std::uint64_t peek(void const* at, std::size_t size) {
    std::uint64_t value = 0;
    std::memcpy(&value, at, size);
    return value;
}

void add_thread_memory(void* at, std::size_t size) {
    execution::instance().add_thread_memory(at, size);
}

void add_global_memory(void* at, std::size_t size, char const* name) {
    execution::instance().memory.add_global(at, size, name);
}

void set_first_cell(std::size_t offset, char const* (*name_of_head)(std::size_t)) {
    execution::instance().memory.set_first_cell(offset);
    execution::instance().name_of_head = name_of_head;
}

void construct(void* at, std::size_t size, std::uint64_t value) {
    execution::instance().construct(at, size, value);
}

std::uint64_t load(void const* at, std::size_t size, order how, where const& from) {
    return execution::instance().load(at, size, how, from);
}

void store(void* at, std::size_t size, std::uint64_t value, order how, where const& from) {
    execution::instance().store(at, size, value, how, from);
}

std::uint64_t read_modify_write(
    void* at, std::size_t size, change kind, std::uint64_t with, order how, where const& from
) {
    return execution::instance().change_value(at, size, kind, with, how, from);
}

bool compare_exchange(
    void* at,
    std::size_t size,
    std::uint64_t& expected,
    std::uint64_t desired,
    order success,
    order failure,
    where const& from
) {
    return execution::instance().compare_exchange(
        at, size, expected, desired, success, failure, from
    );
}

void lock(void* mutex) {
    execution::instance().lock(mutex);
}

void unlock(void* mutex) {
    execution::instance().unlock(mutex);
}

void yield() {
    execution::instance().yield();
}

std::byte* reserve(std::size_t bytes) {
    return execution::instance().reserve(bytes);
}

bool make_usable(std::byte* from, std::size_t bytes) {
    return execution::instance().make_usable(from, bytes);
}

void release(std::byte* memory) {
    execution::instance().release(memory);
}

std::size_t reserved() {
    return execution::instance().memory.reserved();
}

void at_thread_end(void (*call)(void*), void* with) {
    execution::instance().at_thread_end(call, with);
}

void on_fork(void (*before)(), void (*in_parent)(), void (*in_child)()) {
    execution::instance().on_fork(before, in_parent, in_child);
}

} // namespace explore
