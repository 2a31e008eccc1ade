// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_EXPLORE_ENGINE_EXECUTION_HPP
#define TACHO_TESTS_EXPLORE_ENGINE_EXECUTION_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "../explore.hpp"
#include "address_table.hpp"
#include "choices.hpp"
#include "clock.hpp"
#include "fiber.hpp"
#include "history.hpp"
#include "model_memory.hpp"

namespace explore {

/// One run of a scenario: its threads, their turns, and the values that each of them may see.
///
/// While the scenario or the library runs, `in_model` is true, and memory comes from the model's
/// heap; the explorer's own memory comes from its usual heap.
class execution {
public:
    static execution& instance();

    /// Runs `body` once, with the decisions of `path`. Returns what failed, or nothing.
    std::string const& run(void (*body)(), bounds const& within, choices& path, bool traced);

    /// Whether a run since `forget_sharing()` has found an address that several threads touch and
    /// that was not known to be shared. Then other orders of the accesses to it have to be tried in
    /// all runs.
    [[nodiscard]] bool sharing_grew() const noexcept { return sharing_grew_; }
    void note_sharing() noexcept {
        if (std::exchange(sharing_grew_, false))
            for (auto& [address, known] : sharing_)
                known.point = known.shared();
    }
    void forget_sharing() { sharing_.clear(); }

    [[nodiscard]] std::set<unsigned>& outcomes() noexcept { return outcomes_; }
    [[nodiscard]] std::vector<std::string> const& trace() const noexcept { return trace_; }

    // The functions that explore.hpp offers.
    void check(bool holds, char const* what);
    int start(std::function<void()> body);
    void join(int thread);
    void on_signal(std::function<void()> handler);
    void fork_into_child();
    void let_memory_run_out() { memory_may_run_out_ = true; }
    void construct(void* at, std::size_t size, std::uint64_t value);
    std::uint64_t load(void const* at, std::size_t size, order, where const&);
    void store(void* at, std::size_t size, std::uint64_t value, order, where const&);
    std::uint64_t
    change_value(void* at, std::size_t size, change, std::uint64_t with, order, where const&);
    bool
    compare_exchange(void* at, std::size_t size, std::uint64_t& expected, std::uint64_t desired, order success, order failure, where const&);
    void lock(void* mutex);
    void unlock(void* mutex);
    void yield();
    std::byte* reserve(std::size_t bytes);
    bool make_usable(std::byte* from, std::size_t bytes);
    void release(std::byte* memory);
    void at_thread_end(void (*call)(void*), void* with);
    void on_fork(void (*before)(), void (*in_parent)(), void (*in_child)());

    /// Checks and notes an access that is not atomic.
    void plain(void const* at, std::size_t size, bool write);

    /// What happened before the last call for this address happens before this one.
    void synchronise(void const* at);

    void signal_fence();

    void add_thread_memory(void* at, std::size_t size);
    model_memory memory;
    char const* (*name_of_head)(std::size_t){nullptr};
    static inline bool in_model{false};

private:
    static constexpr std::size_t stack_bytes = std::size_t{256} << 10;
    static constexpr unsigned most_steps = 20'000;
    static constexpr std::size_t nobody = most_threads;

    struct model_thread {
        fiber context;
        std::unique_ptr<std::byte[]> stack;
        clock now;
        std::function<void()> body;
        std::function<void()> handler;
        void (*leave)(void*){nullptr};
        void* left{nullptr};
        std::vector<std::byte> own_memory;
        void const* waits_for_mutex{nullptr};
        std::size_t waits_for_thread{nobody};
        bool alive{false};
        bool yields{false};
        bool in_handler{false};
    };
    struct mutex_state {
        bool held;
        clock released;
    };
    struct plain_state {
        std::size_t by;
        moment written;
        std::array<moment, most_threads> read;
    };
    struct sharing {
        unsigned readers;
        unsigned writers;
        bool
            point; // where others may go first: from the next run on, so that a run can be repeated
        [[nodiscard]] bool shared() const noexcept {
            return writers != 0 && ((readers | writers) & ((readers | writers) - 1)) != 0;
        }
    };
    struct own_range {
        std::byte* at;
        std::size_t size;
        std::size_t offset; // in a thread's own_memory
    };

    execution() = default;

    [[noreturn]] static void thread_main();
    [[noreturn]] void end_thread();
    [[noreturn]] void fail(std::string what);
    [[noreturn]] void leave_run();

    [[nodiscard]] model_thread& self() noexcept { return threads_[current_]; }
    [[nodiscard]] bool can_run(std::size_t thread);
    [[nodiscard]] unsigned gather_others(std::array<std::size_t, most_threads>& into);
    void switch_to(std::size_t thread);
    void wait_until_able();
    void offer_signal();
    void reach(std::uintptr_t at, bool write);
    void made_step() noexcept;
    [[nodiscard]] bool is_own(std::uintptr_t at) const noexcept;
    void check_access(std::uintptr_t at, std::size_t size);
    [[nodiscard]] history& history_of(void const* at, std::size_t size);
    [[nodiscard]] unsigned choose(unsigned options, decision about);
    void acquire(store_record const& seen, order how);
    void
    put(void* at, std::size_t size, std::uint64_t value, history& in, store_record made, order);
    void check_one_writer(std::uintptr_t at, history& in);
    void note(std::string const& what, void const* at, where const* from);

    std::array<model_thread, most_threads> threads_;
    std::size_t current_{0};
    std::size_t started_{0};
    fiber outside_;
    choices* path_{nullptr};
    bounds bounds_;
    unsigned preemptions_{0};
    unsigned stale_reads_{0};
    unsigned steps_{0};
    bool signals_left_{false};
    bool memory_may_run_out_{false};
    bool bounded_{true};
    std::string failure_;
    void (*body_)(){nullptr};

    address_table<history> histories_;
    address_table<mutex_state> mutexes_;
    address_table<plain_state> plain_;
    std::unordered_map<std::uintptr_t, sharing> sharing_;
    bool sharing_grew_{false};
    std::vector<own_range> own_ranges_;
    std::vector<std::byte> own_pristine_;
    struct fork_handlers {
        void (*before)();
        void (*in_parent)();
        void (*in_child)();
    };
    std::vector<fork_handlers> fork_handlers_;
    std::set<unsigned> outcomes_;
    std::vector<std::string> trace_;
    bool traced_{false};
};

} // namespace explore

#endif
