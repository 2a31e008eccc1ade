// SPDX-License-Identifier: BSL-1.0

#include <tacho/hyperlight/naming.hpp>

#include <support/catch.hpp>

TEST_CASE("a value-initialised naming is documented", "[hyperlight]") {
    STATIC_REQUIRE(tacho::hyperlight::naming{} == tacho::hyperlight::naming::documented);
}
