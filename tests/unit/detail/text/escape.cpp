// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/text/escape.hpp>

#include <string>
#include <string_view>
#include <support/catch.hpp>

namespace {

[[nodiscard]] std::string escaped(std::string_view text, std::string_view special) {
    std::string to{"before "};
    tacho::detail::append_escaped(to, text, special);
    REQUIRE(to.starts_with("before "));
    return to.substr(7);
}

} // namespace

TEST_CASE("backslashes and line feeds are always escaped", "[escape]") {
    CHECK(escaped("a\\b", "") == "a\\\\b");
    CHECK(escaped("a\nb", "") == "a\\nb");
    CHECK(escaped("\\n", "") == "\\\\n");
    CHECK(escaped("\n\n\\\\", "") == "\\n\\n\\\\\\\\");
}

TEST_CASE("quotes are escaped where they are special", "[escape]") {
    CHECK(escaped("say \"yes\"", "\"") == "say \\\"yes\\\"");
    CHECK(escaped("say \"yes\"", "") == "say \"yes\"");
}

TEST_CASE("all other bytes stay as they are", "[escape]") {
    std::string text;
    for (int byte = 0; byte < 256; ++byte)
        if (byte != '\n' && byte != '\\' && byte != '"')
            text += static_cast<char>(byte);
    CHECK(escaped(text, "\"") == text);
    CHECK(escaped("", "\"").empty());
}

TEST_CASE("a label is its name and its escaped value", "[escape]") {
    std::string to{"x{"};
    tacho::detail::append_label(to, "path", "C:\\new \"dir\"\n");
    CHECK(to == "x{path=\"C:\\\\new \\\"dir\\\"\\n\"");
    tacho::detail::append_label(to, "empty", "");
    CHECK(to.ends_with("empty=\"\""));
}
