// SPDX-License-Identifier: BSL-1.0

#include <tacho/error.hpp>

#include <exception>
#include <stdexcept>
#include <string>
#include <support/catch.hpp>
#include <type_traits>

static_assert(std::is_base_of_v<std::exception, tacho::registration_error>);
static_assert(std::is_base_of_v<std::runtime_error, tacho::registration_error>);
static_assert(std::is_nothrow_copy_constructible_v<tacho::registration_error>);

TEST_CASE("a refusal names the library and the metric and says why", "[error]") {
    try {
        tacho::detail::fail_registration("requests_total", "has no reason to be");
        FAIL("it came back");
    } catch (std::exception const& error) {
        CHECK(std::string{error.what()} == "tacho: metric \"requests_total\": has no reason to be");
    }
}

TEST_CASE("a refusal names a metric whose name is empty", "[error]") {
    try {
        tacho::detail::fail_registration("", "has no name");
        FAIL("it came back");
    } catch (tacho::registration_error const& error) {
        CHECK(std::string{error.what()} == "tacho: metric \"\": has no name");
    }
}
