// SPDX-License-Identifier: BSL-1.0

#include <tacho/callback.hpp>
#include <tacho/counter.hpp>
#include <tacho/http/exposer.hpp>
#include <tacho/registry.hpp>
#include <tacho/self_metrics.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <latch>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "http/client.hpp"
#include "support/catch.hpp"

using http_test::client;
using http_test::is_filling;
using http_test::megabyte;

namespace {

constexpr std::size_t piece = 65536;

// The value of an unlabelled sample.
std::optional<double> value_of(std::string_view body, std::string const& name) {
    auto const line = "\n" + name + " ";
    auto const found = body.find(line);
    if (found == body.npos)
        return std::nullopt;
    // A copy, because strtod needs a NUL at the end. (libc++ 19 has no from_chars for a double.)
    std::string const rest{body.substr(found + line.size())};
    return std::strtod(rest.c_str(), nullptr);
}

// The contents of the TYPE lines.
std::vector<std::string> types(std::string_view body) {
    constexpr std::string_view start = "# TYPE ";
    std::vector<std::string> found;
    for (auto at = body.find(start); at != body.npos; at = body.find(start, at + 1)) {
        auto const first = at + start.size();
        found.emplace_back(body.substr(first, body.find('\n', first) - first));
    }
    return found;
}

} // namespace

TEST_CASE(
    "a body of several megabytes arrives complete, in pieces of at most 64 KiB", "[http][scrape]"
) {
    tacho::registry registry;
    auto const count = http_test::fill(registry, 5 * megabyte);
    tacho::http::exposer const exposer{{.port = 0, .registry = registry}};
    client peer{exposer.port()};
    for (int i = 0; i < 2; ++i) {
        auto const answer = peer.get("/metrics");
        REQUIRE(answer.complete);
        CHECK(answer.body.size() > 5 * megabyte);
        CHECK(is_filling(answer.body, count));
        CHECK(std::ranges::max(answer.chunks) <= piece);
        CHECK(answer.chunks.size() > 5 * megabyte / piece);
    }
}

TEST_CASE("a body of several megabytes arrives complete with HTTP/1.0", "[http][scrape]") {
    tacho::registry registry;
    auto const count = http_test::fill(registry, 5 * megabyte);
    tacho::http::exposer const exposer{{.port = 0, .registry = registry}};
    client peer{exposer.port()};
    REQUIRE(peer.send("GET /metrics HTTP/1.0\r\n\r\n"));
    auto const answer = peer.read();
    CHECK(answer.complete);
    CHECK(is_filling(answer.body, count));
}

TEST_CASE("an empty registry gives an empty body", "[http][scrape]") {
    tacho::registry const registry;
    tacho::http::exposer const exposer{{.port = 0, .registry = registry, .self_metrics = false}};
    client peer{exposer.port()};
    for (int i = 0; i < 2; ++i) {
        auto const answer = peer.get("/metrics");
        CHECK(answer.status == 200);
        CHECK(answer.complete);
        CHECK(answer.body.empty());
    }
}

TEST_CASE("the exposer's own metrics follow those of the registry", "[http][scrape]") {
    tacho::registry registry;
    tacho::counter mine{registry, "mine_total", "Mine."};
    tacho::http::exposer const exposer{{.port = 0, .registry = registry}};
    client first{exposer.port()};
    auto const before = first.get("/metrics");
    CHECK(before.body.starts_with("# HELP mine_total "));
    CHECK(value_of(before.body, "tacho_exposer_scrapes_total") == 0.0);
    CHECK(value_of(before.body, "tacho_exposer_sent_bytes_total") == 0.0);
    CHECK(value_of(before.body, "tacho_exposer_last_scrape_duration_seconds") == 0.0);
    CHECK(value_of(before.body, "tacho_exposer_connections") == 1.0);

    client second{exposer.port()};
    auto const after = second.get("/metrics");
    CHECK(value_of(after.body, "tacho_exposer_scrapes_total") == 1.0);
    CHECK(value_of(after.body, "tacho_exposer_connections") == 2.0);
    auto const duration = value_of(after.body, "tacho_exposer_last_scrape_duration_seconds");
    CHECK(duration.value_or(0) > 0.0);
    CHECK(duration.value_or(60) < 20.0);
    // The head, an empty line, the chunks with their sizes in hexadecimal, and the empty last
    // chunk.
    auto sent = before.head.size() + 2 + 5;
    for (auto const size : before.chunks) {
        std::array<char, 16> digits{};
        auto const* const end = std::to_chars(digits.begin(), digits.end(), size, 16).ptr;
        sent += static_cast<std::size_t>(end - digits.begin()) + 2 + size + 2;
    }
    CHECK(value_of(after.body, "tacho_exposer_sent_bytes_total") == static_cast<double>(sent));
    // The counter is not in the served registry: another exposer of that registry has its own.
    tacho::http::exposer const other{{.port = 0, .registry = registry}};
    client third{other.port()};
    CHECK(value_of(third.get("/metrics").body, "tacho_exposer_scrapes_total") == 0.0);
}

TEST_CASE("a metric of the exposer whose name is in the registry is left out", "[http][scrape]") {
    tacho::registry registry;
    tacho::self_metrics const core{registry};
    tacho::counter scrapes{registry, "tacho_exposer_scrapes_total", "Of another exposer."};
    scrapes.inc(41);
    tacho::http::exposer const exposer{{.port = 0, .registry = registry}};
    client peer{exposer.port()};
    for (int i = 0; i < 2; ++i) {
        auto const answer = peer.get("/metrics");
        REQUIRE(answer.complete);
        auto const names = types(answer.body);
        CHECK(names.size() == std::set(names.begin(), names.end()).size());
        CHECK(std::ranges::count(names, "tacho_slabs gauge") == 1);
        CHECK(std::ranges::count(names, "tacho_exposer_connections gauge") == 1);
        CHECK(value_of(answer.body, "tacho_exposer_scrapes_total") == 41.0);
        CHECK(names.size() == 14); // ten metrics of the library and four of the exposer
    }
}

TEST_CASE("the exposer's own metrics can be left out", "[http][scrape]") {
    tacho::registry registry;
    tacho::counter mine{registry, "mine_total", "Mine."};
    tacho::http::exposer const exposer{{.port = 0, .registry = registry, .self_metrics = false}};
    client peer{exposer.port()};
    auto const body = peer.get("/metrics").body;
    CHECK(body.find("\nmine_total 0\n") != body.npos);
    CHECK(body.find("tacho_") == body.npos);
}

TEST_CASE("an exposer serves the default registry unless it gets another", "[http][scrape]") {
    tacho::counter used{
        tacho::default_registry(), "served_by_default_total", "In the default registry."
    };
    used.inc(3);
    tacho::http::exposer const exposer{{.port = 0}};
    client peer{exposer.port()};
    CHECK(value_of(peer.get("/metrics").body, "served_by_default_total") == 3.0);
}

TEST_CASE("a registry is still served after it was destroyed", "[http][scrape]") {
    auto registry = std::make_unique<tacho::registry>();
    tacho::counter mine{*registry, "mine_total", "Mine."};
    mine.inc(9);
    tacho::http::exposer const exposer{{.port = 0, .registry = *registry}};
    client peer{exposer.port()};
    CHECK(value_of(peer.get("/metrics").body, "mine_total") == 9.0);
    registry.reset();
    CHECK(value_of(peer.get("/metrics").body, "mine_total") == 9.0);
}

TEST_CASE("a callback that throws loses only its own sample", "[http][scrape]") {
    tacho::registry registry;
    tacho::counter before{registry, "before_total", "Before."};
    tacho::callback_gauge const wrong{registry, "wrong", "Throws.", []() -> double {
                                          throw std::runtime_error{"wrong"};
                                      }};
    tacho::callback_gauge const odd{registry, "odd", "Throws an int.", []() -> double { throw 1; }};
    tacho::callback_gauge const right{registry, "right", "Right.", [] { return 4.0; }};
    tacho::http::exposer const exposer{{.port = 0, .registry = registry}};
    client peer{exposer.port()};
    for (int i = 0; i < 3; ++i) {
        auto const answer = peer.get("/metrics");
        CHECK(answer.status == 200);
        CHECK(answer.complete);
        CHECK(value_of(answer.body, "before_total") == 0.0);
        CHECK(value_of(answer.body, "right") == 4.0);
        CHECK_FALSE(value_of(answer.body, "wrong"));
        CHECK_FALSE(value_of(answer.body, "odd"));
    }
}

TEST_CASE(
    "values never decrease while threads record, and the last ones are exact", "[http][scrape]"
) {
    constexpr unsigned threads = 3;
    constexpr unsigned each = 200'000;
    tacho::registry registry;
    tacho::counter busy{registry, "busy_total", "Busy."};
    tacho::http::exposer const exposer{{.port = 0, .registry = registry}};
    std::vector<std::jthread> recording;
    for (unsigned i = 0; i < threads; ++i)
        recording.emplace_back([&busy] {
            for (unsigned n = 0; n < each; ++n)
                busy.inc();
        });
    client peer{exposer.port()};
    double last = 0;
    for (int i = 0; i < 50; ++i) {
        auto const now = value_of("\n" + peer.get("/metrics").body, "busy_total").value_or(-1);
        REQUIRE(now >= last);
        last = now;
    }
    recording.clear();
    CHECK(value_of("\n" + peer.get("/metrics").body, "busy_total") == double{threads} * each);
}

TEST_CASE("a peer that resets in the middle of a body has no effect on others", "[http][scrape]") {
    tacho::registry registry;
    auto const count = http_test::fill(registry, 16 * megabyte);
    tacho::http::exposer const exposer{{.port = 0, .registry = registry}};
    for (int i = 0; i < 20; ++i) {
        client rude{exposer.port(), 4096};
        REQUIRE(rude.send("GET /metrics HTTP/1.1\r\nHost: test\r\n\r\n"));
        if (i % 2 == 0)
            REQUIRE(rude.receive());
        rude.reset();
    }
    client honest{exposer.port()};
    auto const answer = honest.get("/metrics");
    CHECK(answer.complete);
    CHECK(is_filling(answer.body, count));
    CHECK(value_of(answer.body, "tacho_exposer_scrapes_total") == 0.0); // no scrape was complete
}

TEST_CASE("two exposers serve at once", "[http][scrape]") {
    tacho::registry one;
    tacho::registry two;
    tacho::counter in_one{one, "one_total", "One."};
    tacho::counter in_two{two, "two_total", "Two."};
    tacho::http::exposer const first{{.port = 0, .registry = one}};
    tacho::http::exposer const second{{.port = 0, .registry = two}};
    REQUIRE(first.port() != second.port());
    client of_first{first.port()};
    client of_second{second.port()};
    for (int i = 0; i < 3; ++i) {
        CHECK(of_first.get("/metrics").body.starts_with("# HELP one_total "));
        CHECK(of_second.get("/metrics").body.starts_with("# HELP two_total "));
    }
}

TEST_CASE("sixty-four scrapes at once are all answered", "[http][scrape]") {
    tacho::registry registry;
    auto const count = http_test::fill(registry, megabyte / 4);
    tacho::http::exposer const exposer{{.port = 0, .registry = registry}};
    std::vector<std::jthread> peers;
    std::atomic<int> whole{0};
    std::latch together{64};
    for (int i = 0; i < 64; ++i)
        peers.emplace_back([&] {
            client peer{exposer.port()};
            together.arrive_and_wait();
            auto const answer = peer.get("/metrics");
            if (answer.complete && is_filling(answer.body, count))
                whole.fetch_add(1, std::memory_order_relaxed);
        });
    peers.clear();
    CHECK(whole.load(std::memory_order_relaxed) == 64);
}
