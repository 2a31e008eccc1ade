// SPDX-License-Identifier: BSL-1.0

#include <tacho/http/detail/route.hpp>

#include "support/catch.hpp"

using tacho::http::options;
using tacho::http::detail::find_destination;
using tacho::http::detail::path_of;
using tacho::http::detail::route;

TEST_CASE("a path leads to the metrics, a page, or an answer of the exposer", "[http][route]") {
    options chosen{.pages = {{.path = "/live"}, {.path = "/health"}}};
    CHECK(find_destination("/", chosen).to == route::landing);
    CHECK(find_destination("/metrics?x", chosen).to == route::metrics);
    CHECK(find_destination("/healthz", chosen).to == route::health);
    CHECK(find_destination("/-/healthy", chosen).to == route::health);
    CHECK(find_destination("/health/", chosen).to == route::none);
    CHECK(find_destination("/health?x", chosen).to == route::page);
    CHECK(find_destination("/health", chosen).shown == &chosen.pages[1]);
    CHECK(find_destination("/healthz", chosen).shown == nullptr);
    chosen.path = "/other";
    CHECK(find_destination("/metrics", chosen).to == route::none);
    chosen.own_pages = false;
    CHECK(find_destination("/", chosen).to == route::none);
    CHECK(find_destination("/healthz", chosen).to == route::none);
    chosen.pages[0].path = "/healthz";
    CHECK(find_destination("/healthz", chosen).shown == chosen.pages.data());
}

TEST_CASE("the path of a target has no query, fragment, scheme or authority", "[http][route]") {
    CHECK(path_of("/a") == "/a");
    CHECK(path_of("/a?b=/c") == "/a");
    CHECK(path_of("/a#b") == "/a");
    CHECK(path_of("?") == "");
    CHECK(path_of("") == "");
    CHECK(path_of("http://host:80/a/b?c") == "/a/b");
    CHECK(path_of("http://host") == "/");
    CHECK(path_of("http://host?x=/metrics") == "/");
    CHECK(path_of("/redirect?to=http://host/metrics") == "/redirect");
    CHECK(path_of("*") == "*");
    CHECK(path_of("host:443") == "host:443");
}
