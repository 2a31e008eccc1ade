// SPDX-License-Identifier: BSL-1.0

#include <tacho/counter.hpp>
#include <tacho/http/exposer.hpp>
#include <tacho/registry.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <latch>
#include <memory>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <thread>
#include <time.h>
#include <vector>

#include "http/client.hpp"
#include "support/catch.hpp"

using http_test::client;
using http_test::ending;
using http_test::megabyte;
using http_test::scrape_request;
using http_test::since;
using namespace std::chrono_literals;

namespace {

// A registry whose text is longer than the kernel's buffers for a peer that does not read.
struct large {
    tacho::registry registry;
    int count = http_test::fill(registry, 16 * megabyte);

    tacho::http::options with(tacho::http::options chosen) const {
        chosen.port = 0;
        chosen.registry = registry;
        return chosen;
    }
};

// A peer that asks for the metrics and reads nothing.
std::unique_ptr<client> stuck(std::uint16_t port) {
    auto peer = std::make_unique<client>(port, 4096);
    peer->send(scrape_request);
    return peer;
}

} // namespace

TEST_CASE("a peer that never reads is dropped, and others are served meanwhile", "[http][limits]") {
    large const served;
    tacho::http::exposer const exposer{served.with({.write_timeout = 1500ms})};
    auto const start = http_test::clock::now();
    auto const deaf = stuck(exposer.port());
    client honest{exposer.port()};
    for (int i = 0; i < 3; ++i) {
        auto const answer = honest.get("/metrics");
        CHECK(answer.complete);
        CHECK(answer.body.size() > 16 * megabyte);
    }
    // The peer reads nothing until the exposer has closed its connection. After that it gets an
    // error.
    while (honest.get("/metrics").body.find("\ntacho_exposer_connections 1\n") == std::string::npos)
        REQUIRE(since(start) < 20s);
    CHECK(since(start) >= 1400ms);
    CHECK(deaf->read_to_end() == ending::reset);
    CHECK(deaf->received().size() < 16 * megabyte);
}

TEST_CASE("a peer that reads too slowly is dropped although it goes on reading", "[http][limits]") {
    large const served;
    tacho::http::exposer const exposer{
        served.with({.write_timeout = 10s, .response_timeout = 1000ms})
    };
    client slow{exposer.port(), 4096};
    REQUIRE(slow.send(scrape_request));
    auto const start = http_test::clock::now();
    // At most one KiB in a millisecond is far too little for 16 MiB.
    while (since(start) < 20s && slow.receive(1s, 1024))
        std::this_thread::sleep_for(1ms);
    CHECK(slow.ended() == ending::reset);
    CHECK(since(start) >= 900ms);
    CHECK(since(start) < 20s);
}

TEST_CASE("a connection on which the peer sends nothing is closed", "[http][limits]") {
    tacho::http::exposer const exposer{{.port = 0, .header_timeout = 200ms}};
    client silent{exposer.port()};
    auto const start = http_test::clock::now();
    CHECK(silent.read_to_end() == ending::orderly);
    CHECK(since(start) >= 150ms);
}

TEST_CASE(
    "a header must be complete in time, even if its bytes arrive steadily", "[http][limits]"
) {
    tacho::http::exposer const exposer{{.port = 0, .header_timeout = 400ms}};
    client trickling{exposer.port()};
    auto const start = http_test::clock::now();
    REQUIRE(trickling.send("GET /metrics HTTP/1.1\r\nX: "));
    // One byte every 20 ms: no pause is as long as the limit.
    while (since(start) < 20s && trickling.ended() == ending::open && trickling.send("x"))
        trickling.receive(20ms);
    CHECK(trickling.ended() != ending::open);
    CHECK(trickling.received().empty());
    CHECK(since(start) >= 350ms);
    CHECK(since(start) < 10s);
}

TEST_CASE(
    "a connection may be idle for longer than a header may take, but not forever", "[http][limits]"
) {
    tacho::http::exposer const exposer{{.port = 0, .idle_timeout = 2500ms, .header_timeout = 700ms}
    };
    client peer{exposer.port()};
    REQUIRE(peer.get("/healthz").status == 200);
    CHECK_FALSE(peer.receive(1200ms));
    REQUIRE(peer.ended() == ending::open);
    REQUIRE(peer.get("/healthz").status == 200);
    auto const start = http_test::clock::now();
    CHECK(peer.read_to_end() == ending::orderly);
    CHECK(since(start) >= 2300ms);
}

TEST_CASE(
    "the time for a header also begins with its first byte on an idle connection", "[http][limits]"
) {
    tacho::http::exposer const exposer{{.port = 0, .idle_timeout = 1h, .header_timeout = 200ms}};
    client peer{exposer.port()};
    REQUIRE(peer.get("/healthz").status == 200);
    REQUIRE(peer.send("G"));
    CHECK(peer.read_to_end() == ending::orderly);
}

TEST_CASE("slow peers give way to an honest scrape at once", "[http][limits]") {
    tacho::http::exposer const exposer{{.port = 0, .max_connections = 4, .header_timeout = 1h}};
    std::vector<std::unique_ptr<client>> slow;
    for (int i = 0; i < 200; ++i) {
        slow.push_back(std::make_unique<client>(exposer.port()));
        slow.back()->send("G");
    }
    client honest{exposer.port()};
    auto const answer = honest.get("/metrics");
    CHECK(answer.complete);
    CHECK(answer.body.find("\ntacho_exposer_connections 4\n") != std::string::npos);
    std::size_t closed = 0;
    for (auto const& peer : slow)
        closed +=
            !peer->receive(closed < 197 ? std::chrono::milliseconds{client::patience} : 50ms) &&
            peer->ended() != ending::open;
    CHECK(closed == 197); // the limit is 4, and one of them is the honest peer
}

TEST_CASE(
    "a connection that was served is kept rather than one without a request", "[http][limits]"
) {
    tacho::http::exposer const exposer{{.port = 0, .max_connections = 3, .header_timeout = 1h}};
    client known{exposer.port()};
    REQUIRE(known.get("/metrics").status == 200);
    std::vector<std::unique_ptr<client>> slow;
    for (int i = 0; i < 20; ++i) {
        slow.push_back(std::make_unique<client>(exposer.port()));
        slow.back()->send("G");
    }
    client honest{exposer.port()};
    CHECK(honest.get("/metrics").status == 200);
    CHECK(known.get("/metrics").status == 200);
}

TEST_CASE("a new connection waits while all others are being answered", "[http][limits]") {
    large const served;
    tacho::http::exposer const exposer{
        served.with({.max_connections = 3, .write_timeout = 1h, .response_timeout = 1h})
    };
    std::vector<std::unique_ptr<client>> deaf;
    for (int i = 0; i < 3; ++i)
        deaf.push_back(stuck(exposer.port()));
    for (auto& peer : deaf)
        REQUIRE(peer->receive(client::patience, 1)); // the answer has begun
    // A peer that accepts no byte gives way, one for each new connection.
    client honest{exposer.port()};
    CHECK(honest.get("/metrics").complete);
    CHECK(deaf[0]->read_to_end() == ending::reset);
    CHECK(honest.get("/metrics").complete);
}

TEST_CASE("a waiting connection is served when another one ends by itself", "[http][limits]") {
    large const served;
    tacho::http::exposer const exposer{
        served.with({.max_connections = 2, .write_timeout = 1h, .response_timeout = 1h})
    };
    auto first = stuck(exposer.port());
    auto second = stuck(exposer.port());
    REQUIRE(first->receive(client::patience, 1));
    REQUIRE(second->receive(client::patience, 1));
    client honest{exposer.port()};
    REQUIRE(honest.send(scrape_request));
    first->reset();
    CHECK(honest.read().complete);
}

TEST_CASE("scrapes above the limit wait for their turn", "[http][limits]") {
    large const served;
    tacho::http::exposer const exposer{served.with({.max_scrapes = 1, .write_timeout = 1h})};
    auto const first = stuck(exposer.port());
    REQUIRE(first->receive(client::patience, 1));
    std::atomic<int> whole{0};
    std::latch queued{5};
    std::vector<std::jthread> peers;
    for (int i = 0; i < 5; ++i)
        peers.emplace_back([&] {
            client peer{exposer.port()};
            peer.send(scrape_request);
            queued.count_down();
            whole += peer.read().complete ? 1 : 0;
        });
    queued.wait();
    first->reset();
    peers.clear();
    CHECK(whole == 5);
}

TEST_CASE("a stuck scrape gives way to one that waits", "[http][limits]") {
    large const served;
    tacho::http::exposer const exposer{
        served.with({.max_scrapes = 1, .write_timeout = 1h, .response_timeout = 1h})
    };
    auto const deaf = stuck(exposer.port());
    REQUIRE(deaf->receive(client::patience, 1));
    client honest{exposer.port()};
    CHECK(honest.get("/metrics").complete);
    CHECK(deaf->read_to_end() == ending::reset);
}

TEST_CASE("a scrape that is read slowly gives way to one that waits", "[http][limits]") {
    large const served;
    tacho::http::exposer const exposer{
        served.with({.max_scrapes = 1, .write_timeout = 1h, .response_timeout = 1h})
    };
    auto const slow = stuck(exposer.port());
    std::atomic<bool> asked{false};
    std::jthread const reads{[&](std::stop_token const& stop) {
        // It accepts bytes all the time, and never enough.
        while (!stop.stop_requested() && slow->receive(client::patience, 512)) {
            asked = true;
            std::this_thread::sleep_for(1ms);
        }
    }};
    while (!asked)
        std::this_thread::yield();
    client honest{exposer.port()};
    CHECK(honest.get("/metrics").complete);
}

TEST_CASE("the time that a scrape has waited does not count against it", "[http][limits]") {
    large const served;
    tacho::http::exposer const exposer{
        served.with({.max_scrapes = 1, .write_timeout = 1h, .response_timeout = 1h})
    };
    client slow{exposer.port()};
    REQUIRE(slow.send(scrape_request));
    REQUIRE(slow.receive(client::patience, 1));
    client waits{exposer.port(), 65536};
    REQUIRE(waits.send(scrape_request));
    // It is read slowly until it is cut off, which takes longer than a scrape may be sent for.
    while (slow.receive(client::patience, 16384))
        std::this_thread::sleep_for(4ms);
    REQUIRE(waits.receive(client::patience, 1)); // now it has its turn, and another one waits
    client next{exposer.port()};
    REQUIRE(next.send(scrape_request));
    while (waits.received().size() < 8 * megabyte && waits.receive(client::patience, 65536))
        std::this_thread::sleep_for(2ms); // some checks of the exposer pass meanwhile
    CHECK(waits.read().complete);
    CHECK(next.read().complete);
}

TEST_CASE("any number of peers that read nothing keep no scrape out", "[http][limits]") {
    large const served;
    tacho::http::exposer const exposer{served.with(
        {.max_connections = 8, .max_scrapes = 1, .write_timeout = 1h, .response_timeout = 1h}
    )};
    std::vector<std::unique_ptr<client>> deaf;
    for (int i = 0; i < 60; ++i)
        deaf.push_back(stuck(exposer.port()));
    REQUIRE(deaf.front()->receive(client::patience, 1));
    // Served one after the other, they would take longer than this client's patience.
    for (int i = 0; i < 3; ++i) {
        client honest{exposer.port()};
        CHECK(honest.get("/metrics").complete);
    }
}

TEST_CASE("a scrape that waits too long for its turn is answered with 503", "[http][limits]") {
    large const served;
    tacho::http::exposer const exposer{served.with({.max_scrapes = 1, .write_timeout = 600ms})};
    client slow{exposer.port()};
    REQUIRE(slow.send(scrape_request));
    REQUIRE(slow.receive(client::patience, 1));
    client honest{exposer.port()};
    REQUIRE(honest.send(scrape_request));
    // This peer is fast enough to keep its turn, and far too slow to finish.
    std::atomic<bool> done{false};
    std::jthread const reading{[&] {
        while (!done && slow.receive(1s, 65536))
            std::this_thread::sleep_for(5ms);
    }};
    auto const answer = honest.read();
    done = true;
    CHECK(answer.status == 503);
    CHECK(answer.fields.at("connection") == "close");
}

TEST_CASE("without descriptors the exposer waits, does not spin, and recovers", "[http][limits]") {
    tacho::http::exposer const exposer{{.port = 0}};
    client known{exposer.port()};
    REQUIRE(known.get("/metrics").status == 200);
    client fresh; // already has its descriptor
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
    auto const cpu = [] {
        timespec used{};
        ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
        return std::chrono::seconds{used.tv_sec} + std::chrono::nanoseconds{used.tv_nsec};
    };
    rlimit none{before};
    none.rlim_cur = 3; // every new descriptor would be above the limit
    REQUIRE(::setrlimit(RLIMIT_NOFILE, &none) == 0);
    fresh.connect(exposer.port());
    auto const sent = fresh.send(scrape_request);
    auto const used_before = cpu();
    auto const answered = fresh.receive(1000ms);
    auto const used = cpu() - used_before;
    auto const still = known.get("/metrics");
    ::setrlimit(RLIMIT_NOFILE, &before);
    CHECK(fresh.connected());
    CHECK(sent);
    CHECK_FALSE(answered);
    CHECK(used < 100ms);
    CHECK(still.complete); // open connections are still served
    CHECK(fresh.read().complete);
}
