// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/text/in_quotes.hpp>

#include <string_view>
#include <support/catch.hpp>

using tacho::detail::in_quotes;

TEST_CASE("text that can be printed stands in quotes as it is", "[in_quotes]") {
    CHECK(in_quotes("") == "\"\"");
    CHECK(in_quotes(" ~a\"b\\") == "\" ~a\"b\\\"");
}

TEST_CASE("text that cannot be printed is shown by its bytes", "[in_quotes]") {
    CHECK(in_quotes(std::string_view{"a\0b", 3}) == "\"a\\x00b\"");
    CHECK(in_quotes("\n\x1f\x7f") == "\"\\x0a\\x1f\\x7f\"");
    CHECK(in_quotes("\xC3\xA9\xC3") == "\"\xC3\xA9\\xc3\"");
}
