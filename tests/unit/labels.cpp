// SPDX-License-Identifier: BSL-1.0

#include <tacho/labels.hpp>

#include <array>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <type_traits>

namespace {

enum class verb { get, post };
constexpr std::array<std::string_view, 2> label_values(verb) {
    return {"get", "post"};
}

enum class without_values { one };

enum small : unsigned char { first, second, third };
constexpr std::array<char const*, 3> label_values(small) {
    return {"1st", "2nd", "3rd"};
}

template <tacho::label_name Name>
constexpr std::string_view view_of = Name.view();

} // namespace

static_assert(tacho::label_enum<verb>);
static_assert(tacho::label_enum<small>, "plain enums and texts that are pointers will do");
static_assert(!tacho::label_enum<without_values>);
static_assert(!tacho::label_enum<int>);
static_assert(!tacho::label_enum<std::string_view>);

static_assert(view_of<"method"> == "method");
static_assert(view_of<"_private"> == "_private", "one underscore is not reserved");
static_assert(view_of<tacho::enum_label<verb>("verb")> == "verb");
static_assert(std::is_same_v<decltype(tacho::label_name{"method"})::value_type, std::string_view>);
static_assert(std::is_same_v<decltype(tacho::enum_label<verb>("verb"))::value_type, verb>);

static_assert(tacho::detail::values_count<verb> == 2);
static_assert(tacho::detail::values_count<std::string_view> == 0);

TEST_CASE("an enum's value has the text at its index", "[labels]") {
    CHECK(tacho::detail::value_text<verb>(verb::get) == "get");
    CHECK(tacho::detail::value_text<verb>(verb::post) == "post");
    CHECK(tacho::detail::value_text<small>(third) == "3rd");
}

TEST_CASE("an enumerator without a text counts as overflow", "[labels]") {
    CHECK(tacho::detail::value_text<verb>(static_cast<verb>(2)) == "__overflow__");
    CHECK(tacho::detail::value_text<verb>(static_cast<verb>(-1)) == "__overflow__");
    CHECK(tacho::detail::value_text<small>(static_cast<small>(255)) == "__overflow__");
}

TEST_CASE("text is its own text", "[labels]") {
    std::string const text = "any \"text\"";
    CHECK(tacho::detail::value_text<std::string_view>(text) == text);
    CHECK(tacho::detail::value_text<std::string_view>("").empty());
}
