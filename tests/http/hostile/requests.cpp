// SPDX-License-Identifier: BSL-1.0

// Hostile peers, before they are answered.

#include <array>
#include <chrono>
#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "http/hostile/crowd.hpp"
#include "http/hostile/siege.hpp"
#include "support/catch.hpp"
#include "support/text.hpp"
#include "support/threads.hpp"

using http_test::crowd;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t turns = slowdown > 1 ? 2 : 3;
constexpr std::string_view endless =
    "GET /metrics HTTP/1.1\r\nHost: test\r\nX: and so on, and so on";

// Each peer sends one byte each second. If `again` is set, a peer whose connection was closed
// connects again.
void send_slowly(http_test::siege const& besieged, crowd& peers, bool again) {
    auto due = crowd::clock::now();
    auto recorded = besieged.recorded();
    for (std::size_t turn = 0; turn < turns; ++turn) {
        for (auto& each : peers.peers) {
            if (each.ended && again)
                peers.open(each);
            if (!each.ended)
                each.to_send = endless.substr(turn, 1);
            peers.send(each);
        }
        due += 1s;
        while (crowd::clock::now() < due)
            peers.drive(due);
        CHECK(besieged.recorded() > recorded); // the application did not wait
        recorded = besieged.recorded();
    }
}

} // namespace

TEST_CASE(
    "two thousand slow peers that connect again and again keep no scrape out", "[http][hostile]"
) {
    http_test::siege besieged{{.header_timeout = 1h}};
    auto const count = http_test::room_for_connections(2000);
    CAPTURE(count);
    {
        crowd peers{besieged.port(), count};
        send_slowly(besieged, peers, true);
    }
    besieged.lift();
    CHECK(besieged.refused() == 0);
    // A scraper that loses its processor between connect and request looks like a slow peer.
    CAPTURE(besieged.lost(), besieged.answered());
    CHECK(100 * besieged.lost() <= besieged.answered());
}

TEST_CASE("two thousand slow peers hold no more memory than the design states", "[http][hostile]") {
    auto const count = http_test::room_for_connections(2000);
    CAPTURE(count);
    http_test::siege besieged{{.max_connections = count + 10, .header_timeout = 1h}};
    auto const alone = besieged.memory();
    {
        crowd peers{besieged.port(), count};
        send_slowly(besieged, peers, false);
        // Wait until all are accepted.
        CHECK(peers.drive_until([&] { return besieged.memory() > alone + count * 8192; }, 60s));
        CHECK(peers.count([](auto const& each) { return each.ended; }) == 0);
    }
    besieged.lift();
    CHECK(besieged.refused() == 0);
    CHECK(besieged.lost() == 0);
}

TEST_CASE(
    "peers that close their sending side get their answer, and nothing else", "[http][hostile]"
) {
    constexpr std::size_t count = 300;
    http_test::siege besieged{{.max_connections = count + 10, .header_timeout = 1h}};
    crowd peers{besieged.port(), count};
    auto const asks = [&](auto const& each) { return (&each - peers.peers.data()) % 3 == 2; };
    REQUIRE(peers.drive_until(
        [&] { return peers.count([](auto const& each) { return each.connected; }) == count; }, 20s
    ));
    for (auto& each : peers.peers) {
        constexpr std::string_view half = http_test::scrape_request.substr(0, 20);
        auto const kind = (&each - peers.peers.data()) % 3;
        each.to_send = kind == 0 ? "" : kind == 1 ? half : http_test::scrape_request;
        peers.send(each);
        peers.send_no_more(each);
    }
    REQUIRE(peers.drive_until(
        [&] { return peers.count([](auto const& each) { return each.ended; }) == count; }, 20s
    ));
    for (auto const& each : peers.peers) {
        CHECK_FALSE(each.reset);
        CHECK(each.received.ends_with(asks(each) ? "\r\n0\r\n\r\n" : ""));
        CHECK(each.received.starts_with(asks(each) ? "HTTP/1.1 200 OK\r\n" : ""));
        CHECK(each.received.empty() != asks(each));
    }
    besieged.lift();
    CHECK(besieged.lost() == 0);
}

namespace {

bool all_ended(crowd& peers) {
    return peers.drive_until(
        [&] {
            return peers.count([](auto const& each) { return each.ended; }) == peers.peers.size();
        },
        60s
    );
}

} // namespace

TEST_CASE("a header of a megabyte is refused, also from many peers at once", "[http][hostile]") {
    http_test::siege besieged;
    std::string const field(std::size_t{1} << 20, 'x');
    auto const request = "GET /metrics HTTP/1.1\r\nHost: test\r\nX: " + field + "\r\n\r\n";
    crowd peers{besieged.port(), 40};
    for (auto& each : peers.peers)
        each.to_send = request;
    REQUIRE(all_ended(peers));
    for (auto const& each : peers.peers)
        CHECK(each.received.starts_with("HTTP/1.1 431 "));
    besieged.lift();
}

TEST_CASE("requests that arrive in one piece are answered one after the other", "[http][hostile]") {
    constexpr std::size_t requests = 50;
    http_test::siege besieged;
    std::string pipeline;
    for (std::size_t i = 0; i < requests; ++i)
        pipeline += i % 10 == 0   ? std::string{http_test::scrape_request}
                    : i % 10 == 5 ? "POST / HTTP/1.1\r\nHost: a\r\n\r\n"
                                  : "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";
    pipeline += "GET /nowhere HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    crowd peers{besieged.port(), 40};
    peers.keeps = std::size_t{1} << 20;
    for (auto& each : peers.peers)
        each.to_send = pipeline;
    REQUIRE(all_ended(peers));
    for (auto const& each : peers.peers) {
        CHECK_FALSE(each.reset);
        CHECK(occurrences(each.received, "HTTP/1.1 200 OK\r\n") == requests * 9 / 10);
        CHECK(occurrences(each.received, "HTTP/1.1 405 ") == requests / 10);
        CHECK(occurrences(each.received, "HTTP/1.1 404 ") == 1);
        CHECK(occurrences(each.received, "# TYPE recorded_total counter\n") == requests / 10);
    }
    besieged.lift();
    CHECK(besieged.lost() == 0);
}

TEST_CASE("a damaged request gets a known status or its connection is closed", "[http][hostile]") {
    CAPTURE(test_seed);
    auto random = random_for(0);
    auto const below = [&](std::size_t end) {
        return std::uniform_int_distribution<std::size_t>{0, end - 1}(random);
    };
    // One to four bytes of a good request are changed, inserted or removed.
    std::vector<std::string> requests;
    for (std::size_t i = 0; i < scaled(2000); ++i) {
        std::string text{"GET /metrics HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n"};
        for (auto changes = 1 + below(4); changes > 0; --changes) {
            constexpr std::string_view likely{"\r\n\0 :/1x\t\xff", 10};
            auto const at = below(text.size());
            auto const byte = likely[below(likely.size())];
            switch (below(3)) {
            case 0:
                text[at] = byte;
                break;
            case 1:
                text.insert(at, 1, byte);
                break;
            default:
                text.erase(at, 1);
            }
        }
        requests.push_back(text);
    }
    http_test::siege besieged{{.max_connections = 4096}};
    constexpr std::size_t at_once = 100;
    crowd peers{besieged.port(), at_once};
    constexpr std::array statuses{"200", "400", "404", "405", "413", "431"};
    std::size_t answered = 0;
    for (std::size_t next = 0; next < requests.size(); next += at_once) {
        for (std::size_t i = 0; i < at_once; ++i) {
            if (next > 0)
                peers.open(peers.peers[i]);
            peers.peers[i].to_send = requests[(next + i) % requests.size()];
        }
        REQUIRE(peers.drive_until(
            [&] { return peers.count([](auto const& p) { return !p.to_send.empty(); }) == 0; }, 20s
        ));
        for (auto& each : peers.peers)
            peers.send_no_more(each);
        REQUIRE(all_ended(peers));
        for (auto const& each : peers.peers) {
            auto const status = each.received.substr(0, 12);
            bool known = status.empty();
            for (std::string_view const code : statuses)
                known = known || status == "HTTP/1.1 " + std::string{code};
            CAPTURE(each.received);
            CHECK(known);
            answered += status.empty() ? 0U : 1U;
        }
    }
    CHECK(answered > requests.size() / 2);
    besieged.lift();
    CHECK(besieged.lost() == 0);
}
