// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition/formats.hpp>
#include <tacho/http/detail/receive_buffer.hpp>
#include <tacho/http/detail/request.hpp>
#include <tacho/http/detail/route.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "support/catch.hpp"

using tacho::http::detail::receive_buffer;
using tacho::http::detail::request;
using tacho::http::detail::route;
using progress = tacho::http::detail::request::progress;

namespace {

constexpr std::size_t limit = 512;

void receive(receive_buffer& buffer, std::string_view bytes) {
    std::ranges::copy(bytes, buffer.prepare().begin());
    buffer.commit(bytes.size());
}

struct parsed {
    receive_buffer buffer{limit};
    tacho::http::options chosen{.header_limit = limit};
    request of{chosen};
    progress result;

    explicit parsed(std::string_view bytes) {
        receive(buffer, bytes);
        result = of.parse(buffer);
    }
};

constexpr std::string_view host = "Host: test\r\n";

std::string get(std::string_view fields) {
    return "GET /metrics HTTP/1.1\r\n" + std::string{host} + std::string{fields} + "\r\n";
}

} // namespace

TEST_CASE("a request has all values on which its answer depends", "[http][request]") {
    parsed const one{get("")};
    CHECK(one.result == progress::complete);
    CHECK(one.of.target().to == route::metrics);
    CHECK(one.of.is_read());
    CHECK_FALSE(one.of.is_head());
    CHECK(one.of.speaks_chunked());
    CHECK(one.of.keep_alive());
    CHECK_FALSE(one.of.has_body());
    CHECK(one.of.wanted().format() == tacho::format::text_0_0_4);

    parsed const other{"HEAD /nowhere HTTP/1.0\r\n\r\n"};
    CHECK(other.result == progress::complete);
    CHECK(other.of.target().to == route::none);
    CHECK(other.of.is_read());
    CHECK(other.of.is_head());
    CHECK_FALSE(other.of.speaks_chunked());
    CHECK_FALSE(other.of.keep_alive());

    CHECK_FALSE(parsed{"PUT /metrics HTTP/1.1\r\nHost: test\r\n\r\n"}.of.is_read());
    CHECK_FALSE(parsed{get("Connection: close\r\n")}.of.keep_alive());
    parsed const accepting{get("Accept: text/plain;q=0.5\r\nAccept: application/json\r\n")};
    CHECK(accepting.of.wanted().format() == tacho::format::json);
}

TEST_CASE("a request takes no byte of the next request", "[http][request]") {
    parsed one{get("") + "GET /healthz HTTP/1.1\r\n"};
    REQUIRE(one.result == progress::complete);
    CHECK(one.buffer.data() == "GET /healthz HTTP/1.1\r\n");
    request next{one.chosen};
    CHECK(next.parse(one.buffer) == progress::incomplete);
    receive(one.buffer, std::string{host} + "\r\n");
    CHECK(next.parse(one.buffer) == progress::complete);
    CHECK(next.target().to == route::health);
    CHECK(one.buffer.empty());
}

TEST_CASE("HTTP/1.1 requires one Host, HTTP/1.0 allows none or one", "[http][request]") {
    auto const result = [](std::string_view version, int hosts) {
        std::string text = "GET / HTTP/" + std::string{version} + "\r\n";
        for (int i = 0; i < hosts; ++i)
            text += host;
        return parsed{text + "\r\n"}.result;
    };
    CHECK(result("1.1", 0) == progress::malformed);
    CHECK(result("1.1", 1) == progress::complete);
    CHECK(result("1.1", 2) == progress::malformed);
    CHECK(result("1.0", 0) == progress::complete);
    CHECK(result("1.0", 1) == progress::complete);
    CHECK(result("1.0", 2) == progress::malformed);
}

TEST_CASE("the connection ends after a request with a body", "[http][request]") {
    for (auto const* field :
         {"Content-Length: 1\r\n", "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: x\r\n"}) {
        INFO(field);
        parsed const one{get(field)};
        CHECK(one.result == progress::complete);
        CHECK(one.of.has_body());
        CHECK_FALSE(one.of.keep_alive());
    }
    CHECK_FALSE(parsed{get("Content-Length: 0\r\n")}.of.has_body());
}

TEST_CASE("a request may be as long as the limit, and no longer", "[http][request]") {
    auto const rest = get("X: \r\n").size();
    CHECK(
        parsed{get("X: " + std::string(limit - rest, 'x') + "\r\n")}.result == progress::complete
    );
    auto const endless = "GET /metrics HTTP/1.1\r\nX: " + std::string(limit, 'x');
    CHECK(parsed{endless.substr(0, limit - 1)}.result == progress::incomplete);
    CHECK(parsed{endless.substr(0, limit)}.result == progress::too_long);
    // The limit also holds when the parser has taken the first half out of the buffer.
    parsed halves{endless.substr(0, limit / 2) + "\r\n"};
    REQUIRE(halves.result == progress::incomplete);
    CHECK(halves.buffer.data().size() < limit / 2);
    receive(halves.buffer, "Y: " + std::string(limit / 2 - 6, 'y'));
    CHECK(halves.of.parse(halves.buffer) == progress::incomplete);
    receive(halves.buffer, "y");
    CHECK(halves.of.parse(halves.buffer) == progress::too_long);
    // The limit also holds when the bytes beyond it arrive together with the end of the header.
    parsed late{
        "GET /metrics HTTP/1.1\r\nHost: test\r\nX: " + std::string(limit / 2, 'x') + "\r\nY"
    };
    REQUIRE(late.result == progress::incomplete);
    receive(late.buffer, ": " + std::string(limit / 2, 'y') + "\r\n\r\n");
    CHECK(late.of.parse(late.buffer) == progress::too_long);
}

TEST_CASE("text that is not a request is malformed", "[http][request]") {
    for (std::string_view const text :
         {"garbage\r\n\r\n", "\x16\x03\x01", "GET /\r\n\r\n", "GET / HTTP/3.0\r\n\r\n"}) {
        INFO(text);
        CHECK(parsed{text}.result == progress::malformed);
    }
}
