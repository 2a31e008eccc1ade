// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/registry/clean_values.hpp>

#include <array>
#include <string_view>
#include <support/catch.hpp>

using tacho::detail::clean_values;

namespace {

using values = std::array<std::string_view, 1>;

} // namespace

TEST_CASE("values that are UTF-8 are taken as they are", "[clean_values]") {
    values const given{"\xC3\xA9"};
    clean_values const clean{given};
    CHECK(clean.views().data() == given.data()); // not even copied
}

TEST_CASE("bytes that are no UTF-8 are replaced", "[clean_values]") {
    std::array<std::string_view, 2> const given{"a\xFF", "b"};
    clean_values const clean{given};
    REQUIRE(clean.views().size() == 2);
    CHECK(clean.views()[0] == "a\xEF\xBF\xBD");
    CHECK(clean.views()[1] == "b");
}

TEST_CASE(
    "a label that a series does not have stays so beside bytes that are replaced", "[clean_values]"
) {
    std::array<std::string_view, 2> const given{"\xFF", std::string_view{}};
    clean_values const clean{given};
    CHECK(clean.views()[1].data() == nullptr);
}
