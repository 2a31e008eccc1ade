// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition/detail/header_words.hpp>

#include <string_view>
#include <support/catch.hpp>

using namespace tacho::detail;

TEST_CASE("items end at separators that are not in quotes", "[header_words]") {
    std::string_view rest{" a \t, \"b,\\\",c\" ,, d"};
    CHECK(next_item(rest, ',') == "a");
    CHECK(next_item(rest, ',') == "\"b,\\\",c\"");
    CHECK(next_item(rest, ',').empty());
    CHECK(next_item(rest, ',') == "d");
    CHECK(rest.empty());
    CHECK(next_item(rest, ',').empty());
    rest = "\"open\\";
    CHECK(next_item(rest, ',') == "\"open\\");
    CHECK(rest.empty());
}

TEST_CASE("parameters are found by name in either case", "[header_words]") {
    CHECK(parameter("a=1; B=\"2\"; b=3", "b") == "2");
    CHECK(parameter("a", "a") == "");
    CHECK_FALSE(parameter("a=1", "aa").has_value());
    CHECK_FALSE(parameter("", "a").has_value());
    CHECK(same_token("GZIP", "gzip"));
    CHECK_FALSE(same_token("gzip", "gzi"));
    CHECK_FALSE(same_token("gzip", "gzi0"));
}

TEST_CASE("weights have up to three places", "[header_words]") {
    CHECK(weight_of("1") == 1000);
    CHECK(weight_of("0.25") == 250);
    CHECK(weight_of("0.0001") == 0);
    CHECK(weight_of("0.999999") == 999);
    CHECK(weight_of("17") == 1000);
    CHECK(weight_of("99999999999999999999") == 1000);
    for (std::string_view const text : {"", ".", ".5", "-1", "1.0.0", "1e3", "x", "0x"})
        CHECK(weight_of(text) == 0);
}
