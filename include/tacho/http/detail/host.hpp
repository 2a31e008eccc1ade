// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_DETAIL_HOST_HPP
#define TACHO_HTTP_DETAIL_HOST_HPP

#include <tacho/http/detail/answer.hpp>
#include <tacho/http/detail/inherited_sockets.hpp>
#include <tacho/http/detail/own_metrics.hpp>
#include <tacho/http/detail/scrape.hpp>
#include <tacho/http/options.hpp>

#include <string>

namespace tacho::inline v0::http::detail {

class session;

// The part of the server that its connections see: requests to the server, and shared data.
class host {
public:
    host(host const&) = delete;
    host& operator=(host const&) = delete;

    // Returns null if all scrapes are in use. The session is then in a queue, and the server calls
    // `session::granted` when a scrape is free for it.
    virtual scrape* acquire_scrape(session& wants) = 0;
    virtual void leave_queue(session& waits) noexcept = 0;
    virtual void release_scrape(scrape& used) noexcept = 0;
    // A session calls this when its connection is closed.
    virtual void forget(session& closed) noexcept = 0;
    // A session calls this after it has released a scrape or was forgotten. A session that waits
    // for a scrape, or a peer that waits for a connection, may then go on.
    virtual void made_room() noexcept = 0;

    options const chosen;
    inherited_sockets sockets;
    std::string const landing{landing_page(chosen)};
    own_metrics metrics{};

protected:
    // `reused`: see inherited_sockets.
    host(options const& given, bool reused)
        : chosen{given}
        , sockets{given.max_connections + 2, reused} {} // one that listens, one that is parked
    ~host() = default;
};

} // namespace tacho::inline v0::http::detail

#endif
