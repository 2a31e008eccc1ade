// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_DETAIL_OWN_METRICS_HPP
#define TACHO_HTTP_DETAIL_OWN_METRICS_HPP

#include <tacho/counter.hpp>
#include <tacho/gauge.hpp>
#include <tacho/registry.hpp>
#include <tacho/self_metrics.hpp>
#include <tacho/up_down_counter.hpp>

namespace tacho::inline v0::http::detail {

// The metrics of an exposer about itself. They have a registry of their own, so that two exposers
// of one registry do not share counters and the user's registry holds only the user's metrics.
struct own_metrics {
    registry own{};
    counter scrapes{own, "tacho_exposer_scrapes_total", "Scrapes answered to their end."};
    counter sent_bytes{
        own, "tacho_exposer_sent_bytes_total", "Bytes sent, header fields included."
    };
    gauge last_scrape_duration{
        own,
        "tacho_exposer_last_scrape_duration_seconds",
        "Time from the last scrape's request to the last piece of its answer."
    };
    up_down_counter connections{own, "tacho_exposer_connections", "Connections open now."};
    self_metrics core{own};
};

} // namespace tacho::inline v0::http::detail

#endif
