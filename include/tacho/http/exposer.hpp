// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_EXPOSER_HPP
#define TACHO_HTTP_EXPOSER_HPP

#include <tacho/http/detail/listen.hpp>
#include <tacho/http/detail/own_thread.hpp>
#include <tacho/http/detail/server.hpp>
#include <tacho/http/detail/validate.hpp>
#include <tacho/http/options.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/strand.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <system_error>
#include <utility>

namespace tacho::inline v0::http {

/// Serves a registry over HTTP, for Prometheus to scrape.
///
/// It answers GET and HEAD at `options::path` with the metrics, in the one of `exposition_formats`
/// that the peer likes best (today there is the Prometheus text format only), at the paths of
/// `options::pages` with what they say, at `/-/healthy` and `/healthz` with `OK`, and at `/` with a
/// page that links to them.
///
///     tacho::http::exposer exposer{{.port = 9464}};                            // its own thread
///     tacho::http::exposer exposer{context.get_executor(), {.port = 9464}};    // yours
///
/// Thread safety: distinct objects are safe; `port` and `stop` of a shared object are safe, from
/// the exposer's own thread too, for instance from a callback that a scrape runs.
///
/// Progress: what peers do never makes a recording thread wait, and no lock is held while an answer
/// is sent. Callbacks of the registry and pages run on the exposer's thread, where they hold up
/// its other answers.
///
/// Bounds: a connection holds `header_limit` bytes and a few KiB more, and there are at most
/// `max_connections` and one. A running scrape holds the merged values and a few pieces of text of
/// 64 KiB each, whatever the length of the whole, and there are at most `max_scrapes`. Every step
/// of a connection has a time limit.
///
/// Allocation: per connection; a scrape on an open connection reuses the memory of an earlier one.
///
/// Errors: options that cannot work throw `std::invalid_argument`. An address that cannot be had is
/// reported as Asio does: `boost::system::system_error`, or the `error_code` given, and then the
/// exposer serves nothing and its port is 0. Afterwards nothing throws: what goes wrong with a
/// connection ends that connection, a scrape that fails is answered with 500 or cut off.
///
/// On the executor of a user, handlers are serialised by a strand, so any number of threads may run
/// it. The exposer may be destroyed before or after the context that it runs on.
class exposer {
public:
    /// Listens, and serves on a thread of its own, in which signals are blocked.
    explicit exposer(options const& chosen = {})
        : exposer{chosen, failure{}} {}

    /// As above, without an exception when the address cannot be had.
    exposer(options const& chosen, boost::system::error_code& error)
        : exposer{chosen, failure{&error}} {}

    /// Listens, and serves on `executor`, which somebody else runs.
    exposer(boost::asio::any_io_executor const& executor, options const& chosen = {})
        : exposer{executor, chosen, failure{}} {}

    /// As above, without an exception when the address cannot be had.
    exposer(
        boost::asio::any_io_executor const& executor,
        options const& chosen,
        boost::system::error_code& error
    )
        : exposer{executor, chosen, failure{&error}} {}

    exposer(exposer const&) = delete;
    exposer& operator=(exposer const&) = delete;

    /// Stops; see `stop`.
    ~exposer() { stop(); }

    /// Stops listening at once, lets answers under way end within `options::stop_timeout`, and
    /// closes all connections. Any thread may call it, any number of times.
    ///
    /// With a thread of its own it waits for that thread, except on that thread itself. When a
    /// callback of the registry does not return, it leaves the thread behind a second after the
    /// timeout rather than hang. On the executor of a user it does not wait: connections end there.
    void stop() noexcept {
        if (auto const running = server_.lock())
            running->stop();
        if (thread_)
            thread_->finish(patience_);
    }

    /// The port that it listens on; 0 when it could not listen.
    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

private:
    // Where a failure to listen goes: null stands for an exception.
    struct failure {
        boost::system::error_code* error = nullptr;
    };

    exposer(options const& chosen, failure reported)
        : thread_{std::make_unique<detail::own_thread>()}
        , patience_{chosen.stop_timeout + std::chrono::milliseconds{500}} {
        boost::system::error_code error;
        listen(thread_->executor(), chosen, error);
        if (!error)
            run(error);
        report(chosen, error, reported);
    }

    exposer(boost::asio::any_io_executor const& executor, options const& chosen, failure reported) {
        boost::system::error_code error;
        listen(boost::asio::make_strand(executor), chosen, error);
        report(chosen, error, reported);
    }

    void listen(
        boost::asio::any_io_executor const& executor,
        options const& chosen,
        boost::system::error_code& error
    ) {
        detail::validate(chosen);
        auto acceptor = detail::listen(executor, chosen.address, chosen.port, error);
        if (error)
            return;
        port_ = acceptor.local_endpoint(error).port();
        if (error)
            return;
        auto const fresh = std::make_shared<detail::server>(std::move(acceptor), chosen);
        fresh->start();
        server_ = fresh;
    }

    void run(boost::system::error_code& error) {
        try {
            thread_->start();
        } catch (std::system_error const& no_thread) {
            error.assign(no_thread.code().value(), boost::system::system_category());
        }
    }

    void report(options const& chosen, boost::system::error_code error, failure reported) {
        if (error) {
            port_ = 0;
            thread_.reset();
        }
        if (reported.error != nullptr)
            *reported.error = error;
        else if (error)
            throw boost::system::system_error{
                error, detail::cannot_listen(chosen.address, chosen.port)
            };
    }

    // Handlers own the server. Where they are destroyed with the user's context, it is gone as
    // well.
    std::weak_ptr<detail::server> server_;
    std::unique_ptr<detail::own_thread> thread_;
    std::chrono::milliseconds patience_{};
    std::uint16_t port_ = 0;
};

} // namespace tacho::inline v0::http

#endif
