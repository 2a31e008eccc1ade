// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_DETAIL_DEADLINE_HPP
#define TACHO_HTTP_DETAIL_DEADLINE_HPP

#include <tacho/http/detail/handler_memory.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <memory>
#include <utility>

namespace tacho::inline v0::http::detail {

// A point in time at which the deadline calls its owner's `expired()`, unless the owner has moved
// or cancelled it before.
//
// Every piece of an answer moves a deadline to a later time. This costs no timer operation: the
// pending wait ends too early, sees that the deadline is later, and waits again.
class deadline {
public:
    using clock = std::chrono::steady_clock;

    explicit deadline(boost::asio::any_io_executor const& executor)
        : timer_{executor} {}

    template <class Owner>
        requires requires(Owner& owner) { owner.expired(); }
    void set(std::shared_ptr<Owner> owner, clock::time_point due) {
        due_ = due;
        if (due < armed_)
            arm(std::move(owner));
    }

    [[nodiscard]] bool is_set() const noexcept { return due_ != (clock::time_point::max)(); }

    void cancel() noexcept {
        due_ = armed_ = (clock::time_point::max)();
        try {
            timer_.cancel();
        } catch (...) { // the pending wait ends later and finds no deadline set
        }
    }

private:
    template <class Owner>
    void arm(std::shared_ptr<Owner> owner) {
        armed_ = (clock::time_point::max)();
        timer_.expires_at(due_);
        auto end = [this, kept = std::move(owner)](boost::system::error_code error) {
            if (!error)
                waited(kept);
        };
        timer_.async_wait(memory_.bind(std::move(end)));
        armed_ = due_;
    }

    template <class Owner>
    void waited(std::shared_ptr<Owner> const& owner) noexcept {
        armed_ = (clock::time_point::max)();
        try {
            if (!is_set())
                return;
            if (due_ > clock::now())
                return arm(owner);
        } catch (...) { // a deadline that cannot be waited for counts as expired
        }
        due_ = (clock::time_point::max)();
        owner->expired();
    }

    handler_memory memory_{};
    boost::asio::steady_timer timer_;
    // The deadline, and the end of the pending wait; `max()` if it is not set or no wait is
    // pending.
    clock::time_point due_ = (clock::time_point::max)();
    clock::time_point armed_ = (clock::time_point::max)();
};

} // namespace tacho::inline v0::http::detail

#endif
