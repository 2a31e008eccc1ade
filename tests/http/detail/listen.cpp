// SPDX-License-Identifier: BSL-1.0

#include <tacho/http/detail/listen.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/system/error_code.hpp>

#include <fcntl.h>

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

TEST_CASE("port 0 takes a free one", "[http][listen]") {
    listening in;
    auto const acceptor = in.at("127.0.0.1", 0);
    REQUIRE_FALSE(in.error);
    CHECK(acceptor.local_endpoint().port() != 0);
    CHECK(acceptor.local_endpoint().address().is_loopback());
}

TEST_CASE(
    "taking a connection never blocks, and programs started do not inherit it", "[http][listen]"
) {
    listening in;
    auto acceptor = in.at("127.0.0.1", 0);
    REQUIRE_FALSE(in.error);
    CHECK((::fcntl(acceptor.native_handle(), F_GETFD) & FD_CLOEXEC) != 0);
    static_cast<void>(acceptor.accept(in.error)); // nobody connects
    CHECK(in.error == boost::asio::error::would_block);
}

TEST_CASE("a port that somebody has is an error and nothing is left open", "[http][listen]") {
    listening in;
    auto const first = in.at("127.0.0.1", 0);
    REQUIRE_FALSE(in.error);
    auto const second = in.at("127.0.0.1", first.local_endpoint().port());
    CHECK(in.error == boost::asio::error::address_in_use);
    CHECK_FALSE(second.is_open());
}

TEST_CASE("a refusal names the address as a URL does", "[http][listen]") {
    CHECK_THAT(cannot_listen("127.0.0.1", 80), Catch::Contains("127.0.0.1:80"));
    CHECK_THAT(cannot_listen("::1", 80), Catch::Contains("[::1]:80"));
}
