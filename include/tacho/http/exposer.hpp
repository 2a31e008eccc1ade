// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_EXPOSER_HPP
#define TACHO_HTTP_EXPOSER_HPP

#include <tacho/http/options.hpp>

#include <cstdint>
#include <memory>

// Both macros give Asio's executor another name, which only its own header knows.
#if defined(BOOST_ASIO_USE_TS_EXECUTOR_AS_DEFAULT) || defined(BOOST_ASIO_ENABLE_VERSION_NAMESPACE)
# include <boost/asio/any_io_executor.hpp>
#else
namespace boost::asio {
class any_io_executor;
} // namespace boost::asio
#endif
namespace boost::system {
class error_code;
} // namespace boost::system

namespace tacho::inline v0::http {

namespace detail {
class exposer_state;
} // namespace detail

/// Serves a registry over HTTP, for Prometheus to scrape.
///
/// It answers GET and HEAD. At `options::path` are the metrics, in the format that the scraper
/// prefers (exposition/negotiation.hpp). At the paths of
/// `options::pages` are the program's own pages. `/-/healthy` and `/healthz` answer `OK`, and `/`
/// is a page with links to all the others.
///
///     tacho::http::exposer exposer{{.port = 9464}};                            // its own thread
///     tacho::http::exposer exposer{context, {.port = 9464}};                   // yours
///
/// Two types of Boost are only named here. Where TACHO_SEPARATE_COMPILATION is defined, a file that
/// passes a context or an executor includes `<boost/asio/any_io_executor.hpp>`, one that passes an
/// `error_code` includes `<boost/system/error_code.hpp>`, and all others need no header of Boost.
///
/// Thread safety: distinct objects are safe; `port` and `stop` of a shared object are safe, also on
/// the exposer's own thread, for instance in a callback that a scrape runs.
///
/// Progress: peers never make a recording thread wait, and no lock is held while an answer is sent.
/// Callbacks of the registry and pages run on the exposer's thread and delay its other answers.
///
/// Bounds: a connection holds `header_limit` bytes and a few KiB more, and there are at most
/// `max_connections` plus one. A running scrape holds the merged values and a few pieces of text of
/// 64 KiB each, however long the whole text is; besides, the texts of text callbacks, which other
/// formats than text write family by family, and some 350 KiB if it compresses. There are at most
/// `max_scrapes`. Every step of a connection has a time limit.
///
/// Allocation: per connection; a scrape on an open connection reuses the memory of an earlier one.
///
/// Errors: options that cannot work throw `std::invalid_argument`. If the exposer cannot listen at
/// its address, it throws `boost::system::system_error` or sets the `error_code` that the caller
/// passed; with an `error_code`, the exposer then serves nothing and its port is 0. After
/// construction nothing throws: an error of a connection ends that connection, and a scrape that
/// fails is answered with 500 or cut off.
///
/// A forked child does not serve: its copy of an exposer has given up all sockets, so the parent's
/// peers and port are the parent's alone, and can be destroyed at once. See `restart_after_fork`.
///
/// On a user's executor the exposer runs its handlers on a strand, so any number of threads may run
/// the executor. The exposer may be destroyed before or after the context that it runs on.
class exposer {
public:
    /// Listens, and serves on a thread of its own, in which signals are blocked.
    explicit exposer(options const& chosen = {});

    /// Listens, and serves on a thread of its own. If it cannot listen, it sets `error` instead of
    /// throwing.
    exposer(options const& chosen, boost::system::error_code& error);

    /// Listens, and serves on `executor`, which the caller runs.
    exposer(boost::asio::any_io_executor const& executor, options const& chosen = {});

    /// Listens, and serves on `executor`, which the caller runs. If it cannot listen, it sets
    /// `error` instead of throwing.
    exposer(
        boost::asio::any_io_executor const& executor,
        options const& chosen,
        boost::system::error_code& error
    );

    /// Listens, and serves on a context that the caller runs, such as an `io_context`.
    template <typename Context>
        requires requires(Context& context) { context.get_executor(); }
    explicit exposer(Context& context, options const& chosen = {})
        : exposer{context.get_executor(), chosen} {}

    exposer(exposer const&) = delete;
    exposer& operator=(exposer const&) = delete;

    /// Stops; see `stop`.
    ~exposer();

    /// Stops listening at once, gives answers under way `options::stop_timeout` to end, and closes
    /// all connections. Any thread may call it, any number of times.
    ///
    /// An exposer with a thread of its own waits for that thread, unless `stop` is called on that
    /// thread. If a callback of the registry does not return, `stop` gives up one second after the
    /// timeout and leaves the thread running, so that it cannot hang. On a user's executor `stop`
    /// does not wait: the connections end when the executor runs.
    void stop() noexcept;

    /// For a forked child, such as a daemon: listens again, with the same options and on the same
    /// executor or on a new thread. Before that the exposer is closed in the child: its sockets
    /// were given up at the fork, and `port` returns 0. A parent that is about to end may still
    /// listen, so this tries for up to a second. Throws or sets `error` like the constructors. Does
    /// nothing in the process that made the exposer. Of a user's `io_context`, call
    /// `notify_fork(fork_child)` before.
    void restart_after_fork();
    void restart_after_fork(boost::system::error_code& error);

    /// The port on which the exposer listens; 0 if it could not listen, and in a forked child.
    [[nodiscard]] std::uint16_t port() const noexcept;

private:
    std::unique_ptr<detail::exposer_state> state_{};
};

} // namespace tacho::inline v0::http

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/http/exposer.ipp> // IWYU pragma: export
#endif

#endif
