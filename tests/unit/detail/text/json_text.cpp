// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/text/json_text.hpp>

#include <string_view>
#include <support/catch.hpp>

using tacho::detail::json_text;

TEST_CASE("a text is a string of JSON", "[json_text]") {
    CHECK(json_text("") == "\"\"");
    CHECK(json_text("a/\xC3\xA9 <b>") == "\"a/\xC3\xA9 <b>\"");
    CHECK(json_text("\"\\") == "\"\\\"\\\\\"");
    CHECK(json_text(std::string_view{"\0\n\x1F\x7F", 4}) == "\"\\u0000\\u000a\\u001f\x7F\"");
    CHECK(json_text("\xFF") == "\"\xEF\xBF\xBD\"");
}
