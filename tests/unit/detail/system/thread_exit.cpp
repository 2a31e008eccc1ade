// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/system/thread_exit.hpp>

#include <support/catch.hpp>
#include <thread>

namespace {

struct ended {
    int calls{0};
    bool local_gone{false};
    bool after_locals{false};
};

struct local {
    ended* of{nullptr};
    ~local() {
        if (of != nullptr)
            of->local_gone = true;
    }
};

thread_local local a_local;

void leave(void* argument) noexcept {
    auto& of = *static_cast<ended*>(argument);
    ++of.calls;
    of.after_locals = of.local_gone;
}

} // namespace

TEST_CASE("the hook is called once after the thread's own locals are gone", "[thread_exit]") {
    tacho::detail::thread_exit_hook hook;
    REQUIRE(hook.create(leave));
    ended seen;
    bool set = false;
    std::thread{[&] {
        set = hook.set(&seen);
        a_local.of = &seen;
    }}.join();
    CHECK(set);
    CHECK(seen.calls == 1);
#if !defined(__linux__) || defined(__GLIBC__)
    CHECK(seen.after_locals);
#endif // musl leaves destructors of locals to libc++abi, which uses a key of the same kind
}

namespace {

int calls;

void count_call(void*) noexcept {
    ++calls;
}

/// How often a hook is called when `threads` threads end, of which the first asks for it.
[[nodiscard]] int calls_at_the_end_of(int threads) {
    calls = 0;
    tacho::detail::thread_exit_hook hook;
    REQUIRE(hook.create(count_call));
    for (int i = 0; i < threads; ++i) {
        bool set = true;
        std::thread{[&] { set = i > 0 || hook.set(&hook); }}.join();
        REQUIRE(set);
    }
    return calls;
}

} // namespace

TEST_CASE("the hook is not called for a thread that did not ask", "[thread_exit]") {
    CHECK(calls_at_the_end_of(3) == 1);
}

TEST_CASE("pinning the program, or an address in no module, does no harm", "[thread_exit]") {
    // tests/process/plugin tests that a library stays.
    tacho::detail::pin_module(reinterpret_cast<void const*>(&leave));
    int on_the_stack = 5;
    tacho::detail::pin_module(&on_the_stack);
    CHECK(on_the_stack == 5);
    CHECK(calls_at_the_end_of(1) == 1);
}
