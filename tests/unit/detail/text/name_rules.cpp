// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/text/name_rules.hpp>

#include <string>
#include <string_view>
#include <support/catch.hpp>

using tacho::detail::is_label_name;
using tacho::detail::is_metric_name;
using tacho::detail::is_reserved_label;

static_assert(is_metric_name("http_requests_total"));
static_assert(is_label_name("method"));
static_assert(is_reserved_label("__name__"));

TEST_CASE("a metric name begins with a letter or an underscore or a colon", "[name_rules]") {
    for (std::string_view const good : {"a", "Z", "_", ":", "a1", "_9", ":a:b", "A_b:C9", "__a"})
        CHECK(is_metric_name(good));
    for (std::string_view const bad :
         {"",
          "1",
          "9a",
          "-",
          "a-b",
          "a.b",
          "a b",
          " a",
          "a ",
          "a\n",
          "a{",
          "\xC3\xA9",
          "a\xC3\xA9",
          "a\x80"})
        CHECK_FALSE(is_metric_name(bad));
    CHECK_FALSE(is_metric_name(std::string_view{"a\0b", 3}));
}

TEST_CASE("a label name is a metric name without colons", "[name_rules]") {
    for (std::string_view const good : {"a", "Z", "_", "a1", "_9", "A_b_C9"})
        CHECK(is_label_name(good));
    for (std::string_view const bad : {"", ":", "a:b", ":a", "a:", "1a", "a-b", "a.b"})
        CHECK_FALSE(is_label_name(bad));
}

TEST_CASE("names are checked byte by byte for all bytes", "[name_rules]") {
    for (int byte = 0; byte < 256; ++byte) {
        auto const c = static_cast<char>(byte);
        bool const letter =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':';
        bool const digit = c >= '0' && c <= '9';
        CAPTURE(byte);
        CHECK(is_metric_name(std::string(1, c)) == letter);
        CHECK(is_metric_name(std::string{'a', c}) == (letter || digit));
        CHECK(is_label_name(std::string{'a', c}) == ((letter || digit) && c != ':'));
    }
}

TEST_CASE("label names with two underscores in front are reserved", "[name_rules]") {
    CHECK(is_reserved_label("__"));
    CHECK(is_reserved_label("__name__"));
    CHECK_FALSE(is_reserved_label("_"));
    CHECK_FALSE(is_reserved_label("_a_"));
    CHECK_FALSE(is_reserved_label("a__b"));
    CHECK_FALSE(is_reserved_label(""));
}
