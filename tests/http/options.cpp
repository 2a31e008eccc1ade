// SPDX-License-Identifier: BSL-1.0

#include <tacho/http/exposer.hpp>

#include <boost/system/error_code.hpp>

#include <chrono>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/text.hpp"

using namespace std::chrono_literals;
using tacho::http::options;

namespace {

// The message with which an exposer refuses these options; empty if it accepts them.
std::string refusal(options const& chosen) {
    try {
        tacho::http::exposer const exposer{chosen};
        return {};
    } catch (std::invalid_argument const& refused) {
        return refused.what();
    }
}

tacho::http::page a_page(std::string path, std::string type = "text/plain") {
    return {.path = std::move(path), .content_type = std::move(type), .make = [] {
                return tacho::http::page_answer{};
            }};
}

} // namespace

TEST_CASE("options that cannot work are refused with name, value and reason", "[http][options]") {
    struct wrong {
        options chosen;
        std::string name;
        std::string value;
    };
    std::vector<wrong> const all{
        {{.address = "", .port = 0}, "address", "\"\""},
        {{.address = std::string{"a\0b\n", 4}, .port = 0}, "address", "\"a\\x00b\\x0a\""},
        {{.port = 0, .path = ""}, "path", "\"\""},
        {{.port = 0, .path = "metrics"}, "path", "\"metrics\""},
        {{.port = 0, .path = "/a b"}, "path", "\"/a b\""},
        {{.port = 0, .path = "/a?b"}, "path", "\"/a?b\""},
        {{.port = 0, .path = "/<b>"}, "path", "\"/<b>\""},
        {{.port = 0, .path = "/"}, "path", "\"/\""},
        {{.port = 0, .path = "/healthz"}, "path", "\"/healthz\""},
        {{.port = 0, .path = "/-/healthy"}, "path", "\"/-/healthy\""},
        {{.port = 0, .path = "/" + std::string(2000, 'a')}, "path", "1024"},
        {{.port = 0, .pages = {a_page("x")}}, "a page's path", "\"x\""},
        {{.port = 0, .pages = {a_page("/metrics")}}, "a page's path", "\"/metrics\""},
        {{.port = 0, .pages = {a_page("/a"), a_page("/a")}}, "a page's path", "\"/a\""},
        {{.port = 0, .pages = {a_page("/healthz")}}, "a page's path", "\"/healthz\""},
        {{.port = 0, .pages = {{.path = "/a"}}}, "a page's make", "empty"},
        {{.port = 0, .pages = {a_page("/a", "")}}, "a page's content_type", "\"\""},
        {{.port = 0, .pages = {a_page("/a", "a\r\nb")}}, "a page's content_type", "\\x0d"},
        {{.port = 0, .pages = {a_page("/a", std::string(101, 'a'))}}, "a page's content_type", "100"
        },
        {{.port = 0, .header_limit = 0}, "header_limit", "0"},
        {{.port = 0, .header_limit = 255}, "header_limit", "255"},
        {{.port = 0, .header_limit = std::size_t{1} << 21}, "header_limit", "2097152"},
        {{.port = 0, .max_connections = 0}, "max_connections", "0"},
        {{.port = 0, .max_connections = 65537}, "max_connections", "65537"},
        {{.port = 0, .max_scrapes = 0}, "max_scrapes", "0"},
        {{.port = 0, .max_scrapes = 65537}, "max_scrapes", "65537"},
        {{.port = 0, .idle_timeout = 0ms}, "idle_timeout", "0 ms"},
        {{.port = 0, .idle_timeout = 25h}, "idle_timeout", "90000000 ms"},
        {{.port = 0, .header_timeout = -1ms}, "header_timeout", "-1 ms"},
        {{.port = 0, .header_timeout = std::chrono::milliseconds::max()},
         "header_timeout",
         "24 hours"},
        {{.port = 0, .write_timeout = 0ms}, "write_timeout", "0 ms"},
        {{.port = 0, .response_timeout = 0ms}, "response_timeout", "0 ms"},
        {{.port = 0, .stop_timeout = 0ms}, "stop_timeout", "0 ms"},
    };
    for (auto const& one : all) {
        auto const message = refusal(one.chosen);
        INFO(one.name << ": " << message);
        CHECK(contains(message, "tacho::http::options: " + one.name + " is "));
        CHECK(contains(message, one.value));
        CHECK(contains(message, ", but "));
    }
}

TEST_CASE("options at their bounds are accepted", "[http][options]") {
    CHECK(refusal({.port = 0}).empty());
    CHECK(refusal({.port = 0, .path = "/a/B-9._~/metrics"}).empty());
    CHECK(refusal({.port = 0, .header_limit = 256, .max_connections = 1, .max_scrapes = 1}).empty()
    );
    CHECK(refusal({.port = 0, .header_limit = std::size_t{1} << 20}).empty());
    CHECK(
        refusal({.port = 0, .idle_timeout = 24h, .write_timeout = 1ms, .stop_timeout = 1ms}).empty()
    );
}

TEST_CASE("invalid options throw, even if the caller passes an error code", "[http][options]") {
    boost::system::error_code error;
    options const wrong{.port = 0, .max_connections = 0};
    CHECK_THROWS_AS((tacho::http::exposer{wrong, error}), std::invalid_argument);
}
