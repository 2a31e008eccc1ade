// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/language/separate_compilation.hpp>

#include <string_view>
#include <support/catch.hpp>

#define TACHO_TESTS_TEXT(...) #__VA_ARGS__
#define TACHO_TESTS_TEXT_OF(...) TACHO_TESTS_TEXT(__VA_ARGS__)

TEST_CASE("definitions are inline, unless they are compiled apart") {
    std::string_view const before{TACHO_TESTS_TEXT_OF(TACHO_DECL)};
#if defined(TACHO_SEPARATE_COMPILATION)
    CHECK(before.empty());
#else
    CHECK(before == "inline");
#endif
}
