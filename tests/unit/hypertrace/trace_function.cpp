// SPDX-License-Identifier: BSL-1.0

#include <tacho/hypertrace/trace_function.hpp>

#include <atomic>
#include <cstddef>
#include <stdexcept>
#include <support/catch.hpp>
#include <support/hypertrace.hpp>
#include <support/threads.hpp>

namespace {

struct thing {
    void touch() { tracer_.trace(); }
    tacho::hypertrace::tracer tracer_{*this};
};

} // namespace

TEST_CASE("the trace function that was set last is called", "[hypertrace]") {
    told first;
    told second;
    tracing_by const outer{first.function()};
    thing one;
    one.touch();
    tacho::hypertrace::set_trace_function(second.function());
    one.touch();
    CHECK(first.calls.size() == 1);
    CHECK(second.calls.size() == 1);
}

TEST_CASE(
    "after clearing no function is called; after setting again earlier tracers go on",
    "[hypertrace]"
) {
    told heard;
    tracing_by const on{heard.function()};
    thing one;
    tacho::hypertrace::clear_trace_function();
    one.touch();
    CHECK(heard.calls.empty());
    CHECK(one.tracer_.enabled());
    tacho::hypertrace::set_trace_function(heard.function());
    one.touch();
    CHECK(heard.calls.size() == 1);
}

TEST_CASE("an empty trace function clears the function", "[hypertrace]") {
    told heard;
    tracing_by const on{heard.function()};
    thing one;
    tacho::hypertrace::set_trace_function({});
    one.touch();
    thing const late;
    CHECK(heard.calls.empty());
    CHECK_FALSE(late.tracer_.enabled());
}

TEST_CASE("an exception of the trace function reaches the caller of trace", "[hypertrace]") {
    tracing_by const on{[](auto const&) { throw std::runtime_error{"no"}; }};
    thing one;
    CHECK_THROWS_WITH(one.touch(), "no");
}

TEST_CASE("functions are set and cleared while threads trace", "[hypertrace]") {
    constexpr std::size_t tracing = 2;
    constexpr std::size_t traces = 10'000;
    std::atomic<std::size_t> calls{0};
    auto const counting = [&](auto const&) { calls.fetch_add(1, std::memory_order_relaxed); };
    tracing_by const on{counting};
    thing one;
    std::atomic<std::size_t> done{0};
    together(tracing + 1, [&](std::size_t i) {
        if (i == 0) {
            while (done.load(std::memory_order_relaxed) < tracing)
                tacho::hypertrace::set_trace_function(counting);
            return;
        }
        for (std::size_t n = 0; n < traces; ++n)
            one.touch();
        done.fetch_add(1, std::memory_order_relaxed);
    });
    CHECK(calls == tracing * traces);
}
