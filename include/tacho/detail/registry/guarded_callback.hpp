// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_GUARDED_CALLBACK_HPP
#define TACHO_DETAIL_REGISTRY_GUARDED_CALLBACK_HPP

#include <tacho/detail/language/visibility.hpp>
#include <tacho/detail/storage/arena.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

#if defined(__GLIBCXX__)
# include <cxxabi.h>
#endif

namespace tacho::inline v0::detail {

/// The mutex that lets one thread at a time into a callback. A fork cannot leave it locked for
/// good: a child sees that the holder exists only in its parent.
class fork_safe_mutex {
public:
    void lock() noexcept {
        while (!try_lock())
            if (auto const seen = held_.load(std::memory_order_relaxed); seen == mine())
                held_.wait(seen, std::memory_order_relaxed);
    }

    [[nodiscard]] bool try_lock() noexcept {
        auto seen = held_.load(std::memory_order_relaxed);
        // pairs with the release in unlock()
        if (seen == mine() || !held_.compare_exchange_strong(
                                  seen, mine(), std::memory_order_acquire, std::memory_order_relaxed
                              ))
            return false;
        by_.store(std::this_thread::get_id(), std::memory_order_relaxed);
        return true;
    }

    void unlock() noexcept {
        by_.store(std::thread::id{}, std::memory_order_relaxed);
        held_.store(0, std::memory_order_release); // pairs with the acquire in try_lock()
        held_.notify_one();
    }

    /// Whether this thread holds the mutex. Relaxed: only this thread can have stored its own id.
    [[nodiscard]] bool mine_already() const noexcept {
        return held_.load(std::memory_order_relaxed) == mine() &&
               by_.load(std::memory_order_relaxed) == std::this_thread::get_id();
    }

private:
    /// The value that a holder in this process writes: a different one in every generation of
    /// forks, and never 0.
    [[nodiscard]] static std::uint32_t mine() noexcept {
        return the_arena().generation.load(std::memory_order_relaxed) + 1;
    }

    std::atomic<std::uint32_t> held_{0};
    std::atomic<std::thread::id> by_{};
};

/// The number of callbacks that this thread is inside of.
TACHO_SHARED_STATE TACHO_THREAD_LOCAL inline constinit thread_local int callback_depth{0};

/// The outcome of a call. `skipped`: the callback is retired, or it is already running and the
/// calling scrape is itself inside a callback.
enum class call_result : unsigned char { done, skipped, failed };

/// A user's function that scrapes call: one call at a time, and none once `retire` has returned.
///
/// It runs with no lock of the registry held, may register and record, and may itself scrape. A
/// scrape inside a callback leaves out the callbacks that are running: waiting for them could mean
/// waiting for itself.
template <typename Signature>
class guarded_callback;

template <typename Result, typename... Arguments>
class guarded_callback<Result(Arguments...)> {
public:
    explicit guarded_callback(std::function<Result(Arguments...)> function)
        : function_{std::move(function)} {}

    /// Calls `use(function)`. Unless the outcome is `done`, nothing that the function produced may
    /// be used.
    template <typename Use>
    [[nodiscard]] call_result call(Use&& use) {
        if (turn_.mine_already())
            return call_result::skipped;
        if (callback_depth == 0)
            turn_.lock();
        else if (!turn_.try_lock())
            return call_result::skipped;
        visit const inside{*this};
        if (!function_)
            return call_result::skipped;
#if defined(__cpp_exceptions)
        try {
            use(function_);
            return call_result::done;
# if defined(__GLIBCXX__)
        } catch (abi::__forced_unwind&) { // pthread_exit or pthread_cancel: the thread ends here
            throw;
# endif
        } catch (...) {
            return call_result::failed;
        }
#else
        use(function_);
        return call_result::done;
#endif
    }

    /// Waits until a running call ends, unless this thread is inside that call, and drops the
    /// function.
    void retire() {
        retired_.store(
            true, std::memory_order_relaxed
        ); // read by the thread that holds turn_, and as a hint
        if (turn_.mine_already())
            return; // the call drops the function when it returns
        std::lock_guard const idle{turn_};
        function_ = nullptr;
    }

    [[nodiscard]] bool retired() const noexcept { return retired_.load(std::memory_order_relaxed); }

private:
    class visit {
    public:
        explicit visit(guarded_callback& of) noexcept
            : of_{of} {
            ++callback_depth;
        }
        visit(visit const&) = delete;
        visit& operator=(visit const&) = delete;
        ~visit() {
            --callback_depth;
            if (of_.retired_.load(std::memory_order_relaxed))
                of_.function_ = nullptr;
            of_.turn_.unlock();
        }

    private:
        guarded_callback& of_;
    };

    fork_safe_mutex turn_{};
    std::atomic<bool> retired_{false};
    std::function<Result(Arguments...)> function_;
};

} // namespace tacho::inline v0::detail

#endif
