// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/text/series_prefix.hpp>

#include <support/catch.hpp>

using tacho::detail::labels_in;

TEST_CASE("labels are the text between the braces of the prefix", "[series_prefix]") {
    CHECK(labels_in("x_total ", "x_total").empty());
    CHECK(labels_in(R"(x_total{a="}"} )", "x_total") == R"(a="}")");
}
