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

// A thread that runs an io_context until the context is out of work.
//
// The thread shares ownership of the context, so a thread that does not end can be detached.
class own_thread {
public:
    own_thread() = default;
    own_thread(own_thread const&) = delete;
    own_thread& operator=(own_thread const&) = delete;

    // A thread that still runs here either runs this destructor itself or is stuck in a callback.
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

    // Waits until the context is out of work. It may be called more than once, by several threads,
    // and on the thread itself, where it does not wait. After `patience` it stops the context, and
    // half a second later it detaches the thread.
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
                } catch (...) { // no handler expects this exception; go on with the next handler
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
        std::mutex mutex{};
        std::condition_variable changed{};
        bool ended = false;
    };

    std::shared_ptr<shared_part> shared_ = std::make_shared<shared_part>();
    std::mutex join_{};
    std::thread thread_{};
};

} // namespace tacho::inline v0::http::detail

#endif
