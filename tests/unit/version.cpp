// SPDX-License-Identifier: BSL-1.0

#include <tacho/counter.hpp>
#include <tacho/version.hpp>

#include <support/catch.hpp>
#include <type_traits>

// The inline namespace is the major version; code need not write it.
static_assert(std::is_same_v<tacho::counter, tacho::v0::counter>);
static_assert(TACHO_VERSION_MAJOR == 0, "a new major version needs a new inline namespace");

TEST_CASE("the version has three numbers that the preprocessor can compare", "[version]") {
#if TACHO_VERSION_MAJOR > 0 || TACHO_VERSION_MINOR >= 1
    SUCCEED();
#else
    FAIL("the version is lower than the first there was");
#endif
    CHECK(TACHO_VERSION_MAJOR >= 0);
    CHECK(TACHO_VERSION_MINOR >= 0);
    CHECK(TACHO_VERSION_PATCH >= 0);
}
