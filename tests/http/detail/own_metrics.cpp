// SPDX-License-Identifier: BSL-1.0

#include <tacho/http/detail/own_metrics.hpp>
#include <tacho/tacho.hpp>

#include <string>

#include "support/catch.hpp"
#include "support/text.hpp"

TEST_CASE("an exposer's own metrics are in a separate registry", "[http][own_metrics]") {
    tacho::http::detail::own_metrics const first;
    tacho::http::detail::own_metrics const second;
    first.scrapes.inc(3);
    first.sent_bytes.inc(1000);
    first.last_scrape_duration.set(0.25);
    auto const open = first.connections.track();
    auto const text = tacho::to_text(first.own);
    CHECK(sample(text, "tacho_exposer_scrapes_total") == "3");
    CHECK(sample(text, "tacho_exposer_sent_bytes_total") == "1000");
    CHECK(sample(text, "tacho_exposer_last_scrape_duration_seconds") == "0.25");
    CHECK(sample(text, "tacho_exposer_connections") == "1");
    CHECK(sample(second.own, "tacho_exposer_scrapes_total") == "0");
    CHECK_THAT(text, Catch::Contains("\ntacho_slabs "));
    CHECK(tacho::to_text().find("tacho_exposer") == std::string::npos);
}
