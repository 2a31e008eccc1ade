// SPDX-License-Identifier: BSL-1.0

#include <chrono>
#include <cstddef>
#include <string_view>

#include "http/hostile/crowd.hpp"
#include "http/hostile/siege.hpp"
#include "support/catch.hpp"
#include "support/threads.hpp"

using http_test::crowd;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t turns = sanitizer_slowdown > 1 ? 2 : 3;
constexpr std::string_view endless = "GET /metrics HTTP/1.1\r\nHost: test\r\nX: and so on, and so on";

// Each peer sends a byte a second. One that was closed comes again, where `again` is set.
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

TEST_CASE("2,000 slow peers that come again and again keep no scrape out", "[http][hostile]") {
    http_test::siege besieged{{.header_timeout = 1h}};
    auto const count = http_test::room_for_connections(2000);
    CAPTURE(count);
    {
        crowd peers{besieged.port(), count};
        send_slowly(besieged, peers, true);
    }
    besieged.lift();
    CHECK(besieged.refused() == 0);
    CHECK(besieged.lost() == 0);
}

TEST_CASE("2,000 slow peers that are all let in hold what is stated", "[http][hostile]") {
    auto const count = http_test::room_for_connections(2000);
    CAPTURE(count);
    http_test::siege besieged{{.max_connections = count + 10, .header_timeout = 1h}};
    auto const alone = besieged.memory();
    {
        crowd peers{besieged.port(), count};
        send_slowly(besieged, peers, false);
        CHECK(peers.count([](auto const& each) { return each.ended; }) == 0);
        CHECK(besieged.memory() > alone + count * 8192); // they are in
    }
    besieged.lift();
    CHECK(besieged.refused() == 0);
    CHECK(besieged.lost() == 0);
}
