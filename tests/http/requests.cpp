// SPDX-License-Identifier: BSL-1.0

#include <tacho/counter.hpp>
#include <tacho/http/exposer.hpp>
#include <tacho/registry.hpp>

#include <cstddef>
#include <string>
#include <string_view>

#include "http/client.hpp"
#include "http/gunzip.hpp"
#include "support/catch.hpp"

using http_test::client;
using http_test::ending;
using namespace std::chrono_literals;

namespace {

// An exposer whose text is known: it has one counter, whose value is 7.
struct served {
    tacho::registry registry;
    tacho::counter requests{registry, "requests_total", "Requests."};
    tacho::http::exposer exposer;

    explicit served(tacho::http::options chosen = {})
        : exposer{complete(std::move(chosen))} {
        requests.inc(7);
    }

    tacho::http::options complete(tacho::http::options chosen) const {
        chosen.port = 0;
        chosen.registry = registry;
        chosen.self_metrics = false;
        return chosen;
    }

    [[nodiscard]] std::uint16_t port() const { return exposer.port(); }
};

constexpr std::string_view text = "# HELP requests_total Requests.\n"
                                  "# TYPE requests_total counter\n"
                                  "requests_total 7\n";

} // namespace

TEST_CASE("GET /metrics answers the registry's text", "[http]") {
    served server;
    client peer{server.port()};
    auto const answer = peer.get("/metrics");
    CHECK(answer.status == 200);
    CHECK(answer.complete);
    CHECK(answer.body == text);
    CHECK(answer.fields.at("content-type") == "text/plain; version=0.0.4; charset=utf-8");
    CHECK(answer.fields.at("transfer-encoding") == "chunked");
    CHECK(answer.fields.at("date").size() == 29);
    CHECK(answer.fields.count("connection") == 0);
}

TEST_CASE("a query and an absolute target do not change the route", "[http]") {
    served server;
    client peer{server.port()};
    CHECK(peer.get("/metrics?name[]=x").body == text);
    CHECK(peer.get("http://example.com/metrics").body == text);
    CHECK(peer.get("/healthz?").body == "OK\n");
    CHECK(peer.get("http://example.com").fields.at("content-type") == "text/html; charset=utf-8");
}

TEST_CASE("a peer gets the format that it asks for", "[http][rule99][rule102]") {
    served server;
    client peer{server.port()};
    auto const type_for = [&](std::string const& accept) {
        auto const answer = peer.ask("GET", "/metrics", "Accept: " + accept + "\r\n");
        CHECK(answer.status == 200);
        CHECK(answer.fields.at("vary") == "Accept, Accept-Encoding");
        return answer.fields.at("content-type");
    };
    CHECK(type_for("application/json") == "application/json");
    CHECK(
        type_for(
            "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
        ) == "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores"
    );
    for (auto const* const accept : {"text/plain;q=0", "*/*;q=2", ";;,", ""})
        CHECK(type_for(accept) == "text/plain; version=0.0.4; charset=utf-8");
    auto const open_metrics =
        peer.ask("GET", "/metrics", "Accept: application/openmetrics-text\r\n").body;
    CHECK(open_metrics.ends_with("\n# EOF\n"));
    CHECK(peer.get("/metrics").body == text);
}

TEST_CASE("a peer gets the text compressed if it asks for that", "[http][rule104]") {
    served server;
    client peer{server.port()};
    for (auto const* const accept : {"gzip", "gzip, deflate, br"}) {
        INFO(accept);
        auto const field = std::string{"Accept-Encoding: "} + accept + "\r\n";
        auto const answer = peer.ask("GET", "/metrics", field);
        CHECK(answer.status == 200);
        CHECK(answer.fields.at("content-encoding") == "gzip");
        CHECK(answer.fields.at("vary") == "Accept, Accept-Encoding");
        CHECK(gunzip(answer.body) == text);
    }
    for (auto const* accept : {"gzip;q=0", "identity;q=0", "*", ""}) {
        INFO(accept);
        auto const field = std::string{"Accept-Encoding: "} + accept + "\r\n";
        auto const answer = peer.ask("GET", "/metrics", field);
        CHECK(answer.status == 200);
        CHECK(answer.fields.count("content-encoding") == 0);
        CHECK(answer.body == text);
    }
    CHECK(peer.ask("GET", "/healthz", "Accept-Encoding: gzip\r\n").body == "OK\n");
}

TEST_CASE("the health routes answer OK", "[http]") {
    served server;
    client peer{server.port()};
    for (auto const* path : {"/-/healthy", "/healthz"}) {
        auto const answer = peer.get(path);
        CHECK(answer.status == 200);
        CHECK(answer.body == "OK\n");
        CHECK(answer.fields.at("content-type") == "text/plain; charset=utf-8");
    }
}

TEST_CASE("the landing page links to all routes", "[http]") {
    served server{{.path = "/my/metrics"}};
    client peer{server.port()};
    auto const answer = peer.get("/");
    CHECK(answer.status == 200);
    CHECK(answer.fields.at("content-type") == "text/html; charset=utf-8");
    for (auto const* path : {"/my/metrics", "/-/healthy", "/healthz"}) {
        INFO(path);
        CHECK(answer.body.find(std::string{"<a href=\""} + path + "\">") != std::string::npos);
        CHECK(peer.get(path).status == 200);
    }
    CHECK(peer.get("/metrics").status == 404);
}

TEST_CASE("an unknown path is not found, and the connection goes on", "[http]") {
    served server;
    client peer{server.port()};
    for (auto const* path : {"/metricsx", "/metric", "/metrics/", "//metrics", "/-/health", "*"}) {
        INFO(path);
        CHECK(peer.get(path).status == 404);
    }
    CHECK(peer.get("/metrics").status == 200);
}

TEST_CASE("HEAD gets the fields of GET and no body", "[http][rule114]") {
    served server;
    client peer{server.port()};
    for (auto const* path : {"/metrics", "/", "/healthz", "/nowhere"}) {
        INFO(path);
        auto expected = peer.get(path);
        auto found = peer.ask("HEAD", path);
        CHECK(found.status == expected.status);
        expected.fields.erase("date");
        found.fields.erase("date");
        CHECK(found.fields == expected.fields);
    }
    CHECK(peer.get("/metrics").body == text); // no byte of another answer was left in between
    CHECK(peer.received().empty());
}

TEST_CASE("other methods are refused with the methods that are allowed", "[http][rule114]") {
    served server;
    client peer{server.port()};
    for (auto const* method :
         {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "get", "FOO"}) {
        INFO(method);
        auto const answer = peer.ask(method, "/metrics");
        CHECK(answer.status == 405);
        CHECK(answer.fields.at("allow") == "GET, HEAD");
    }
    CHECK(peer.get("/metrics").status == 200);
}

TEST_CASE("one connection serves a hundred scrapes", "[http][rule115]") {
    served server;
    client peer{server.port()};
    for (unsigned i = 0; i < 100; ++i) {
        server.requests.inc();
        auto const answer = peer.get("/metrics");
        REQUIRE(answer.complete);
        auto const last = "requests_total " + std::to_string(8 + i) + "\n";
        REQUIRE(answer.body.ends_with(last));
    }
}

TEST_CASE("pipelined requests are answered in order", "[http]") {
    served server;
    client peer{server.port()};
    std::string all;
    for (auto const* request :
         {"GET /metrics",
          "HEAD /metrics",
          "GET /healthz",
          "POST /metrics",
          "GET /nowhere",
          "GET /metrics"})
        all += std::string{request} + " HTTP/1.1\r\nHost: test\r\n\r\n";
    REQUIRE(peer.send(all));
    CHECK(peer.read().body == text);
    CHECK(peer.read(false).status == 200);
    CHECK(peer.read().body == "OK\n");
    CHECK(peer.read().status == 405);
    CHECK(peer.read().status == 404);
    CHECK(peer.read().body == text);
}

TEST_CASE("more pipelined requests than the buffer holds are all answered", "[http]") {
    served server{{.header_limit = 256}};
    client peer{server.port()};
    std::string all;
    for (int i = 0; i < 500; ++i)
        all += "GET /healthz HTTP/1.1\r\nHost: test\r\n\r\n";
    REQUIRE(peer.send(all));
    for (int i = 0; i < 500; ++i)
        REQUIRE(peer.read().body == "OK\n");
}

TEST_CASE("Connection: close is obeyed and announced", "[http]") {
    served server;
    client peer{server.port()};
    auto const answer = peer.ask("GET", "/metrics", "Connection: close\r\n");
    CHECK(answer.body == text);
    CHECK(answer.fields.at("connection") == "close");
    CHECK(peer.read_to_end() == ending::orderly);
}

TEST_CASE("HTTP/1.0 gets a body that ends with the connection", "[http]") {
    served server;
    client peer{server.port()};
    REQUIRE(peer.send("GET /metrics HTTP/1.0\r\n\r\n"));
    auto const answer = peer.read();
    CHECK(answer.status == 200);
    CHECK(answer.complete);
    CHECK(answer.body == text);
    CHECK(answer.fields.count("transfer-encoding") == 0);
    CHECK(answer.fields.at("connection") == "close");
}

TEST_CASE("HTTP/1.0 keeps the connection where it asks and the length is known", "[http]") {
    served server;
    client peer{server.port()};
    for (int i = 0; i < 3; ++i) {
        REQUIRE(peer.send("GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
        auto const answer = peer.read();
        CHECK(answer.body == "OK\n");
        CHECK(answer.fields.at("connection") == "keep-alive");
    }
    REQUIRE(peer.send("GET /metrics HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
    auto const answer = peer.read();
    CHECK(answer.fields.at("connection") == "close");
    CHECK(answer.body == text);
}

TEST_CASE("a peer that closes its sending side after the request is answered", "[http]") {
    served server;
    client peer{server.port()};
    REQUIRE(peer.send("GET /metrics HTTP/1.1\r\nHost: test\r\n\r\n"));
    peer.send_no_more();
    CHECK(peer.read().body == text);
    CHECK(peer.read_to_end() == ending::orderly);
}

TEST_CASE("a connection that ends in the middle of a request has no effect on others", "[http]") {
    served server;
    for (auto const* half :
         {"",
          "G",
          "GET /metrics",
          "GET /metrics HTTP/1.1\r\n",
          "GET /metrics HTTP/1.1\r\nHost: test\r\n"}) {
        client peer{server.port()};
        if (*half != '\0')
            REQUIRE(peer.send(half));
        peer.send_no_more();
        CHECK(peer.read_to_end() == ending::orderly);
        CHECK(peer.received().empty());
    }
    client honest{server.port()};
    CHECK(honest.get("/metrics").body == text);
}

TEST_CASE("bytes that are not HTTP are answered with 400, and the connection ends", "[http]") {
    served server;
    for (std::string_view const garbage : {
             std::string_view{"garbage\r\n\r\n"},
             std::string_view{"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11}, // TLS
             std::string_view{"\0\0\0\0\r\n\r\n", 8},
             std::string_view{"GET /metrics HTTP/2.0\r\n\r\n"},
             std::string_view{"GET /metrics HTTP/1.1 \r\nHost: test\r\n\r\n"},
             std::string_view{"GET /metrics\r\n\r\n"},
             std::string_view{"GET /metrics HTTP/1.1\r\nHost test\r\n\r\n"},
             std::string_view{"GET /metrics HTTP/1.1\r\n\r\n"}, // no Host
             std::string_view{"GET /metrics HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"},
             std::string_view{"GET /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n"},
         }) {
        INFO(garbage);
        client peer{server.port()};
        REQUIRE(peer.send(garbage));
        auto const answer = peer.read();
        CHECK(answer.status == 400);
        CHECK(answer.complete);
        CHECK(answer.fields.at("connection") == "close");
        CHECK(peer.read_to_end() == ending::orderly);
    }
}

TEST_CASE("a header of a megabyte is refused, and the peer can read the answer", "[http]") {
    served server;
    std::string const megabyte(std::size_t{1} << 20, 'a');
    for (auto const& request : {
             "GET /metrics HTTP/1.1\r\nHost: test\r\nX: " + megabyte + "\r\n\r\n",
             "GET /" + megabyte + " HTTP/1.1\r\nHost: test\r\n\r\n",
         }) {
        client peer{server.port()};
        CHECK(peer.send(request));
        auto const answer = peer.read();
        CHECK(answer.status == 431);
        CHECK(answer.complete);
        CHECK(peer.read_to_end() == ending::orderly);
    }
}

TEST_CASE("the limit is for the whole header, not for a field", "[http]") {
    served server{{.header_limit = 1024}};
    std::string head{"GET /metrics HTTP/1.1\r\nHost: test\r\n"};
    while (head.size() < 700)
        head += "X: 0123456789\r\n";
    {
        client peer{server.port()};
        REQUIRE(peer.send(head + "\r\n"));
        CHECK(peer.read().status == 200);
    }
    client peer{server.port()};
    client other{server.port()};
    REQUIRE(peer.send(head));
    // At that time the first half has been parsed and has left the buffer.
    for (int i = 0; i < 3; ++i)
        REQUIRE(other.get("/healthz").status == 200);
    REQUIRE(peer.send(std::string_view{head}.substr(head.find("X: "))));
    CHECK(peer.read().status == 431);
}

TEST_CASE("a header that arrives byte by byte is parsed", "[http]") {
    served server;
    client peer{server.port()};
    for (int i = 0; i < 2; ++i) {
        for (char const byte : std::string_view{"GET /metrics HTTP/1.1\r\nHost: test\r\n\r\n"})
            REQUIRE(peer.send({&byte, 1}));
        CHECK(peer.read().body == text);
    }
}

TEST_CASE("a request with a body is refused and its connection ends", "[http]") {
    served server;
    for (auto const* fields :
         {"Content-Length: 5\r\n",
          "Content-Length: 999999999999\r\n",
          "Transfer-Encoding: chunked\r\n",
          "Transfer-Encoding: gzip\r\n"}) {
        INFO(fields);
        client peer{server.port()};
        auto const refused = peer.ask("GET", "/metrics", fields);
        CHECK(refused.status == 413);
        CHECK(refused.fields.at("connection") == "close");
        CHECK(peer.read_to_end() == ending::orderly);

        client poster{server.port()};
        CHECK(poster.ask("POST", "/metrics", fields).status == 405);
        CHECK(poster.read_to_end() == ending::orderly);
    }
    client peer{server.port()};
    CHECK(peer.ask("GET", "/metrics", "Content-Length: 0\r\n").body == text);
    CHECK(peer.get("/metrics").body == text);
}

TEST_CASE("a body is never taken for the next request", "[http]") {
    served server;
    client peer{server.port()};
    REQUIRE(peer.send("POST /healthz HTTP/1.1\r\nHost: test\r\nContent-Length: 40\r\n\r\n"
                      "GET /healthz HTTP/1.1\r\nHost: test\r\n\r\n"));
    CHECK(peer.read().status == 405);
    CHECK(peer.read_to_end() == ending::orderly);
    CHECK(peer.received().empty());
}
