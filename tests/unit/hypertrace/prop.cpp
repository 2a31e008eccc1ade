// SPDX-License-Identifier: BSL-1.0

#include <tacho/hypertrace/prop.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <type_traits>
#include <vector>

using tacho::hypertrace::prop;
using tacho::hypertrace::prop_value;

namespace {

std::string text(prop_value const& value) {
    return std::string{value.text()};
}

} // namespace

TEST_CASE("a property's value is text as JavaScript writes it", "[hypertrace]") {
    CHECK(text("chat") == "chat");
    CHECK(text(std::string{"chat"}) == "chat");
    CHECK(text("").empty());
    CHECK(text(42) == "42");
    CHECK(text(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
    CHECK(text(std::numeric_limits<std::uint64_t>::max()) == "18446744073709551615");
    CHECK(text(0) == "0");
    CHECK(text(true) == "true");
    CHECK(text(false) == "false");
    CHECK(text(nullptr) == "null");
}

TEST_CASE("numbers have the shortest digits that give them back", "[hypertrace]") {
    CHECK(text(0.1) == "0.1");
    CHECK(text(-2.5F) == "-2.5");
    CHECK(text(-0.0) == "0");
    CHECK(text(1e6) == "1000000");
    CHECK(text(123456789012345680000.0) == "123456789012345680000");
    CHECK(text(72057594037927936.0) == "72057594037927940");
    CHECK(text(-9007199254740993.0) == "-9007199254740992");
    CHECK(text(1e20) == "100000000000000000000");
    CHECK(text(1e21) == "1e+21");
    CHECK(text(1.5e300) == "1.5e+300");
    CHECK(text(1e-6) == "0.000001");
    CHECK(text(1e-7) == "1e-7");
    CHECK(text(-1.25e-10) == "-1.25e-10");
    CHECK(text(5e-324) == "5e-324");
    CHECK(text(std::numeric_limits<double>::max()) == "1.7976931348623157e+308");
    CHECK(text(-1.2345678901234567e-6) == "-0.0000012345678901234567");
    CHECK(text(std::numeric_limits<double>::infinity()) == "Infinity");
    CHECK(text(-std::numeric_limits<double>::infinity()) == "-Infinity");
    CHECK(text(std::numeric_limits<double>::quiet_NaN()) == "NaN");
}

TEST_CASE("a null string_view is empty text", "[hypertrace]") {
    prop_value const nothing{std::string_view{}};
    CHECK(nothing.text().data() != nullptr);
    CHECK(nothing.text().empty());
}

TEST_CASE("the text of a number moves with its property", "[hypertrace]") {
    std::vector<prop> props{{"a", 1}};
    for (int i = 2; i < 100; ++i)
        props.push_back({"more", i}); // moves the earlier ones
    CHECK(props.front().value.text() == "1");
    CHECK(props.back().value.text() == "99");
}

// These types would become a number or a bool by mistake.
static_assert(!std::is_constructible_v<prop_value, char>);
static_assert(!std::is_constructible_v<prop_value, void*>);
static_assert(!std::is_constructible_v<prop_value, std::vector<int>>);
