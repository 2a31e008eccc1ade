// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_EXPOSER_IPP
#define TACHO_HTTP_EXPOSER_IPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/system/birthplace.hpp>
#include <tacho/http/detail/listen.hpp>
#include <tacho/http/detail/own_thread.hpp>
#include <tacho/http/detail/server.hpp>
#include <tacho/http/detail/validate.hpp>
#include <tacho/http/exposer.hpp>
#include <tacho/http/options.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/strand.hpp>
#include <boost/system/errc.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <system_error>
#include <thread>
#include <utility>

namespace tacho::inline v0::http {

namespace detail {

// The parts of an exposer: its server and, without a user's executor, the thread that runs it.
//
// The constructors throw for options that cannot work. If the server cannot listen, they set
// `error`, and the exposer has neither a server nor a thread.
class exposer_state {
public:
    exposer_state(options const& chosen, boost::system::error_code& error)
        : chosen_{chosen}
        , thread_{std::make_unique<own_thread>()}
        , patience_{chosen.stop_timeout + std::chrono::milliseconds{500}} {
        listen(thread_->executor(), error);
        if (!error)
            start_thread(error);
        if (error) {
            port_ = 0;
            thread_.reset(); // and with it the server, if there is one
        }
    }

    exposer_state(
        boost::asio::any_io_executor const& executor,
        options const& chosen,
        boost::system::error_code& error
    )
        : chosen_{chosen}
        , executor_{executor} {
        listen(boost::asio::make_strand(executor), error);
    }

    exposer_state(exposer_state const&) = delete;
    exposer_state& operator=(exposer_state const&) = delete;

    // A child has no thread that could run what its parent's thread was about to do.
    ~exposer_state() {
        if (!born_.is_here())
            static_cast<void>(thread_.release());
    }

    // Whether this is a child of the process that made the exposer.
    [[nodiscard]] bool is_inherited() const noexcept { return !born_.is_here(); }

    // An exposer of this process with the same options and executor.
    [[nodiscard]] std::unique_ptr<exposer_state> made_again(boost::system::error_code& error
    ) const {
        return thread_ != nullptr ? std::make_unique<exposer_state>(chosen_, error)
                                  : std::make_unique<exposer_state>(executor_, chosen_, error);
    }

    [[nodiscard]] options const& chosen() const noexcept { return chosen_; }

    void stop() noexcept {
        if (is_inherited())
            return;
        if (auto const running = server_.lock())
            running->stop();
        if (thread_)
            thread_->finish(patience_);
    }

    [[nodiscard]] std::uint16_t port() const noexcept { return is_inherited() ? 0 : port_; }

private:
    void listen(boost::asio::any_io_executor const& executor, boost::system::error_code& error) {
        validate(chosen_);
        auto const at = *find_place(chosen_.address, chosen_.port);
        auto acceptor = detail::listen(executor, at.host, at.port, error);
        if (error)
            return;
        auto const port = acceptor.local_endpoint(error).port();
        if (error)
            return;
        auto const fresh =
            std::make_shared<server>(std::move(acceptor), chosen_, thread_ != nullptr);
        fresh->start();
        server_ = fresh;
        port_ = port;
    }

    void start_thread(boost::system::error_code& error) {
        try {
            thread_->start();
        } catch (std::system_error const& no_thread) {
            error.assign(no_thread.code().value(), boost::system::system_category());
        }
    }

    tacho::detail::birthplace const born_{};
    options const chosen_;
    boost::asio::any_io_executor const executor_{}; // a user's
    // The pending handlers own the server. If a user's context is destroyed with its handlers, the
    // server is destroyed, too.
    std::weak_ptr<server> server_{};
    std::unique_ptr<own_thread> thread_{};
    std::chrono::milliseconds patience_{};
    std::uint16_t port_ = 0;
};

inline void throw_if_set(boost::system::error_code const& error, options const& chosen) {
    if (!error)
        return;
    auto const at = *find_place(chosen.address, chosen.port);
    // Without the place in Asio's code where it was found, which says nothing to a user.
    boost::system::error_code const plain{error.value(), error.category()};
    throw boost::system::system_error{plain, cannot_listen(at.host, at.port)};
}

} // namespace detail

TACHO_DECL exposer::exposer(options const& chosen) {
    boost::system::error_code error;
    state_ = std::make_unique<detail::exposer_state>(chosen, error);
    detail::throw_if_set(error, chosen);
}

TACHO_DECL exposer::exposer(options const& chosen, boost::system::error_code& error)
    : state_{std::make_unique<detail::exposer_state>(chosen, error)} {}

TACHO_DECL
exposer::exposer(boost::asio::any_io_executor const& executor, options const& chosen) {
    boost::system::error_code error;
    state_ = std::make_unique<detail::exposer_state>(executor, chosen, error);
    detail::throw_if_set(error, chosen);
}

TACHO_DECL exposer::exposer(
    boost::asio::any_io_executor const& executor,
    options const& chosen,
    boost::system::error_code& error
)
    : state_{std::make_unique<detail::exposer_state>(executor, chosen, error)} {}

TACHO_DECL exposer::~exposer() {
    stop();
}

TACHO_DECL void exposer::stop() noexcept {
    state_->stop();
}

TACHO_DECL void exposer::restart_after_fork() {
    boost::system::error_code error;
    restart_after_fork(error);
    detail::throw_if_set(error, state_->chosen());
}

TACHO_DECL void exposer::restart_after_fork(boost::system::error_code& error) {
    error = {};
    if (!state_->is_inherited())
        return;
    // A parent that is about to end may still be listening.
    constexpr std::chrono::milliseconds pause{10};
    for (auto left = std::chrono::milliseconds{1000};; left -= pause) {
        auto fresh = state_->made_again(error);
        if (!error) {
            state_ = std::move(fresh);
            return;
        }
        if (error != boost::system::errc::address_in_use || left <= pause)
            return;
        std::this_thread::sleep_for(pause);
    }
}

TACHO_DECL std::uint16_t exposer::port() const noexcept {
    return state_->port();
}

} // namespace tacho::inline v0::http

#endif
