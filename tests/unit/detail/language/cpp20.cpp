// SPDX-License-Identifier: BSL-1.0

// tests/foreign_code compiles every public header as C++17, which has to give one line.

#include <tacho/detail/language/cpp20.hpp>

#include <support/catch.hpp>

TEST_CASE("C++20 and later are new enough", "[cpp20]") {
    CHECK(__cplusplus >= 202002L);
}
