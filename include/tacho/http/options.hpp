// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_OPTIONS_HPP
#define TACHO_HTTP_OPTIONS_HPP

#include <tacho/exposition/gatherer.hpp>
#include <tacho/http/page.hpp>
#include <tacho/registry.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace tacho::inline v0::http {

/// What an exposer serves, at which address, and the limits that it sets its peers.
///
/// Every member has a default, so a caller names only the members that differ:
/// `{.port = 0, .max_connections = 8}`. The constructor of an exposer throws
/// `std::invalid_argument` for a value that cannot work.
struct options {
    /// The address to listen on: an IPv4 or IPv6 address, or a host name. Of a host name's
    /// addresses the exposer takes the first on which it can listen. A port may follow, which then
    /// counts in place of `port`: `"127.0.0.1:9100"`, `"[::1]:9100"`. The default is loopback only;
    /// `"0.0.0.0"` or `"::"` listens on every interface.
    std::string address{"127.0.0.1"};

    /// The port to listen on; 0 takes a free port, which `exposer::port` returns.
    std::uint16_t port{9464};

    /// The registry to serve, or another source that can be scraped. The contents of a registry
    /// stay alive as long as they are served.
    gatherer registry{default_registry()};

    /// The path of the metrics: letters, digits and `/ - . _ ~`.
    std::string path{"/metrics"};

    /// The program's own pages. Each has a different path.
    std::vector<page> pages{};

    /// Whether the exposer also answers at `/`, `/-/healthy` and `/healthz`.
    bool own_pages{true};

    /// The body of 404 responses.
    std::string not_found{"Not found.\n"};

    /// Whether the exposer's own metrics and those of the library follow the metrics of the
    /// registry. Metrics whose name is also in the registry are left out.
    bool self_metrics{true};

    /// Whether pages of metrics are compressed for scrapers that accept it (gzip), as Prometheus
    /// does. It costs the exposer's thread some 8 ms for each megabyte of text.
    bool compression{true};

    /// The largest accepted size of a request line with all header fields, in bytes.
    std::size_t header_limit{8192};

    /// The most connections at the same time. At the limit, the exposer closes another connection
    /// for a new one: one that is slow to send its request, or else one between two requests, or
    /// else one whose peer has accepted no byte for a second, or else the one that has waited for
    /// its scrape for longest, at least 0.25 s. If there is none of these, the new connection
    /// waits. If the process has no descriptor for a new connection, the exposer closes one that is
    /// slow to send its request.
    std::size_t max_connections{64};

    /// The most scrapes at the same time; further scrapes wait for their turn, the newest first.
    /// Each scrape holds the merged values of the registry and a few pieces of text (exposer.hpp),
    /// so this limit bounds the memory for scrapes. While a scrape waits, others whose peers have
    /// accepted no byte for a second are cut off, or else the one that has been sent for longest,
    /// at least two.
    std::size_t max_scrapes{8};

    /// How long a connection may stay open between two requests.
    std::chrono::milliseconds idle_timeout{std::chrono::minutes{5}};

    /// How long a request may take to arrive, from its first byte to its last. For the first
    /// request the time begins with the connection.
    std::chrono::milliseconds header_timeout{std::chrono::seconds{10}};

    /// How long the peer may take to accept one piece (64 KiB) of an answer, and how long a scrape
    /// may wait for its turn before the exposer answers 503.
    std::chrono::milliseconds write_timeout{std::chrono::seconds{10}};

    /// How long a whole answer may take.
    std::chrono::milliseconds response_timeout{std::chrono::minutes{2}};

    /// How long answers under way may go on after `exposer::stop` was called.
    std::chrono::milliseconds stop_timeout{std::chrono::seconds{1}};
};

} // namespace tacho::inline v0::http

#endif
