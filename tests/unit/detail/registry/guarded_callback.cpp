// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/registry/guarded_callback.hpp>

#include <algorithm>
#include <atomic>
#include <latch>
#include <memory>
#include <stdexcept>
#include <support/catch.hpp>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

using tacho::detail::call_result;
using state = tacho::detail::guarded_callback<int()>;

namespace {

/// Calls the callback and returns its value; a negative number if it gave none.
constexpr int skipped = -1;
constexpr int failed = -2;

[[nodiscard]] int ask(state& of) {
    int given = 0;
    switch (of.call([&](auto const& function) { given = function(); })) {
    case call_result::done:
        return given;
    case call_result::skipped:
        return skipped;
    case call_result::failed:
        break;
    }
    return failed;
}

} // namespace

static_assert(!std::is_copy_constructible_v<state>);
static_assert(noexcept(std::declval<state const&>().retired()));

TEST_CASE("a callback's state calls its function", "[guarded_callback]") {
    state of{[] { return 42; }};
    CHECK(ask(of) == 42);
    CHECK(ask(of) == 42);
    CHECK_FALSE(of.retired());
}

TEST_CASE("a callback that throws anything has failed", "[guarded_callback]") {
    state standard{[]() -> int { throw std::runtime_error{"no"}; }};
    state number{[]() -> int { throw 7; }};
    CHECK(ask(standard) == failed);
    CHECK(ask(number) == failed);
    CHECK(ask(standard) == failed); // and it may be tried again
}

TEST_CASE(
    "a retired callback is never called again and gives its function up", "[guarded_callback]"
) {
    auto captured = std::make_shared<int>(1);
    std::weak_ptr<int> const watch = captured;
    state of{[held = std::move(captured)] { return *held; }};
    CHECK(ask(of) == 1);
    of.retire();
    CHECK(of.retired());
    CHECK(ask(of) == skipped);
    CHECK(watch.expired());
    of.retire();
}

TEST_CASE("a callback may retire itself and lives until it returns", "[guarded_callback]") {
    auto captured = std::make_shared<int>(5);
    std::weak_ptr<int> const watch = captured;
    state* self = nullptr;
    state of{[&self, held = std::move(captured)] {
        self->retire();
        return *held;
    }};
    self = &of;
    CHECK(ask(of) == 5);
    CHECK(watch.expired());
    CHECK(ask(of) == skipped);
}

TEST_CASE("a callback is left out inside of itself", "[guarded_callback]") {
    state* self = nullptr;
    state of{[&self] { return ask(*self); }};
    self = &of;
    CHECK(ask(of) == skipped);
    state outer{[&of] { return ask(of) == skipped ? 3 : 0; }};
    CHECK(ask(outer) == 3);
}

TEST_CASE("a callback may call another", "[guarded_callback]") {
    state inner{[] { return 2; }};
    state outer{[&] { return ask(inner) + 1; }};
    CHECK(ask(outer) == 3);
}

TEST_CASE("calls from several threads take turns", "[guarded_callback]") {
    int inside = 0; // guarded by the turn alone
    int most = 0;
    int calls = 0;
    state of{[&] {
        most = std::max(most, ++inside);
        ++calls;
        std::this_thread::yield();
        --inside;
        return 0;
    }};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int n = 0; n < 200; ++n)
                static_cast<void>(ask(of));
        });
    for (auto& thread : threads)
        thread.join();
    CHECK(most == 1);
    CHECK(calls == 800);
}

TEST_CASE("retiring waits for a call that is running", "[guarded_callback]") {
    std::latch started{1};
    std::atomic<state*> self{nullptr};
    std::atomic<bool> finished{false};
    state of{[&] {
        started.count_down();
        while (!self.load()->retired()) // until the other thread is in retire()
            std::this_thread::yield();
        for (int i = 0; i < 1000; ++i)
            std::this_thread::yield();
        finished.store(true);
        return 1;
    }};
    self.store(&of);
    int given = 0;
    std::thread caller{[&] { given = ask(of); }};
    started.wait();
    of.retire();
    bool const waited = finished.load();
    caller.join();
    CHECK(waited);
    CHECK(given == 1);
}
