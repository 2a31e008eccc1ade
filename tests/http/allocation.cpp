// SPDX-License-Identifier: BSL-1.0

// Replaces the global operator new and aligned_alloc, which Asio uses, so this file has a program
// of its own. The build turns off Asio's recycling of memory blocks, so that every handler that
// could have got a recycled block has to allocate.

#include <tacho/callback.hpp>
#include <tacho/counter.hpp>
#include <tacho/http/exposer.hpp>
#include <tacho/registry.hpp>

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <string>

#include "http/client.hpp"
#include "support/catch.hpp"

namespace {

// Set on the exposer's thread, by a callback that runs there.
constinit thread_local bool watched = false;
// Set on the thread that is not watched while all others are.
constinit thread_local bool exempt = false;
std::atomic<bool> all_watched{false};
std::atomic<long> allocations{0};
// Counts down with each allocation on a watched thread. From 0 on, as many allocations fail as
// `failures` says.
std::atomic<long> until_failure{-1};
std::atomic<long> failures{0};

void* try_allocate(std::size_t size, std::size_t alignment) noexcept {
    if (watched || (all_watched.load(std::memory_order_relaxed) && !exempt)) {
        allocations.fetch_add(1, std::memory_order_relaxed);
        if (failures.load(std::memory_order_relaxed) > 0 &&
            until_failure.fetch_sub(1, std::memory_order_relaxed) <= 0) {
            failures.fetch_sub(1, std::memory_order_relaxed);
            return nullptr;
        }
    }
    void* memory = nullptr;
    return ::posix_memalign(&memory, alignment, size) == 0 ? memory : nullptr;
}

void* allocate(std::size_t size, std::size_t alignment) {
    auto* const memory = try_allocate(size, alignment);
    if (memory == nullptr)
        throw std::bad_alloc{};
    return memory;
}

// Not inline: GCC warns of `free` where it can see that the memory came from an operator new.
[[gnu::noinline]] void release(void* memory) noexcept {
    std::free(memory);
}

} // namespace

extern "C" void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
    return try_allocate(size, alignment);
}
void* operator new(std::size_t size) {
    return allocate(size, alignof(std::max_align_t));
}
void* operator new(std::size_t size, std::align_val_t alignment) {
    return allocate(size, static_cast<std::size_t>(alignment));
}
void* operator new(std::size_t size, std::nothrow_t const&) noexcept {
    try {
        return ::operator new(size);
    } catch (std::bad_alloc const&) {
        return nullptr;
    }
}
void operator delete(void* memory) noexcept {
    release(memory);
}
void operator delete(void* memory, std::nothrow_t const&) noexcept {
    release(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    release(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
    release(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
    release(memory);
}

using http_test::client;
using namespace std::chrono_literals;

namespace {

struct watching {
    tacho::registry registry;
    tacho::counter requests{registry, "requests_total", "Requests."};
    tacho::callback_gauge marks{registry, "marks", "Marks the exposer's thread.", [] {
                                    watched = true;
                                    return 1.0;
                                }};
    tacho::http::exposer exposer{{.port = 0, .registry = registry}};
};

} // namespace

TEST_CASE("repeated scrapes on a connection allocate nothing", "[http][allocation]") {
    watching served;
    http_test::fill(served.registry, 300'000);
    client peer{served.exposer.port()};
    for (int i = 0; i < 5; ++i)
        REQUIRE(peer.get("/metrics").complete);
    auto const before = allocations.load();
    REQUIRE(before > 0); // the callback has marked the thread
    for (int i = 0; i < 100; ++i) {
        served.requests.inc();
        REQUIRE(peer.get("/metrics").complete);
    }
    CHECK(allocations.load() == before);
}

TEST_CASE("an allocation that fails affects only its own answer", "[http][allocation]") {
    auto const lasting = GENERATE(1L, 1000000L);
    CAPTURE(lasting);
    watching served;
    http_test::fill(served.registry, 100'000);
    {
        client peer{served.exposer.port()};
        REQUIRE(peer.get("/metrics").complete);
    }
    bool failed = true;
    long nth = 0;
    for (; failed; ++nth) {
        INFO("allocation " << nth);
        // A new metric makes the scrape allocate.
        auto const name = "new_" + std::to_string(nth) + "_total";
        tacho::counter{served.registry, tacho::runtime(name), "New."}.inc();
        until_failure.store(nth);
        failures.store(lasting);
        auto const begin = http_test::clock::now();
        client unlucky{served.exposer.port()};
        auto const answer = unlucky.get("/metrics");
        // The connection must end at once, not when a time limit ends it much later.
        CHECK((answer.complete || unlucky.ended() != http_test::ending::open));
        CHECK(http_test::clock::now() - begin < 5s);
        failed = failures.exchange(0) != lasting;
        if (answer.status == 200)
            CHECK((answer.complete || unlucky.ended() == http_test::ending::reset));
        else
            CHECK((answer.status == 0 || answer.status == 500 || answer.status == 503));
        client next{served.exposer.port()};
        auto const good = next.get("/metrics");
        REQUIRE(good.status == 200);
        REQUIRE(good.complete);
        REQUIRE(good.body.find("\n" + name + " 1\n") != std::string::npos);
    }
    CHECK(nth > 3); // some allocations did fail
}

TEST_CASE("an exposer serves again after it had no memory for any connection", "[http]") {
    tacho::registry registry;
    tacho::counter{registry, "requests_total", "Requests."}.inc();
    tacho::http::exposer const exposer{{.port = 0, .registry = registry}};
    exempt = true;
    all_watched.store(true);
    until_failure.store(0);
    failures.store(1'000'000);
    int closed = 0;
    for (int i = 0; i < 3; ++i) {
        client unlucky{exposer.port()};
        closed += unlucky.get("/metrics").status == 0 && unlucky.ended() != http_test::ending::open;
    }
    auto const refused = 1'000'000 - failures.exchange(0);
    all_watched.store(false);
    exempt = false;
    client next{exposer.port()};
    auto const good = next.get("/metrics");
    CHECK(closed == 3);
    CHECK(refused > 0);
    CHECK(good.complete);
}
