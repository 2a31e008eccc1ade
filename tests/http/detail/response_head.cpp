// SPDX-License-Identifier: BSL-1.0

#include <tacho/http/detail/response_head.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "support/catch.hpp"

using tacho::http::detail::chunk_head;
using tacho::http::detail::connection_field;
using tacho::http::detail::response_head;

namespace {

// The head without the date, which differs each time.
std::string without_date(response_head const& head) {
    std::string text{head.view()};
    auto const first = text.find("Date: ");
    REQUIRE(first != std::string::npos);
    return text.erase(first, text.find("\r\n", first) + 2 - first);
}

} // namespace

TEST_CASE("the head of a response has its lines in order and ends with an empty line", "[http]") {
    response_head head;
    head.start("200 OK", connection_field::none);
    head.field("Content-Type", "text/plain");
    head.field("Content-Length", std::size_t{0});
    head.finish();
    CHECK(
        without_date(head) == "HTTP/1.1 200 OK\r\n"
                              "X-Content-Type-Options: nosniff\r\n"
                              "Content-Type: text/plain\r\n"
                              "Content-Length: 0\r\n"
                              "\r\n"
    );
}

TEST_CASE("the head is written again for each response", "[http]") {
    response_head head;
    head.start("404 Not Found", connection_field::close);
    head.finish();
    head.start("200 OK", connection_field::keep_alive);
    head.field("Content-Length", std::numeric_limits<std::size_t>::max());
    head.finish();
    CHECK(
        without_date(head) == "HTTP/1.1 200 OK\r\n"
                              "X-Content-Type-Options: nosniff\r\n"
                              "Connection: keep-alive\r\n"
                              "Content-Length: 18446744073709551615\r\n"
                              "\r\n"
    );
}

TEST_CASE("a head that is too long is cut off at the end of its memory", "[http]") {
    response_head head;
    head.start("200 OK", connection_field::close);
    std::string const value(300, 'v');
    for (int i = 0; i < 10; ++i)
        head.field("X", value);
    CHECK(head.view().size() == 1024);
}

TEST_CASE("a chunk begins with its size in hexadecimal", "[http]") {
    chunk_head head;
    CHECK(head(65536) == "10000\r\n");
    CHECK(head(1) == "1\r\n");
    CHECK(head(0xabc) == "abc\r\n");
    CHECK(head(std::numeric_limits<std::size_t>::max()) == "ffffffffffffffff\r\n");
}
