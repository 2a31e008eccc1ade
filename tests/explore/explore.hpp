// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_EXPLORE_HPP
#define TACHO_TESTS_EXPLORE_HPP

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <set>
#include <source_location>
#include <string>
#include <vector>

// The functions that the explorer offers. docs/design.md, "Exploration", says what it covers.
//
// A scenario is a function that is run again and again, each time with other decisions: which
// thread continues, which of the values that the memory model allows a load returns, where a signal
// arrives. Its threads are fibers of one system thread; its memory is reset before each run.

namespace explore {

/// How far a scenario is explored.
struct bounds {
    unsigned preemptions{2}; // switches away from a thread that could have gone on
    unsigned stale_reads{2}; // loads that return another value than the newest
    std::uint64_t walks{0};  // random runs after that, without those two bounds
};

/// A named test. `outcomes`, unless it is empty, is the exact set of numbers with which all runs
/// together must call `outcome()`.
struct scenario {
    scenario(
        char const* its_name,
        bounds short_form,
        bounds long_form,
        void (*its_body)(),
        std::set<unsigned> its_outcomes = {}
    );

    char const* name;
    bounds normal;
    bounds longer;
    void (*body)();
    std::set<unsigned> outcomes;
};

// For scenarios.

/// Ends the run as failed, and with it the scenario, unless `holds`.
void check(bool holds, char const* what);

/// Notes an outcome of this run, one of those that the scenario may have.
void outcome(unsigned which);

/// Starts a thread; it begins when it is scheduled.
int start(std::function<void()> body);
void join(int thread);

/// Starts a thread for each body and waits for all of them.
void run(std::initializer_list<std::function<void()>> bodies);

/// From now on, and once in a run, `handler` may interrupt this thread before any of its accesses.
void on_signal(std::function<void()> handler);

/// fork(), seen from the child: the other threads cease to exist. (The thread that starts and joins
/// them stays: it is the test.)
void fork_into_child();

/// From now on the system may refuse to make memory usable.
void let_memory_run_out();

/// Reads the newest value without synchronisation: for checks. It is never a decision.
[[nodiscard]] std::uint64_t peek(void const* at, std::size_t size);

/// Declares memory of which each thread has a copy of its own, which lies at `at` while its thread
/// runs.
void add_thread_memory(void* at, std::size_t size);

/// Declares memory that is reset before each run, and its name in traces.
void add_global_memory(void* at, std::size_t size, char const* name);

/// Declares that all but the first `offset` bytes of each piece of reserved memory are cells. A
/// store to a cell, other than by a read-modify-write, has to happen after the store before it.
void set_first_cell(std::size_t offset, char const* (*name_of_head)(std::size_t offset));

// For the headers in shadow/, which stand in for the system and the standard library.

using where = std::source_location;

enum class order : std::uint8_t { relaxed, acquire, release, acq_rel, seq_cst };
enum class change : std::uint8_t { exchange, add, subtract, bit_and, bit_or };

void construct(void* at, std::size_t size, std::uint64_t value);
[[nodiscard]] std::uint64_t load(void const* at, std::size_t size, order, where const&);
void store(void* at, std::size_t size, std::uint64_t value, order, where const&);
std::uint64_t
read_modify_write(void* at, std::size_t size, change, std::uint64_t with, order, where const&);
bool compare_exchange(void* at, std::size_t size, std::uint64_t& expected, std::uint64_t desired, order success, order failure, where const&);

void lock(void* mutex);
void unlock(void* mutex);
void yield();

[[nodiscard]] std::byte* reserve(std::size_t bytes);
[[nodiscard]] bool make_usable(std::byte* from, std::size_t bytes);
void release(std::byte* memory);

/// The number of pieces that are reserved.
[[nodiscard]] std::size_t reserved();

/// Calls `call(with)` when this thread ends.
void at_thread_end(void (*call)(void*), void* with);

void on_fork(void (*before)(), void (*in_parent)(), void (*in_child)());

} // namespace explore

#endif
