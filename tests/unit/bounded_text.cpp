// SPDX-License-Identifier: BSL-1.0

#include <tacho/bounded_text.hpp>

#include <string>
#include <string_view>
#include <support/catch.hpp>

namespace {

template <std::size_t Capacity>
[[nodiscard]] std::string bounded(std::string_view text) {
    return std::string{tacho::bounded_text<Capacity>{text}.view()};
}

constexpr std::string_view replacement = "\xEF\xBF\xBD";

} // namespace

TEST_CASE("text that fits stays as it is", "[bounded_text]") {
    CHECK(bounded<8>("").empty());
    CHECK(bounded<8>("a \"b\"\n\\") == "a \"b\"\n\\");
    CHECK(bounded<8>("12345678") == "12345678");
    CHECK(bounded<8>({"a\0b", 3}) == std::string_view{"a\0b", 3});
}

TEST_CASE("longer text is cut", "[bounded_text]") {
    CHECK(bounded<8>("123456789") == "12345678");
    CHECK(bounded<8>(std::string(1 << 20, 'x')) == "xxxxxxxx");
}

TEST_CASE("no character is cut in two", "[bounded_text]") {
    CHECK(bounded<5>("1234\u00E9") == "1234"); // two bytes
    CHECK(bounded<6>("1234\u00E9") == "1234\u00E9");
    CHECK(bounded<6>("1234\u20AC") == "1234");     // three
    CHECK(bounded<7>("1234\U0001F600") == "1234"); // four
    CHECK(bounded<8>("1234\U0001F600") == "1234\U0001F600");
    CHECK(bounded<5>("1234\u00E95") == "1234"); // and no byte after the cut is taken instead
}

TEST_CASE("ill-formed bytes become replacement characters", "[bounded_text]") {
    auto const one = std::string{replacement};
    CHECK(bounded<8>("\xFF") == one);
    CHECK(bounded<8>("a\xC3") == "a" + one);
    CHECK(bounded<8>("\xED\xA0\x80") == one + one); // a surrogate; no room for the third
    CHECK(bounded<2>("\xFF\xFF").empty());
    CHECK(bounded<9>(std::string(1 << 20, '\xFF')) == one + one + one);
}
