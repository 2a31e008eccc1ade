// SPDX-License-Identifier: BSL-1.0

#include <tacho/http/detail/listen.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/system/error_code.hpp>

#include <cstdint>
#include <fcntl.h>
#include <string_view>

#include "support/catch.hpp"

using tacho::http::detail::cannot_listen;

namespace {

struct listening {
    boost::asio::io_context context;
    boost::system::error_code error;

    auto at(std::string const& host, std::uint16_t port) {
        return tacho::http::detail::listen(context.get_executor(), host, port, error);
    }
};

} // namespace

TEST_CASE("port 0 takes a free port", "[http][listen]") {
    listening in;
    auto const acceptor = in.at("127.0.0.1", 0);
    REQUIRE_FALSE(in.error);
    CHECK(acceptor.local_endpoint().port() != 0);
    CHECK(acceptor.local_endpoint().address().is_loopback());
}

TEST_CASE(
    "an acceptor does not block and is not inherited by programs that are started", "[http][listen]"
) {
    listening in;
    auto acceptor = in.at("127.0.0.1", 0);
    REQUIRE_FALSE(in.error);
    CHECK((::fcntl(acceptor.native_handle(), F_GETFD) & FD_CLOEXEC) != 0);
    static_cast<void>(acceptor.accept(in.error)); // no peer has connected
    CHECK(in.error == boost::asio::error::would_block);
}

TEST_CASE("a port in use is an error, and the acceptor is closed", "[http][listen]") {
    listening in;
    auto const first = in.at("127.0.0.1", 0);
    REQUIRE_FALSE(in.error);
    auto const second = in.at("127.0.0.1", first.local_endpoint().port());
    CHECK(in.error == boost::asio::error::address_in_use);
    CHECK_FALSE(second.is_open());
}

TEST_CASE("the error text has the address in the form of a URL", "[http][listen]") {
    CHECK_THAT(cannot_listen("127.0.0.1", 80), Catch::Contains("127.0.0.1:80"));
    CHECK_THAT(cannot_listen("::1", 80), Catch::Contains("[::1]:80"));
}

TEST_CASE("an address is a host and perhaps a port", "[http][listen]") {
    using tacho::http::detail::find_place;
    auto const is = [](std::string_view address, std::string_view host, std::uint16_t port) {
        auto const found = find_place(address, 7);
        return found && found->host == host && found->port == port;
    };
    CHECK(is("127.0.0.1", "127.0.0.1", 7));
    CHECK(is("127.0.0.1:9100", "127.0.0.1", 9100));
    CHECK(is("localhost:0", "localhost", 0));
    CHECK(is("::1", "::1", 7));
    CHECK(is("2001:db8::1", "2001:db8::1", 7));
    CHECK(is("[::1]", "::1", 7));
    CHECK(is("[::1]:65535", "::1", 65535));
    CHECK(is("fe80::1%eth0", "fe80::1%eth0", 7));
    for (std::string_view const none :
         {"a:", "a:b", "a:1b", "a:65536", ":1", "", "[]", "[::1]:", "[::1]1"}) {
        INFO(none);
        CHECK_FALSE(find_place(none, 7));
    }
}
