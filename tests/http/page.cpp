// SPDX-License-Identifier: BSL-1.0

#include <tacho/http/exposer.hpp>
#include <tacho/http/page.hpp>

#include <stdexcept>
#include <string>

#include "http/client.hpp"
#include "support/catch.hpp"

using http_test::client;
using tacho::http::exposer;
using tacho::http::page_answer;

TEST_CASE("a page answers with the result of its function, every time", "[http]") {
    int calls = 0;
    exposer const server{{
        .port = 0,
        .pages =
            {
                {.path = "/state",
                 .content_type = "application/json",
                 .make =
                     [&] {
                         return page_answer{
                             ++calls == 1 ? 503U : 200U, "{\"calls\":" + std::to_string(calls) + "}"
                         };
                     }},
                {.path = "/odd", .make = [] { return page_answer{599, "odd"}; }},
            },
    }};
    client peer{server.port()};
    auto const first = peer.get("/state?x=1");
    CHECK(first.status == 503);
    CHECK(first.head.starts_with("HTTP/1.1 503 Service Unavailable\r\n"));
    CHECK(first.body == "{\"calls\":1}");
    CHECK(first.fields.at("content-type") == "application/json");
    CHECK(first.fields.at("content-length") == "11");
    auto const second = peer.get("/state");
    CHECK(second.status == 200);
    CHECK(second.body == "{\"calls\":2}");
    auto const head = peer.ask("HEAD", "/state", "");
    CHECK(head.status == 200);
    CHECK(head.body.empty());
    CHECK(peer.ask("POST", "/state", "").status == 405);
    CHECK(calls == 3);
    CHECK(peer.get("/odd").status == 599);
    CHECK_THAT(peer.get("/").body, Catch::Contains("<a href=\"/state\">"));
    CHECK(peer.get("/metrics").status == 200);
}

TEST_CASE("a page that fails is answered with 500, and the connection goes on", "[http]") {
    exposer const server{{
        .port = 0,
        .pages =
            {
                {.path = "/throws", .make = []() -> page_answer { throw std::runtime_error{"no"}; }
                },
                {.path = "/wrong", .make = [] { return page_answer{99, "wrong"}; }},
                {.path = "/wrong_too", .make = [] { return page_answer{600, "wrong"}; }},
                {.path = "/no_body", .make = [] { return page_answer{204, ""}; }},
            },
    }};
    client peer{server.port()};
    for (auto const* const path : {"/throws", "/wrong", "/wrong_too", "/no_body"}) {
        auto const answer = peer.get(path);
        CHECK(answer.status == 500);
        CHECK(answer.body == "The page could not be made.\n");
    }
    CHECK(peer.get("/healthz").status == 200);
}

TEST_CASE("the exposer's own pages can be left out, and the text of a 404 be chosen", "[http]") {
    exposer const server{{
        .port = 0,
        .pages = {{.path = "/healthz", .make = [] { return page_answer{200, "mine"}; }}},
        .own_pages = false,
        .not_found = "Route not found",
    }};
    client peer{server.port()};
    CHECK(peer.get("/healthz").body == "mine");
    for (auto const* const path : {"/", "/-/healthy", "/nothing"}) {
        auto const answer = peer.get(path);
        CHECK(answer.status == 404);
        CHECK(answer.body == "Route not found");
    }
}
