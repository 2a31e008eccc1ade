// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_DETAIL_OWN_THREAD_HPP
#define TACHO_HTTP_DETAIL_OWN_THREAD_HPP

#include <tacho/detail/system/blocked_signals.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace tacho::inline v0::http::detail {

// A thread that runs a context until it is out of work.
//
// The context belongs to the thread too, so a thread that cannot be waited for may be left behind.
class own_thread {
public:
    own_thread() = default;
    own_thread(own_thread const&) = delete;
    own_thread& operator=(own_thread const&) = delete;

    // Here a thread that still runs is the caller itself, or stuck in a callback.
    ~own_thread() {
        if (thread_.joinable())
            thread_.detach();
    }

    [[nodiscard]] boost::asio::any_io_executor executor() const {
        return shared_->context.get_executor();
    }

    void start() {
        tacho::detail::blocked_signals const inherited;
        thread_ = std::thread{[shared = shared_] { shared->run(); }};
    }

    // Waits until the context is out of work; called twice, from two threads or on the thread
    // itself, too. Past `patience` the context is stopped, and a little later the thread is left to
    // itself.
    void finish(std::chrono::milliseconds patience) noexcept {
        if (shared_->context.get_executor().running_in_this_thread())
            return;
        bool ended = shared_->wait(patience);
        if (!ended) {
            shared_->context.stop();
            ended = shared_->wait(std::chrono::milliseconds{500});
        }
        std::lock_guard const lock{join_};
        if (thread_.joinable())
            ended ? thread_.join() : thread_.detach();
    }

private:
    struct shared_part {
        void run() noexcept {
            for (bool more = true; more;) {
                try {
                    context.run();
                    more = false;
                } catch (...) { // the handlers catch all they can meet; whatever this is, serve on
                }
            }
            std::lock_guard const lock{mutex};
            ended = true;
            changed.notify_all();
        }

        bool wait(std::chrono::milliseconds patience) {
            std::unique_lock lock{mutex};
            return changed.wait_for(lock, patience, [this] { return ended; });
        }

        boost::asio::io_context context{1};
        std::mutex mutex;
        std::condition_variable changed;
        bool ended = false;
    };

    std::shared_ptr<shared_part> shared_ = std::make_shared<shared_part>();
    std::mutex join_;
    std::thread thread_;
};

} // namespace tacho::inline v0::http::detail

#endif
