// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_DETAIL_HOST_HPP
#define TACHO_HTTP_DETAIL_HOST_HPP

#include <tacho/http/detail/answer.hpp>
#include <tacho/http/detail/own_metrics.hpp>
#include <tacho/http/detail/scrape.hpp>
#include <tacho/http/options.hpp>

#include <string>

namespace tacho::inline v0::http::detail {

class session;

// What a connection asks of the server it belongs to, and what they share.
class host {
public:
    host(host const&) = delete;
    host& operator=(host const&) = delete;

    // Null: all are in use, and `session::granted` is called when it is this session's turn.
    virtual scrape* acquire_scrape(session& wants) = 0;
    virtual void leave_queue(session& waits) noexcept = 0;
    virtual void release_scrape(scrape& used) noexcept = 0;
    // The connection is closed.
    virtual void forget(session& closed) noexcept = 0;
    // A scrape was released or a connection forgotten: whoever waits for one may go on.
    virtual void made_room() noexcept = 0;

    options const chosen;
    std::string const landing{landing_page(chosen)};
    own_metrics metrics;

protected:
    explicit host(options const& given)
        : chosen{given} {}
    ~host() = default;
};

} // namespace tacho::inline v0::http::detail

#endif
