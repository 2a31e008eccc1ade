// SPDX-License-Identifier: BSL-1.0

#include <tacho/http/detail/validate.hpp>

#include <chrono>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

#include "support/catch.hpp"

namespace http = tacho::http::detail;
using namespace std::chrono_literals;
using namespace std::string_view_literals;

namespace {

// The message with which a check refuses a value; empty if it accepts the value.
template <typename Check>
std::string said(Check check) {
    try {
        check();
        return {};
    } catch (std::invalid_argument const& refused) {
        return refused.what();
    }
}

std::string said_of_path(std::string_view path) {
    return said([&] { http::validate_path("path", path, true); });
}

} // namespace

TEST_CASE("the message names the option, its value and the reason", "[http][validate]") {
    CHECK(said([] {
              http::validate_number("max_scrapes", 0, 1, 9);
          }) == "tacho::http::options: max_scrapes is 0, but must be from 1 to 9");
    CHECK(
        said([] { http::validate_timeout("idle_timeout", -1ms); }) ==
        "tacho::http::options: idle_timeout is -1 ms, but must be more than 0 and at most 24 hours "
        "(86400000 ms)"
    );
    CHECK(said([] {
              http::validate_address("a\0b"sv);
          }) == "tacho::http::options: address is \"a\\x00b\", but must not contain a NUL");
    CHECK(said_of_path("x") == "tacho::http::options: path is \"x\", but must start with '/'");
}

TEST_CASE("the bounds of options are inclusive", "[http][validate]") {
    for (std::size_t const fits : {1u, 5u, 9u})
        CHECK(said([&] { http::validate_number("n", fits, 1, 9); }).empty());
    for (std::size_t const wrong : {0u, 10u})
        CHECK_FALSE(said([&] { http::validate_number("n", wrong, 1, 9); }).empty());
    CHECK(said([] { http::validate_timeout("t", 1ms); }).empty());
    CHECK(said([] { http::validate_timeout("t", 24h); }).empty());
    CHECK_FALSE(said([] { http::validate_timeout("t", 0ms); }).empty());
    CHECK_FALSE(said([] { http::validate_timeout("t", 24h + 1ms); }).empty());
    CHECK(said_of_path("/" + std::string(1023, 'a')).empty());
    CHECK_FALSE(said_of_path("/" + std::string(1024, 'a')).empty());
}

TEST_CASE(
    "a path has only characters that are safe in HTML and in a request line", "[http][validate]"
) {
    std::string allowed;
    for (int c = 0; c < 256; ++c)
        if (said_of_path("/a" + std::string(1, static_cast<char>(c))).empty())
            allowed += static_cast<char>(c);
    CHECK(allowed == "-./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~");
}

TEST_CASE("a path at which the exposer itself answers is refused", "[http][validate]") {
    for (auto const* path : {"/", "/healthz", "/-/healthy"})
        CHECK(said_of_path(path).ends_with("but the exposer itself answers there"));
    CHECK(said_of_path("/healthz/").empty());
}
