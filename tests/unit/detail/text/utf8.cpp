// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/text/utf8.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <support/catch.hpp>

using tacho::detail::is_utf8;
using tacho::detail::to_utf8;
using tacho::detail::utf8_sequence;

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

/// The bytes that spell a code point, also those that must not be spelled.
[[nodiscard]] std::string spell(std::uint32_t point) {
    auto const byte = [](std::uint32_t value) { return static_cast<char>(value); };
    if (point < 0x80)
        return {byte(point)};
    if (point < 0x800)
        return {byte(0xC0 | point >> 6), byte(0x80 | (point & 0x3F))};
    if (point < 0x10000)
        return {
            byte(0xE0 | point >> 12), byte(0x80 | (point >> 6 & 0x3F)), byte(0x80 | (point & 0x3F))
        };
    return {
        byte(0xF0 | point >> 18),
        byte(0x80 | (point >> 12 & 0x3F)),
        byte(0x80 | (point >> 6 & 0x3F)),
        byte(0x80 | (point & 0x3F))
    };
}

[[nodiscard]] std::string times(std::size_t n, std::string_view text) {
    std::string made;
    for (std::size_t i = 0; i < n; ++i)
        made += text;
    return made;
}

} // namespace

TEST_CASE("every code point but the surrogates is well-formed", "[utf8]") {
    std::uint32_t first_wrong = 0;
    for (std::uint32_t point = 0; point <= 0x10FFFF && first_wrong == 0; ++point) {
        auto const text = spell(point);
        bool const surrogate = point >= 0xD800 && point <= 0xDFFF;
        if (utf8_sequence(text) != (surrogate ? 0 : text.size()))
            first_wrong = point;
    }
    CHECK(first_wrong == 0);
    CHECK_FALSE(is_utf8(spell(0x110000)));
    CHECK_FALSE(is_utf8(spell(0x1FFFFF)));
}

TEST_CASE("a code point spelled longer than need be is ill-formed", "[utf8]") {
    CHECK_FALSE(is_utf8("\xC0\x80"));         // NUL in two bytes
    CHECK_FALSE(is_utf8("\xC1\xBF"));         // U+007F
    CHECK_FALSE(is_utf8("\xE0\x9F\xBF"));     // U+07FF
    CHECK_FALSE(is_utf8("\xF0\x8F\xBF\xBF")); // U+FFFF
    CHECK(is_utf8("\xC2\x80"));
    CHECK(is_utf8("\xE0\xA0\x80"));
    CHECK(is_utf8("\xF0\x90\x80\x80"));
}

TEST_CASE("a sequence that is cut off is ill-formed", "[utf8]") {
    for (std::string_view const whole : {"\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"}) {
        CHECK(is_utf8(whole));
        for (std::size_t size = 1; size < whole.size(); ++size) {
            CHECK_FALSE(is_utf8(whole.substr(0, size)));
            CHECK_FALSE(is_utf8(std::string{whole.substr(0, size)} + "a"));
        }
        CHECK_FALSE(is_utf8(whole.substr(1)));
    }
}

TEST_CASE("text that is well-formed is not changed", "[utf8]") {
    std::string const with_nul{"a\0b", 3};
    for (std::string const& text :
         {std::string{},
          std::string{"plain"},
          with_nul,
          std::string{"\x01\x7F\n\r\t"},
          std::string{"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"},
          std::string{replacement}}) {
        CHECK(is_utf8(text));
        CHECK(to_utf8(text) == text);
    }
}

TEST_CASE("every byte that belongs to no sequence is replaced", "[utf8]") {
    CHECK(to_utf8("\xFF") == replacement);
    CHECK(to_utf8("a\x80z") == "a" + std::string{replacement} + "z");
    CHECK(to_utf8("\xC3") == replacement);
    CHECK(to_utf8("\xC3(") == std::string{replacement} + "(");
    CHECK(to_utf8("\xE2\x82") == times(2, replacement));
    CHECK(to_utf8("\xED\xA0\x80") == times(3, replacement)); // a surrogate
    CHECK(to_utf8("\xF8\x88\x80\x80\x80") == times(5, replacement));
    CHECK(to_utf8("\xC3\xA9\xFF\xC3\xA9") == "\xC3\xA9" + std::string{replacement} + "\xC3\xA9");
}

TEST_CASE("cleaned text is well-formed", "[utf8]") {
    for (int first = 0; first < 256; ++first)
        for (int second = 0; second < 256; ++second) {
            std::string const text{static_cast<char>(first), static_cast<char>(second), 'x'};
            auto const clean = to_utf8(text);
            if (!is_utf8(clean) || is_utf8(text) != (clean == text)) {
                CAPTURE(first, second);
                FAIL("not clean");
            }
        }
    SUCCEED();
}
