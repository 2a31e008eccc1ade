// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_DETAIL_SERVER_HPP
#define TACHO_HTTP_DETAIL_SERVER_HPP

#include <tacho/http/detail/close_on_exec.hpp>
#include <tacho/http/detail/deadline.hpp>
#include <tacho/http/detail/handler_memory.hpp>
#include <tacho/http/detail/host.hpp>
#include <tacho/http/detail/listen.hpp>
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

// Accepts connections, and closes some of them if there are too many.
//
// All functions but `stop` run on the executor, one handler at a time. The pending handlers own the
// server: it lives until it has stopped, or until the user's context is destroyed with its
// handlers.
#if defined(__GNUC__) // -Weffc++ asks for a virtual destructor in std::enable_shared_from_this
# pragma GCC diagnostic push
# pragma GCC diagnostic ignored "-Wnon-virtual-dtor"
#endif
class server final : public host, public std::enable_shared_from_this<server> {
    using clock = deadline::clock;
    using error_code = boost::system::error_code;
    using tcp = boost::asio::ip::tcp;
    using phase = session::phase;

public:
    // `on_own_thread`: no other code uses the executor.
    server(tcp::acceptor listening, options const& given, bool on_own_thread)
        : host{given, !on_own_thread}
        , acceptor_{std::move(listening)}
        , retry_{acceptor_.get_executor()}
        , stop_limit_{acceptor_.get_executor()}
        , pool_{given.max_scrapes} {
        sessions_.reserve(given.max_connections);
        queue_.reserve(given.max_connections);
        std::lock_guard const lock{sockets.mutex};
        sockets.add(acceptor_.native_handle());
    }

    ~server() {
        std::lock_guard const lock{sockets.mutex};
        if (acceptor_.is_open())
            sockets.remove(acceptor_.native_handle());
        if (parked_)
            sockets.remove(parked_->native_handle());
    }

    void start() {
        boost::asio::post(acceptor_.get_executor(), [self = shared_from_this()] {
            self->retry_soon(); // Asio then has the memory for this timer when memory is short
            self->accept();
        });
    }

    // Any thread may call it, more than once. When it returns, the listening socket is closed; the
    // connections end later, on the executor.
    void stop() noexcept {
        try {
            {
                std::lock_guard const lock{sockets.mutex};
                if (!acceptor_.is_open())
                    return;
                stop_listening(acceptor_.native_handle());
                sockets.remove(acceptor_.native_handle());
                error_code ignored;
                acceptor_.close(ignored);
            }
            boost::asio::post(acceptor_.get_executor(), [self = shared_from_this()] {
                self->shut_down();
            });
        } catch (...) { // no memory for the handler: the connections end at their own deadlines
        }
    }

    // Both deadlines call this.
    void expired() noexcept {
        if (stopping_)
            drop_all();
        else
            retry();
    }

private:
    scrape* acquire_scrape(session& wants) override {
        auto* found = pool_.try_acquire();
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

    // A session may call this inside of `grant` or `admit`. Then `granting_` leaves the rest of the
    // queue to the running `grant`, and `accepting_` leaves the next wait to the running `admit`.
    void made_room() noexcept override {
        if (stopping_)
            return ended();
        grant();
        if (parked_)
            admit(std::move(*std::exchange(parked_, std::nullopt)));
        else if (!accepting_)
            accept();
    }

    // Gives free scrapes to the sessions in the queue. A scrape may end before `granted` returns,
    // and its session then calls `made_room`. That call of `grant` returns at once and leaves the
    // rest of the queue to this loop; otherwise each waiting session would add a level to the
    // stack.
    void grant() noexcept {
        if (std::exchange(granting_, true))
            return;
        while (!queue_.empty()) {
            scrape* found = nullptr;
            try {
                found = pool_.try_acquire();
            } catch (...) { // no memory now: `retry` tries again
            }
            if (found == nullptr)
                break;
            // The newest session is next. Under attack most old sessions are the attacker's, while
            // a scraper has only just asked.
            auto const next = queue_.back()->shared_from_this();
            queue_.pop_back();
            next->granted(*found);
        }
        granting_ = false;
    }

    void accept() noexcept {
        try {
            std::lock_guard const lock{sockets.mutex};
            if (!acceptor_.is_open() || sockets.given_up())
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

    // The server waits until a peer connects, and accepts the connection itself. If Asio accepted
    // it and had no memory for the new socket, the handler would be lost, and the server would
    // accept no further connection.
    void somebody_connects(error_code error) noexcept {
        if (stopping_ || sockets.given_up() || error == boost::asio::error::operation_aborted)
            return;
        try {
            std::unique_lock lock{sockets.mutex};
            if (!acceptor_.is_open())
                return;
            auto socket = acceptor_.accept(error);
            if (!error)
                sockets.add(socket.native_handle());
            lock.unlock();
            if (error == boost::asio::error::would_block ||
                error == boost::asio::error::connection_aborted) // the peer has closed it again
                return accept();
            if (!error) {
                close_on_exec(socket.native_handle());
                return admit(std::move(socket));
            }
        } catch (...) { // no memory for the socket: the connection is closed, as in `admit`
            return accept();
        }
        // The process is out of descriptors, and slow peers may hold some.
        if (give_up_slow())
            return accept();
        // The peer is still waiting, so accepting it now would fail again, in an endless loop.
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
        } catch (...) { // no memory: this connection is closed, and the server goes on
        }
        if (socket.is_open()) // no session has taken it
            close(std::move(socket));
        accepting_ = false;
        accept();
    }

    // Closes one connection to make room for a new one, which may be a scrape. In this order it
    // picks a connection whose last answer has been sent, one whose request is slow to arrive, one
    // between two requests, one whose peer has accepted no byte of an answer for `stall_time`, or
    // the one that has waited for a scrape for longest, at least `waiting_time`.
    [[nodiscard]] bool give_up_one() noexcept {
        if (give_up_least([](session const& least) {
                return least.state() <= phase::idle || (least.state() == phase::sending &&
                                                        clock::now() - least.since() >= stall_time);
            }))
            return true;
        if (queue_.empty() || clock::now() - queue_.front()->since() < waiting_time)
            return false;
        queue_.front()->abort();
        return true;
    }

    // Closes one connection whose last answer has been sent or whose request is slow to arrive. It
    // keeps connections between two requests.
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

    // Cuts off the scrape that is oldest by `since`, if that is at least `limit` ago.
    template <typename Since>
    [[nodiscard]] bool give_up_scrape(Since since, std::chrono::milliseconds limit) noexcept {
        auto const sending_since = [&](session const* s) {
            return s->sends_scrape() ? since(*s) : (clock::time_point::max)();
        };
        auto const oldest = std::ranges::min_element(sessions_, {}, sending_since);
        if (oldest == sessions_.end() || clock::now() - sending_since(*oldest) < limit)
            return false;
        (*oldest)->abort(); // which gives its scrape to a session that waits
        return true;
    }

    // Peers that read nothing, or slowly, must not hold all scrapes while other sessions wait for
    // one. Cuts off all scrapes whose peer has accepted no byte for `stall_time`, or else the one
    // that has been sent for longest, if that is at least `sending_time`.
    void give_up_slow_scrapes() noexcept {
        bool found = false;
        while (!queue_.empty() &&
               give_up_scrape([](session const& s) { return s.since(); }, stall_time))
            found = true;
        if (!found && !queue_.empty())
            static_cast<void>(
                give_up_scrape([](session const& s) { return s.scraping_since(); }, sending_time)
            );
    }

    void retry_soon() noexcept {
        if (retry_.is_set()) // setting it again would delay it
            return;
        try {
            retry_.set(shared_from_this(), clock::now() + retry_time);
        } catch (...) { // no memory for a timer: `made_room` tries again when a connection ends
            retry_.cancel();
        }
    }

    void retry() noexcept {
        give_up_slow_scrapes();
        made_room();
        if (!queue_.empty())
            retry_soon();
    }

    void shut_down() noexcept {
        stopping_ = true;
        if (parked_)
            close(std::move(*std::exchange(parked_, std::nullopt)));
        retry_.cancel();
        try {
            stop_limit_.set(shared_from_this(), clock::now() + chosen.stop_timeout);
        } catch (...) {
            return drop_all();
        }
        // Backwards, because a session that sends no answer removes itself from the list.
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

    void close(tcp::socket socket) noexcept {
        std::lock_guard const lock{sockets.mutex};
        sockets.remove(socket.native_handle());
        error_code ignored;
        socket.close(ignored);
    }

    // Closed when the server stops, on the thread that stops it: guarded by the sockets' mutex.
    tcp::acceptor acceptor_;

    handler_memory memory_{}; // for the wait for a connection
    deadline retry_;
    deadline stop_limit_;
    scrape_pool pool_;
    std::vector<session*> sessions_{};
    std::vector<session*> queue_{};       // sessions that wait for a scrape, in order of arrival
    std::optional<tcp::socket> parked_{}; // a connection that was accepted when there was no room
    bool accepting_ = false; // waits for a connection, or handles or parks one that was accepted
    bool granting_ = false;  // `grant` runs
    bool stopping_ = false;  // `shut_down` has run

    static constexpr std::chrono::milliseconds retry_time{100};
    static constexpr std::chrono::milliseconds stall_time{1000};
    static constexpr std::chrono::milliseconds waiting_time{250};
    static constexpr std::chrono::milliseconds sending_time{2000};
};
#if defined(__GNUC__)
# pragma GCC diagnostic pop
#endif

} // namespace tacho::inline v0::http::detail

#endif
