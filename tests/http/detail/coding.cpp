// SPDX-License-Identifier: BSL-1.0

#include <tacho/http/detail/coding.hpp>

#include <initializer_list>
#include <string_view>
#include <support/catch.hpp>

namespace {

[[nodiscard]] bool wants_gzip(std::initializer_list<std::string_view> headers) {
    tacho::http::detail::coding made;
    for (auto const each : headers)
        made.accept(each);
    return made.is_gzip();
}

} // namespace

TEST_CASE("gzip is for peers that want it more than no coding", "[http][coding][rule104]") {
    for (std::string_view const header :
         {"gzip",
          "GZip",
          "deflate, gzip;q=0.5",
          "gzip;q=1.0, identity; q=0.5",
          "*;q=0.1, gzip;q=0.2",
          "identity;q=0, *",
          "gzip, *;q=0",
          "br;q=1.0, gzip;q=0.8, *;q=0.1"}) {
        INFO(header);
        CHECK(wants_gzip({header}));
    }
    for (std::string_view const header :
         {"",
          "identity",
          "*",
          "gzip;q=0",
          "gzip;q=0, *",
          "gzip, identity",
          "br",
          "identity;q=0",
          "gzip;q=",
          ",;,",
          "gzipped",
          "*;q=0",
          "gzip;q=0.3, identity;q=0.4"}) {
        INFO(header);
        CHECK_FALSE(wants_gzip({header}));
    }
    CHECK_FALSE(wants_gzip({}));
    CHECK(wants_gzip({"br", "gzip"}));
    CHECK_FALSE(wants_gzip({"gzip", "identity"}));
}
