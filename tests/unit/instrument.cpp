// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition/text.hpp>
#include <tacho/instrument.hpp>
#include <tacho/registry.hpp>

#include <concepts>
#include <coroutine>
#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <support/text.hpp>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using calls_family = tacho::family<tacho::histogram<>, "function">;

struct metrics {
    tacho::registry registry;
    calls_family calls{registry, "calls_seconds", "Calls."};

    [[nodiscard]] std::uint64_t count(std::string_view function) const {
        return calls.with(function).value().count;
    }
};

int add(int a, int b) {
    return a + b;
}
int add_quietly(int a, int b) noexcept {
    return a + b;
}

constexpr tacho::no_calls calls_off{"calls_seconds", "Calls."};

/// The type of the call operator of `Function`.
template <typename Function>
using call_operator = decltype(&std::remove_cvref_t<Function>::operator());

} // namespace

TEST_CASE("an instrumented function does what it did, and counts", "[instrument]") {
    metrics of;
    auto const sum = tacho::instrument<"Add">(of.calls, [](int a, int b) { return a + b; });
    CHECK(sum(1, 2) == 3);
    CHECK(sum(3, 4) == 7);
    CHECK(of.count("Add") == 2);
    CHECK(sample(of.registry, "calls_seconds_count{function=\"Add\"}") == "2");
}

TEST_CASE("a call is measured from its start to its return", "[instrument]") {
    metrics of;
    using clock = tacho::detail::tick_clock;
    std::uint64_t inside = 0;
    auto const work = tacho::instrument<"work">(of.calls, [&] {
        auto const start = clock::now();
        do
            inside = clock::now() - start;
        while (inside < 100'000);
    });
    auto const start = clock::now();
    work();
    auto const outside = clock::now() - start;
    auto const seen = of.calls.with("work").value().sum / clock::seconds_per_tick();
    CHECK(seen >= static_cast<double>(inside) * 0.999);
    CHECK(seen <= static_cast<double>(outside) * 1.001);
}

TEST_CASE("a call that throws is measured too", "[instrument]") {
    metrics of;
    auto const fails = tacho::instrument<"fails">(of.calls, [](int n) -> int {
        throw std::runtime_error{std::to_string(n)};
    });
    CHECK_THROWS_WITH(fails(7), "7");
    auto const fails_many = tacho::instrument<"fails">(of.calls, [](auto n) -> int {
        throw std::runtime_error{std::to_string(n)};
    });
    CHECK_THROWS_WITH(fails_many(8), "8");
    CHECK(of.count("fails") == 2);
}

TEST_CASE("an instrumented function keeps its only signature", "[instrument]") {
    metrics of;
    auto const plain = tacho::instrument<"f">(of.calls, [](int, std::string const&) { return 1L; });
    STATIC_REQUIRE(std::same_as<
                   call_operator<decltype(plain)>,
                   long (std::remove_const_t<decltype(plain)>::*)(int, std::string const&) const>);
    auto quiet = tacho::instrument<"f">(of.calls, [](int&&) noexcept {});
    STATIC_REQUIRE(std::same_as<
                   call_operator<decltype(quiet)>,
                   void (decltype(quiet)::*)(int&&) const noexcept>);
    auto changing = tacho::instrument<"f">(of.calls, [n = 0]() mutable { return ++n; });
    STATIC_REQUIRE(std::same_as<call_operator<decltype(changing)>, int (decltype(changing)::*)()>);
    auto by_pointer = tacho::instrument<"f">(of.calls, add_quietly);
    STATIC_REQUIRE(std::same_as<
                   call_operator<decltype(by_pointer)>,
                   int (decltype(by_pointer)::*)(int, int) const noexcept>);
    auto wrapped = tacho::instrument<"f">(of.calls, std::function{add});
    STATIC_REQUIRE(std::same_as<
                   call_operator<decltype(wrapped)>,
                   int (decltype(wrapped)::*)(int, int) const>);

    // Code that deduces the signature deduces the same one, and arguments are still converted.
    std::function deduced{plain};
    STATIC_REQUIRE(std::same_as<decltype(deduced), std::function<long(int, std::string const&)>>);
    CHECK(plain({}, {}) == 1);
    CHECK(changing() == 1);
    CHECK(changing() == 2);
    quiet(3);
    CHECK(by_pointer(1, 2) == 3);
    CHECK(wrapped(1, 2) == 3);
    CHECK(deduced(1, "") == 1);
    CHECK(of.count("f") == 7);
}

TEST_CASE("references pass through an instrumented function", "[instrument]") {
    metrics of;
    int number = 1;
    auto const one = tacho::instrument<"f">(of.calls, [](int& n) -> int& { return n; });
    auto const any = tacho::instrument<"f">(of.calls, [](auto& n) -> auto& { return n; });
    STATIC_REQUIRE(std::same_as<decltype(one(number)), int&>);
    STATIC_REQUIRE(std::same_as<decltype(any(number)), int&>);
    CHECK(&one(number) == &number);
    CHECK(&any(number) == &number);
    auto const moved =
        tacho::instrument<"f">(of.calls, [](int&& n) -> int&& { return std::move(n); });
    STATIC_REQUIRE(std::same_as<decltype(moved(1)), int&&>);
    STATIC_REQUIRE(!std::invocable<decltype(moved), int&>);
    STATIC_REQUIRE(!std::invocable<decltype(any), int>);
}

TEST_CASE("move-only arguments and results pass through an instrumented function", "[instrument]") {
    metrics of;
    using text = std::unique_ptr<std::string>;
    auto const one = tacho::instrument<"f">(of.calls, [](text t) { return t; });
    auto const any = tacho::instrument<"f">(of.calls, [](auto t) { return t; });
    CHECK(*one(std::make_unique<std::string>("one")) == "one");
    CHECK(*any(std::make_unique<std::string>("any")) == "any");
    auto keeps = tacho::instrument<"f">(of.calls, [t = std::make_unique<std::string>("kept")] {
        return std::string_view{*t};
    });
    STATIC_REQUIRE(!std::is_copy_constructible_v<decltype(keeps)>);
    auto const kept = std::move(keeps);
    CHECK(kept() == "kept");
    CHECK(of.count("f") == 3);
}

namespace {

/// Its call operators return which of them was called, and differ in whether they may throw.
struct overloaded {
    std::string operator()(int) & noexcept { return "int &"; }
    std::string operator()(int) const& { return "int const&"; }
    std::string operator()(int) && { return "int &&"; }
    std::string operator()(int) const&& noexcept { return "int const&&"; }
    std::string operator()(std::string_view) const& { return "text"; }
};

} // namespace

TEST_CASE("overloads are chosen as they were", "[instrument]") {
    metrics of;
    auto f = tacho::instrument<"f">(of.calls, overloaded{});
    auto const& constant = f;
    CHECK(f(1) == "int &");
    CHECK(constant(1) == "int const&");
    CHECK(std::move(constant)(1) == "int const&&");
    CHECK(f("") == "text");
    CHECK(std::move(f)(1) == "int &&");
    CHECK(of.count("f") == 5);
    STATIC_REQUIRE(std::is_nothrow_invocable_v<decltype(f)&, int>);
    STATIC_REQUIRE(!std::is_nothrow_invocable_v<decltype(f) const&, int>);
    STATIC_REQUIRE(!std::is_nothrow_invocable_v<decltype(f), int>);
    STATIC_REQUIRE(std::is_nothrow_invocable_v<decltype(f) const, int>);
    STATIC_REQUIRE(!std::invocable<decltype(f)&, std::vector<int>>);
}

TEST_CASE("member functions can be instrumented", "[instrument]") {
    metrics of;
    auto const size = tacho::instrument<"size">(of.calls, &std::string::size);
    std::string const text{"four"};
    CHECK(size(text) == 4);
    CHECK(size(&text) == 4);
    CHECK(of.count("size") == 2);
}

TEST_CASE("a function's name may be known at run time only or be absent", "[instrument]") {
    metrics of;
    std::string const name{"from a script"};
    CHECK(tacho::instrument(of.calls, name, add)(1, 2) == 3);
    CHECK(of.count("from a script") == 1);
    tacho::histogram<> const alone{of.registry, "alone_seconds", "Alone."};
    CHECK(tacho::instrument(alone, add)(1, 2) == 3);
    CHECK(alone.value().count == 1);
}

TEST_CASE("a function whose calls are off stays as it was", "[instrument]") {
    auto const lambda = [n = 1](int m) { return n + m; };
    STATIC_REQUIRE(std::same_as<
                   decltype(tacho::instrument<"f">(calls_off, lambda)),
                   std::remove_const_t<decltype(lambda)>>);
    STATIC_REQUIRE(std::same_as<
                   decltype(tacho::instrument<"f">(calls_off, add)),
                   int (*)(int, int)>);
    CHECK(tacho::instrument<"f">(calls_off, lambda)(2) == 3);
    CHECK(tacho::instrument(calls_off, "f", lambda)(2) == 3);
    CHECK(tacho::instrument(calls_off.with("f"), add)(1, 2) == 3);
    // Also in a constant expression.
    STATIC_REQUIRE(tacho::instrument<"f">(calls_off, [](int n) { return n; })(3) == 3);
}

TEST_CASE("a table instruments its functions at once", "[instrument]") {
    metrics of;
    std::vector<std::string> said;
    auto host = tacho::instrument(
        of.calls,
        tacho::named<"Add">(add),
        tacho::named<"Say">([&](std::string text) { said.push_back(std::move(text)); }),
        tacho::named<"Next">([n = 0]() mutable { return ++n; })
    );
    STATIC_REQUIRE(decltype(host)::size() == 3);
    CHECK(host.get<"Add">()(1, 2) == 3);
    host.get<"Say">()("hello");
    CHECK(host.get<"Next">()() == 1);
    CHECK(host.get<"Next">()() == 2);
    CHECK(std::as_const(host).get<"Add">()(3, 4) == 7);
    CHECK(said == std::vector<std::string>{"hello"});
    CHECK(of.count("Add") == 2);
    CHECK(of.count("Say") == 1);
    CHECK(of.count("Next") == 2);

    std::vector<std::string_view> names;
    host.for_each([&](std::string_view name, auto&) { names.push_back(name); });
    CHECK(names == std::vector<std::string_view>{"Add", "Say", "Next"});
    int calls = 0;
    std::as_const(host).for_each([&](std::string_view, auto const& function) {
        if constexpr (requires { function(1, 2); })
            calls += function(1, 2);
    });
    CHECK(calls == 3);
}

TEST_CASE("the series of a table exist from the start", "[instrument]") {
    metrics of;
    auto const host =
        tacho::instrument(of.calls, tacho::named<"One">(add), tacho::named<"Two">(add_quietly));
    CHECK(sample(of.registry, "calls_seconds_count{function=\"One\"}") == "0");
    CHECK(sample(of.registry, "calls_seconds_count{function=\"Two\"}") == "0");
    CHECK(host.get<"One">()(1, 1) == 2);
}

TEST_CASE("a table that is off has the functions themselves", "[instrument]") {
    auto const host = tacho::instrument(calls_off, tacho::named<"Add">(add));
    STATIC_REQUIRE(std::same_as<decltype(host.get<"Add">()), int (*const&)(int, int)>);
    CHECK(host.get<"Add">() == &add);
}

namespace {

/// A coroutine that begins at once, and goes on when it is resumed.
struct task {
    struct promise_type {
        task get_return_object() {
            return {std::coroutine_handle<promise_type>::from_promise(*this)};
        }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_always final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() {}
    };
    std::coroutine_handle<promise_type> handle;
};

} // namespace

TEST_CASE("a coroutine's start is measured, and its body by a guard inside", "[instrument]") {
    metrics of;
    auto const start = tacho::instrument<"start">(of.calls, [&]() -> task {
        auto const timed = of.calls.with("body").time();
        co_await std::suspend_always{};
    });
    auto const running = start();
    CHECK(of.count("start") == 1);
    CHECK(of.count("body") == 0);
    running.handle.resume();
    CHECK(of.count("body") == 1);
    CHECK(of.count("start") == 1);
    running.handle.destroy();
}
