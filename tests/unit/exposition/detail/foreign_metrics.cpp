// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition/detail/foreign_metrics.hpp>
#include <tacho/exposition/text_parser.hpp>
#include <tacho/tacho.hpp>

#include <cmath>
#include <limits>
#include <support/catch.hpp>

using tacho::detail::distributions_of;
using tacho::detail::go_number;

TEST_CASE("foreign numbers are read as Go reads them", "[foreign_metrics]") {
    CHECK(go_number("12") == 12);
    CHECK(go_number("+.5") == 0.5);
    CHECK(go_number("-5.") == -5);
    CHECK(go_number("1E3") == 1000);
    CHECK(go_number("1e-400") == 0);
    CHECK(go_number("1.7976931348623157e+308") == (std::numeric_limits<double>::max)());
    CHECK(go_number("-Inf") == -std::numeric_limits<double>::infinity());
    CHECK(go_number("Infinity") == std::numeric_limits<double>::infinity());
    CHECK(std::isnan(go_number("NaN")));
}

TEST_CASE("the text of a foreign HELP", "[foreign_metrics]") {
    CHECK(tacho::detail::unescaped_help("a\\nb\\\\n") == "a\nb\\n");
    CHECK(tacho::detail::unescaped_help("plain") == "plain");
    CHECK(tacho::detail::unescaped_help("").empty());
}

TEST_CASE("histograms and summaries are put together", "[foreign_metrics]") {
    auto const families =
        tacho::parse_text("# TYPE h histogram\nh_bucket{k=\"a\",le=\"+Inf\"} 3\nh_count{k=\"b\"} "
                          "0\nh_sum{k=\"b\"} 0\n"
                          "h_bucket{k=\"a\",le=\"2\"} 1\nh_sum{k=\"a\"} 4.5 9\nh_count{k=\"a\"} 3\n"
                          "h_bucket{k=\"b\",le=\"+Inf\"} 0\n# TYPE s summary\ns_sum 1\ns_count 2\n"
        );
    CHECK_FALSE(distributions_of(families.at(0)).has_value()); // one line has a time, others not
    auto const all = distributions_of(families.at(1));
    REQUIRE(all.has_value());
    REQUIRE(all->size() == 1);
    CHECK(all->front().quantiles.empty());
    CHECK(all->front().sum == 1);
    CHECK(all->front().count == 2);
}
