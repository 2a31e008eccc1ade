// SPDX-License-Identifier: BSL-1.0

// Hostile peers, while they are answered or while they wait to be accepted.

#include <tacho/callback.hpp>
#include <tacho/exposition/write_text.hpp>
#include <tacho/http/exposer.hpp>
#include <tacho/registry.hpp>

#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <dirent.h>
#include <memory>
#include <optional>
#include <pthread.h>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <time.h>
#include <vector>

#include "http/client.hpp"
#include "http/hostile/crowd.hpp"
#include "http/hostile/siege.hpp"
#include "support/catch.hpp"
#include "support/threads.hpp"

using http_test::crowd;
using namespace std::chrono_literals;
using http_test::client;
using http_test::ending;

namespace {

// A text of six megabytes is longer than the kernel's buffers.
constexpr std::size_t megabyte = std::size_t{1} << 20;
constexpr int small_buffer = 4096;

bool has_answer(crowd::peer const& each) {
    return !each.received.empty();
}

// All peers send a request. Each is answered until the kernel's buffers are full.
void ask(crowd& peers) {
    for (auto& each : peers.peers)
        each.to_send = http_test::scrape_request;
}

} // namespace

TEST_CASE("64 scrapes at once are all complete", "[http][hostile]") {
    auto const count = scaled(64);
    http_test::siege besieged{
        {.max_connections = count + 10,
         .max_scrapes = count + 1,
         .write_timeout = 1h,
         .response_timeout = 1h},
        6 * megabyte
    };
    std::vector<std::unique_ptr<http_test::client>> peers;
    for (std::size_t i = 0; i < count; ++i) {
        peers.push_back(std::make_unique<http_test::client>(besieged.port()));
        REQUIRE(peers.back()->send(http_test::scrape_request));
    }
    for (auto& each : peers)
        REQUIRE(each->receive(http_test::client::patience, 1)
        ); // all answers have begun, and none can have ended
    auto const memory = besieged.memory();
    CHECK(memory > count * tacho::max_piece);
    auto const expected = tacho::to_text(besieged.registry());
    auto const filling = expected.substr(expected.find("# HELP filling_0_total"));
    for (auto& each : peers) {
        auto const answer = each->read();
        CHECK(answer.complete);
        bool const exact = answer.body.find(filling) != std::string::npos;
        CHECK(exact);
        each.reset();
    }
    besieged.lift();
    CHECK(besieged.refused() == 0);
    CHECK(besieged.lost() == 0);
}

TEST_CASE("peers that reset in the middle of a body leave no memory in use", "[http][hostile]") {
    auto const count = scaled(100);
    http_test::siege besieged{
        {.max_connections = count + 10, .max_scrapes = count + 1}, 6 * megabyte
    };
    std::optional<std::size_t> after_first;
    for (std::size_t round = 0; round < 3; ++round) {
        crowd peers{besieged.port(), count, small_buffer};
        ask(peers);
        REQUIRE(peers.drive_until([&] { return peers.count(has_answer) >= count / 2; }, 60s));
        for (auto& each : peers.peers)
            peers.reset(each);
        // When the exposer counts two connections, they are the honest one and the one that asks
        // here.
        http_test::client asking{besieged.port()};
        auto const until = http_test::clock::now() + 20s;
        auto left = count;
        while (left > 2 && http_test::clock::now() < until)
            left = std::stoul(sample(asking.get("/metrics").body, "tacho_exposer_connections"));
        CHECK(left <= 2);
        // From the second round on, the memory is that of the first round, except for the pieces
        // that a running scrape of the honest peer holds.
        auto memory = besieged.memory();
        if (!after_first)
            after_first = memory;
        auto const most = *after_first + 2 * (8192 + 4096);
        while (memory > most && http_test::clock::now() < until) {
            REQUIRE(asking.get("/metrics").complete);
            memory = besieged.memory();
        }
        CHECK(memory <= most);
    }
    besieged.lift();
    CHECK(besieged.lost() == 0);
}

TEST_CASE("peers that never read give way to those that do", "[http][hostile]") {
    http_test::siege besieged{{.write_timeout = 1h, .response_timeout = 1h}, 6 * megabyte};
    crowd peers{besieged.port(), 80, small_buffer}; // more peers than connections are allowed
    peers.reads = false;
    ask(peers);
    // The peers are served in turn, and the honest scrapes between and after them.
    auto const before = besieged.answered();
    CHECK(peers.drive_until([&] { return besieged.answered() >= before + 3; }, 60s));
    auto const recorded = besieged.recorded();
    CHECK(peers.drive_until([&] { return besieged.recorded() > recorded; }, 60s));
    besieged.lift();
    CHECK(besieged.refused() == 0); // a scrape waits as long as `write_timeout`
}

namespace {

// Lowers the limit on descriptors for a scope.
class few_descriptors {
public:
    explicit few_descriptors(rlim_t end) {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        auto few = before_;
        few.rlim_cur = end;
        ::setrlimit(RLIMIT_NOFILE, &few);
    }
    few_descriptors(few_descriptors const&) = delete;
    few_descriptors& operator=(few_descriptors const&) = delete;
    ~few_descriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
    rlimit before_{};
};

rlim_t highest_descriptor() {
    rlim_t highest = 0;
    auto* const folder = ::opendir("/proc/self/fd");
    while (auto const* const entry = ::readdir(folder))
        if (entry->d_name[0] != '.')
            highest = std::max(highest, static_cast<rlim_t>(std::stoul(entry->d_name)));
    ::closedir(folder);
    return highest;
}

std::chrono::nanoseconds used(clockid_t clock) {
    timespec now{};
    ::clock_gettime(clock, &now);
    return std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec};
}

} // namespace

TEST_CASE(
    "slow peers that hold all descriptors give way, and the exposer does not spin",
    "[http][hostile]"
) {
    tacho::registry registry;
    tacho::counter recorded{registry, "recorded_total", "Records."};
    std::atomic<clockid_t> exposers_clock{};
    tacho::callback_gauge const knows_its_thread{registry, "clock", "Tells its thread.", [&] {
                                                     clockid_t own{};
                                                     ::pthread_getcpuclockid(
                                                         ::pthread_self(), &own
                                                     );
                                                     exposers_clock.store(own);
                                                     return 1.0;
                                                 }};
    tacho::http::exposer const exposer{
        {.port = 0, .registry = registry, .max_connections = 1000, .header_timeout = 1h}
    };
    std::atomic<std::uint64_t> done{0};
    background worker{[&] {
        for (int i = 0; i < 1000; ++i)
            recorded.inc();
        done.store(done.load(std::memory_order_relaxed) + 1000, std::memory_order_relaxed);
    }};
    client known{exposer.port()};
    REQUIRE(known.get("/metrics").complete);

    // The clients get their own descriptors before the limit is lowered.
    std::vector<std::unique_ptr<client>> slow;
    for (int i = 0; i < 100; ++i)
        slow.push_back(std::make_unique<client>());
    std::vector<std::unique_ptr<client>> honest;
    for (int i = 0; i < 5; ++i)
        honest.push_back(std::make_unique<client>());
    std::optional<client> late{std::in_place};
    // A check may need a descriptor (sanitizers do), so all checks come after the limit is
    // restored.
    std::size_t sent = 0;
    std::size_t answered = 0;
    bool still_served = false;
    {
        few_descriptors const limited{highest_descriptor() + 20};
        for (auto& each : slow) {
            each->connect(exposer.port());
            sent += each->send("G") ? 1u : 0u;
        }
        for (auto& each : honest) {
            each->connect(exposer.port());
            answered += each->get("/metrics").complete ? 1u : 0u;
        }
        still_served = known.get("/metrics").complete;
    }
    CHECK(sent == slow.size());
    CHECK(answered == honest.size());
    CHECK(still_served);
    slow.clear();
    bool late_sent = false;
    bool late_heard = true;
    std::chrono::nanoseconds spent{};
    {
        // All connections that hold descriptors have been served, so none gives way.
        few_descriptors const limited{3};
        late->connect(exposer.port());
        late_sent = late->send(http_test::scrape_request);
        auto const clock = exposers_clock.load();
        auto const before = used(clock);
        late_heard = late->receive(500ms);
        spent = used(clock) - before;
    }
    CHECK(late_sent);
    CHECK_FALSE(late_heard);
    CHECK(spent < 100ms);
    CHECK(late->ended() == ending::open);
    CHECK(late->read().complete); // the exposer has a descriptor again
    worker.stop();
    client last{exposer.port()};
    auto const body = last.get("/metrics").body;
    CHECK(body.find("\nrecorded_total " + std::to_string(done.load()) + "\n") != body.npos);
}

namespace {

// A thread with the smallest stack on which a program would run an exposer.
class small_thread {
public:
    explicit small_thread(boost::asio::io_context& context) {
        pthread_attr_t attributes;
        ::pthread_attr_init(&attributes);
        ::pthread_attr_setstacksize(&attributes, std::size_t{256} * 1024);
        auto const run = [](void* of) -> void* {
            static_cast<boost::asio::io_context*>(of)->run();
            return nullptr;
        };
        started_ = ::pthread_create(&thread_, &attributes, run, &context) == 0;
        ::pthread_attr_destroy(&attributes);
    }
    small_thread(small_thread const&) = delete;
    small_thread& operator=(small_thread const&) = delete;
    ~small_thread() {
        if (started_)
            ::pthread_join(thread_, nullptr);
    }

    [[nodiscard]] bool started() const { return started_; }

private:
    pthread_t thread_{};
    bool started_ = false;
};

} // namespace

TEST_CASE("the stack is large enough for any number of waiting scrapes", "[http][hostile]") {
    auto const count = http_test::room_for_connections(2000);
    CAPTURE(count);
    tacho::registry registry;
    http_test::fill(registry, std::size_t{6} << 20);
    boost::asio::io_context context{1};
    tacho::http::exposer exposer{
        context.get_executor(),
        {.port = 0,
         .registry = registry,
         .max_connections = count + 10,
         .max_scrapes = 1,
         .write_timeout = 1h,
         .response_timeout = 1h}
    };
    small_thread const serving{context};
    REQUIRE(serving.started());
    // One slow peer, and after it peers whose scrapes end at once, each within the call that ended
    // the scrape before.
    client slow{exposer.port(), 4096};
    REQUIRE(slow.send("GET /metrics HTTP/1.1\r\nHost: test\r\n\r\n"));
    REQUIRE(slow.receive(client::patience, 1));
    {
        crowd peers{exposer.port(), count};
        for (auto& each : peers.peers)
            each.to_send = "HEAD /metrics HTTP/1.1\r\nHost: test\r\n\r\n";
        auto const unsent = [&] {
            return peers.count([](auto const& each) { return !each.to_send.empty(); });
        };
        REQUIRE(peers.drive_until([&] { return unsent() == 0; }, 20s));
        slow.reset();
        auto const answered = [&] {
            return peers.count([](auto const& each) {
                return each.received.starts_with("HTTP/1.1 200 OK\r\n");
            });
        };
        CHECK(peers.drive_until([&] { return answered() == count; }, 60s));
    }
    exposer.stop();
}
