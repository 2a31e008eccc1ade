// SPDX-License-Identifier: BSL-1.0

#include <tacho/http/detail/http_date.hpp>

#include <chrono>
#include <string>

#include "support/catch.hpp"

namespace {

std::string date_at(long long seconds) {
    auto const text = tacho::http::detail::http_date(
        std::chrono::system_clock::time_point{std::chrono::seconds{seconds}}
    );
    return {text.data(), text.size()};
}

} // namespace

TEST_CASE("an HTTP date has the form of RFC 9110", "[http][http_date]") {
    CHECK(date_at(784111777) == "Sun, 06 Nov 1994 08:49:37 GMT");
    CHECK(date_at(0) == "Thu, 01 Jan 1970 00:00:00 GMT");
    CHECK(date_at(951782399) == "Mon, 28 Feb 2000 23:59:59 GMT");
    CHECK(date_at(951782400) == "Tue, 29 Feb 2000 00:00:00 GMT");
    CHECK(date_at(1798761599) == "Thu, 31 Dec 2026 23:59:59 GMT");
    CHECK(date_at(4102444800) == "Fri, 01 Jan 2100 00:00:00 GMT");
}
