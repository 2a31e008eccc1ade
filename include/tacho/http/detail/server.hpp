// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_DETAIL_SERVER_HPP
#define TACHO_HTTP_DETAIL_SERVER_HPP

#include <tacho/http/detail/close_on_exec.hpp>
#include <tacho/http/detail/deadline.hpp>
#include <tacho/http/detail/handler_memory.hpp>
#include <tacho/http/detail/host.hpp>
#include <tacho/http/detail/scrape.hpp>
#include <tacho/http/detail/session.hpp>
#include <tacho/http/options.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/error_code.hpp>

#include <algorithm>
#include <chrono>
#include <concepts>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace tacho::inline v0::http::detail {

// Accepts connections and decides which may stay.
//
// Everything but `stop` runs on the executor, one handler at a time. Pending handlers keep the
// server alive, so it lives until it has stopped, or until the user's context is destroyed with
// them.
class server final : public host, public std::enable_shared_from_this<server> {
    using clock = deadline::clock;
    using error_code = boost::system::error_code;
    using tcp = boost::asio::ip::tcp;
    using phase = session::phase;

public:
    server(tcp::acceptor listening, options const& given)
        : host{given}
        , acceptor_{std::move(listening)}
        , retry_{acceptor_.get_executor()}
        , stop_limit_{acceptor_.get_executor()}
        , pool_{given.max_scrapes} {
        sessions_.reserve(given.max_connections);
        queue_.reserve(given.max_connections);
    }

    void start() {
        boost::asio::post(acceptor_.get_executor(), [self = shared_from_this()] {
            self->retry_soon(); // so that Asio has room for this timer when memory is short
            self->accept();
        });
    }

    // Callable from any thread, more than once. The listening socket is closed on return; what is
    // under way on the executor ends there.
    void stop() noexcept {
        try {
            {
                std::lock_guard const lock{acceptor_mutex_};
                if (std::exchange(closed_, true))
                    return;
                error_code ignored;
                acceptor_.close(ignored);
            }
            boost::asio::post(acceptor_.get_executor(), [self = shared_from_this()] {
                self->shut_down();
            });
        } catch (...) { // no memory for the handler: connections end by their own deadlines
        }
    }

    // The deadline's word, for both of them.
    void expired() noexcept {
        if (stopping_)
            drop_all();
        else
            retry();
    }

private:
    scrape* acquire_scrape(session& wants) override {
        auto* const found = pool_.try_acquire();
        if (found == nullptr) {
            queue_.push_back(&wants);
            retry_soon();
        }
        return found;
    }

    void leave_queue(session& waits) noexcept override { std::erase(queue_, &waits); }

    void release_scrape(scrape& used) noexcept override { pool_.release(used); }

    void forget(session& closed) noexcept override {
        std::erase(queue_, &closed);
        if (std::erase(sessions_, &closed) != 0)
            metrics.connections.dec();
    }

    void made_room() noexcept override {
        if (stopping_)
            return ended();
        grant();
        if (parked_)
            admit(std::move(*std::exchange(parked_, std::nullopt)));
        else if (!accepting_)
            accept();
    }

    // A scrape that ends within `granted` comes back here: the loop further up the stack goes on,
    // or as many calls would lie on it as peers are waiting.
    void grant() noexcept {
        if (std::exchange(granting_, true))
            return;
        while (!queue_.empty()) {
            scrape* found = nullptr;
            try {
                found = pool_.try_acquire();
            } catch (...) { // no memory now: `retry` comes back
            }
            if (found == nullptr)
                break;
            auto const next = queue_.front()->shared_from_this();
            queue_.erase(queue_.begin());
            next->granted(*found);
        }
        granting_ = false;
    }

    void accept() noexcept {
        try {
            std::lock_guard const lock{acceptor_mutex_};
            if (closed_)
                return;
            acceptor_.async_wait(
                tcp::acceptor::wait_read,
                memory_.bind([self = shared_from_this()](error_code error) {
                    self->somebody_connects(error);
                })
            );
            accepting_ = true;
        } catch (...) {
            accepting_ = false;
            retry_soon();
        }
    }

    // Takes the connection here and not in Asio's handler: that one would be gone, and the server
    // deaf, if there was no memory for the new socket.
    void somebody_connects(error_code error) noexcept {
        if (stopping_ || error == boost::asio::error::operation_aborted)
            return;
        try {
            std::unique_lock lock{acceptor_mutex_};
            if (closed_)
                return;
            auto socket = acceptor_.accept(error);
            lock.unlock();
            if (error == boost::asio::error::would_block ||
                error == boost::asio::error::connection_aborted) // it has gone again
                return accept();
            if (!error) {
                close_on_exec(socket.native_handle());
                return admit(std::move(socket));
            }
        } catch (...) { // no memory for the socket: this connection is closed, as in `admit`
            return accept();
        }
        // Out of descriptors, of which slow peers hold some.
        if (give_up_slow())
            return accept();
        // At once it would fail again, and for ever.
        accepting_ = false;
        retry_soon();
    }

    void admit(tcp::socket socket) noexcept {
        try {
            if (sessions_.size() >= chosen.max_connections && !give_up_one()) {
                parked_.emplace(std::move(socket));
                return retry_soon();
            }
            auto const fresh = std::make_shared<session>(std::move(socket), shared_from_this());
            sessions_.push_back(fresh.get());
            metrics.connections.inc();
            fresh->start();
        } catch (...) { // no memory: this connection is closed, others may fare better
        }
        accepting_ = false;
        accept();
    }

    // Makes room for a new connection, which may be a scrape: first where an answer has been sent,
    // then where a request is slow to come, then between requests, then where the peer takes
    // nothing.
    [[nodiscard]] bool give_up_one() noexcept {
        return give_up_least([](session const& least) {
            return least.state() <= phase::idle ||
                   (least.state() == phase::sending && clock::now() - least.since() >= stall_time);
        });
    }

    // The same where a connection that was useful to its peer is not to suffer.
    [[nodiscard]] bool give_up_slow() noexcept {
        return give_up_least([](session const& least) { return least.state() <= phase::receiving; }
        );
    }

    template <std::predicate<session const&> May>
    [[nodiscard]] bool give_up_least(May may_go) noexcept {
        auto const worth = [](session const* s) { return std::pair{s->state(), s->since()}; };
        auto const least = std::ranges::min_element(sessions_, {}, worth);
        if (least == sessions_.end() || !may_go(**least))
            return false;
        (*least)->abort();
        return true;
    }

    // While somebody waits, a scrape that its peer does not take in must not hold them up.
    void give_up_stalled_scrape() noexcept {
        auto const since = [](session const* s) {
            return s->sends_scrape() ? s->since() : clock::time_point::max();
        };
        auto const oldest = std::ranges::min_element(sessions_, {}, since);
        if (oldest != sessions_.end() && clock::now() - since(*oldest) >= stall_time)
            (*oldest)->abort();
    }

    void retry_soon() noexcept {
        if (retry_.is_set()) // setting it again would only put it off
            return;
        try {
            retry_.set(shared_from_this(), clock::now() + retry_time);
        } catch (...) { // no memory for a timer either: the next connection to end comes back here
            retry_.cancel();
        }
    }

    void retry() noexcept {
        if (!queue_.empty())
            give_up_stalled_scrape();
        made_room();
        if (!queue_.empty())
            retry_soon();
    }

    void shut_down() noexcept {
        stopping_ = true;
        parked_.reset();
        retry_.cancel();
        try {
            stop_limit_.set(shared_from_this(), clock::now() + chosen.stop_timeout);
        } catch (...) {
            return drop_all();
        }
        // Backwards, because a session that has nothing to finish leaves the list.
        for (auto i = sessions_.size(); i-- > 0;)
            sessions_[i]->finish();
        ended();
    }

    void drop_all() noexcept {
        while (!sessions_.empty())
            sessions_.back()->abort();
    }

    void ended() noexcept {
        if (sessions_.empty())
            stop_limit_.cancel();
    }

    std::mutex acceptor_mutex_; // of the two below, which `stop` touches on its caller's thread
    tcp::acceptor acceptor_;
    bool closed_ = false;

    handler_memory memory_; // of the wait for a connection
    deadline retry_;
    deadline stop_limit_;
    scrape_pool pool_;
    std::vector<session*> sessions_;
    std::vector<session*> queue_;       // first come, first served
    std::optional<tcp::socket> parked_; // accepted when there was no room
    bool accepting_ = false;            // until there is room for the connection accepted
    bool granting_ = false;
    bool stopping_ = false;

    static constexpr std::chrono::milliseconds retry_time{100};
    static constexpr std::chrono::milliseconds stall_time{1000};
};

} // namespace tacho::inline v0::http::detail

#endif
