// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition/detail/foreign_words.hpp>

#include <string>
#include <string_view>
#include <support/catch.hpp>

using namespace tacho::detail;

TEST_CASE("a number may have hundreds of digits", "[foreign_text]") {
    std::string const zeros(400, '0');
    CHECK(is_go_number("0." + zeros + "1"));
    CHECK(is_go_number(zeros + "1"));
    CHECK(is_go_number("1" + zeros + "e-400"));
    CHECK(is_go_number("0." + zeros + "1e401"));
    CHECK(is_go_number("-1" + zeros.substr(0, 308)));
    CHECK_FALSE(is_go_number("-1" + zeros.substr(0, 309)));
    CHECK_FALSE(is_go_number("1" + zeros + "e-91"));
    CHECK(is_go_number("1" + zeros + "e-92"));
}

TEST_CASE(
    "the largest double is a number, and what is rounded to infinity is none", "[foreign_text]"
) {
    // Halfway between the largest double and 2^1024, rounding is to the even of the two.
    std::string const halfway =
        "17976931348623158079372897140530341507993413271003782693617377898044496829276475"
        "09466490179775872070963302864166928879109465555478519404026306574886715058206819"
        "08902000708383676273854845817711531764475730270069855571366959622842914819860834"
        "936475292719074168444365510704342711559699508093042880177904174497792";
    auto below = halfway;
    --below.back();
    CHECK(is_go_number(below));
    CHECK(is_go_number(below + ".999"));
    CHECK_FALSE(is_go_number(halfway));
    CHECK_FALSE(is_go_number("-" + halfway));
    CHECK_FALSE(is_go_number("0." + halfway + "e309"));
    CHECK(is_go_number("0." + halfway + "e308"));
    CHECK(is_go_number("1.7976931348623157e308"));
    CHECK(is_go_number("1.797693134862315807e+308"));
    CHECK_FALSE(is_go_number("1.797693134862315808e+308"));
}

TEST_CASE("an exponent may be beyond all numbers", "[foreign_text]") {
    CHECK(is_go_number("0e99999999999999999999999"));
    CHECK(is_go_number("1e-99999999999999999999999"));
    CHECK_FALSE(is_go_number("1e99999999999999999999999"));
    CHECK_FALSE(is_go_number("1e9223372036854775807"));
    CHECK(is_go_number("1e-9223372036854775807"));
}

TEST_CASE("what is no number is told from numbers", "[foreign_text]") {
    for (std::string_view const text :
         {"",
          "+",
          "-",
          ".",
          "e1",
          "1e",
          "1e+",
          "1e+-1",
          "--1",
          "1 ",
          " 1",
          "0x1",
          "1_0",
          "+nan",
          "infinit",
          "infinityx",
          "1.2.3",
          "1e1.0"})
        CHECK_FALSE(is_go_number(text));
    for (std::string_view const text : {"0", "-0", "+.5", "5.", "1E+5", "nAn", "-INF", "+Infinity"})
        CHECK(is_go_number(text));
}

TEST_CASE("a time is a whole number of 63 bits", "[foreign_text]") {
    CHECK(is_go_time("0"));
    CHECK(is_go_time("0001675277982770"));
    CHECK(is_go_time("9223372036854775807"));
    for (std::string_view const text : {"", "-1", "+1", "1.0", "9223372036854775808", "1e3"})
        CHECK_FALSE(is_go_time(text));
}

TEST_CASE("a name of Prometheus 3 becomes one that all can read", "[foreign_text]") {
    CHECK(legacy_name("http.server:x", true) == "http_server:x");
    CHECK(legacy_name("http.server:x", false) == "http_server_x");
    CHECK(legacy_name("9a", true) == "_a");
    CHECK(legacy_name("\xC3\xA9t\xE2\x82\xAC", true) == "_t_");
}
