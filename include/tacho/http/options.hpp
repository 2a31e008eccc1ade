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

/// What an exposer serves, where, and how much it grants its peers.
///
/// Every member has a default, so name only what differs: `{.port = 0, .max_connections = 8}`.
/// An exposer refuses a value that cannot work with `std::invalid_argument`.
struct options {
    /// The address to listen on: IPv4, IPv6, or a host name, whose first address that can be had is
    /// taken. The default is reachable from this machine only; `"0.0.0.0"` and `"::"` are all of
    /// it.
    std::string address{"127.0.0.1"};

    /// The port to listen on; 0 takes a free one, which `exposer::port` tells.
    std::uint16_t port{9464};

    /// What to serve: a registry, or whatever else can be scraped. A registry's contents stay alive
    /// as long as they are served.
    gatherer registry{default_registry()};

    /// Where the metrics are: letters, digits and `/ - . _ ~`.
    std::string path{"/metrics"};

    /// Further pages, each at a path of its own.
    std::vector<page> pages{};

    /// Whether the exposer answers at `/`, `/-/healthy` and `/healthz` too.
    bool own_pages{true};

    /// What is said, with status 404, where there is nothing.
    std::string not_found{"Not found.\n"};

    /// Whether the exposer's own metrics and those of the library follow the registry's. Those
    /// whose name the registry has too are left out.
    bool self_metrics{true};

    /// The longest request line and header fields accepted, in bytes.
    std::size_t header_limit{8192};

    /// Connections at the same time. At the limit a new one takes the place of one that is slow to
    /// send its request, else of one between requests, else of one whose peer has taken nothing for
    /// a second; when there is none of these, it waits until there is. Without a descriptor for it,
    /// one that is slow to send its request is given up.
    std::size_t max_connections{64};

    /// Scrapes at the same time; further ones wait their turn. Each holds the merged values of the
    /// registry and one piece of text, so this bounds the memory that scraping takes. While one
    /// waits, a scrape whose peer has taken nothing for a second is cut off.
    std::size_t max_scrapes{8};

    /// How long a connection may stay open between two requests.
    std::chrono::milliseconds idle_timeout{std::chrono::minutes{5}};

    /// How long a request may take to arrive, from its first byte (or the connection's start) to
    /// its last.
    std::chrono::milliseconds header_timeout{std::chrono::seconds{10}};

    /// How long the peer may take to accept one piece (64 KiB) of an answer, and how long a scrape
    /// may wait for its turn before it is answered with 503.
    std::chrono::milliseconds write_timeout{std::chrono::seconds{10}};

    /// How long a whole answer may take.
    std::chrono::milliseconds response_timeout{std::chrono::minutes{2}};

    /// How long `exposer::stop` lets answers that are under way go on.
    std::chrono::milliseconds stop_timeout{std::chrono::seconds{1}};
};

} // namespace tacho::inline v0::http

#endif
