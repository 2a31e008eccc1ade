// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/thread_exit.hpp>

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
    CHECK(seen.after_locals);
}

TEST_CASE("the hook is not called for a thread that did not ask", "[thread_exit]") {
    tacho::detail::thread_exit_hook hook;
    REQUIRE(hook.create(leave));
    std::thread{[] {}}.join();
    SUCCEED();
}

TEST_CASE("pinning a module that is the program does no harm", "[thread_exit]") {
    tacho::detail::pin_module(reinterpret_cast<void const*>(&leave));
    int on_the_stack = 0;
    tacho::detail::pin_module(&on_the_stack);
    SUCCEED();
}
