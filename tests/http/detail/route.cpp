// SPDX-License-Identifier: BSL-1.0

#include <tacho/http/detail/route.hpp>

#include "support/catch.hpp"

using tacho::http::detail::find_route;
using tacho::http::detail::path_of;
using tacho::http::detail::route;

static_assert(find_route("/", "/metrics") == route::landing);
static_assert(find_route("/metrics", "/metrics") == route::metrics);
static_assert(find_route("/metrics", "/other") == route::none);
static_assert(find_route("/healthz", "/metrics") == route::health);
static_assert(find_route("/-/healthy", "/metrics") == route::health);

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
