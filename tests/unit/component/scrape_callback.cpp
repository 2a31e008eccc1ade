// SPDX-License-Identifier: BSL-1.0

#include <tacho/component/detail/node_state.hpp>
#include <tacho/component/scrape_callback.hpp>
#include <tacho/component/tree.hpp>

#include <atomic>
#include <future>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <support/catch.hpp>
#include <support/text.hpp>
#include <thread>
#include <type_traits>

using namespace tacho::component;

static_assert(!std::is_copy_constructible_v<update_callback>);
static_assert(!std::is_move_constructible_v<text_callback>);

TEST_CASE("a node's callback is called for as long as its object lives", "[component]") {
    runtime_node const runtime;
    int calls = 0;
    {
        update_callback const counts{runtime, [&] { ++calls; }};
        text_callback const text{runtime, [] { return "there 1"; }};
        CHECK(sample(runtime.prometheus_format_str(), "there") == "1");
        CHECK(calls == 1);
    }
    CHECK(sample(runtime.prometheus_format_str(), "there") == "absent");
    CHECK(calls == 1);
}

TEST_CASE("a node forgets callbacks that were destroyed", "[component]") {
    struct open : runtime_node {
        using runtime_node::state;
    } const runtime;
    {
        update_callback const update{runtime, [] {}};
        text_callback const text{runtime, [] { return ""; }};
        CHECK(runtime.state()->updates.size() == 1);
        CHECK(runtime.state()->texts.size() == 1);
    }
    CHECK(runtime.state()->updates.empty());
    CHECK(runtime.state()->texts.empty());
}

TEST_CASE("destroying a callback waits for a scrape that is running it", "[component]") {
    runtime_node const runtime;
    std::promise<void> inside;
    std::atomic<bool> ending{false};
    std::atomic<bool> done{false};
    std::optional<update_callback> callback;
    callback.emplace(runtime, [&] {
        inside.set_value();
        while (!ending)
            std::this_thread::yield();
        for (int i = 0; i < 10000; ++i)
            std::this_thread::yield(); // a destructor that does not wait has time to return
        done = true;
    });
    std::thread scraping{[&] { static_cast<void>(runtime.prometheus_format_str()); }};
    inside.get_future().wait();
    ending = true;
    callback.reset();
    bool const waited = done;
    scraping.join();
    CHECK(waited);
}

TEST_CASE("a node's callback may use the node, scrape it, and destroy itself", "[component]") {
    runtime_node const runtime;
    std::optional<update_callback> once;
    std::string inner;
    once.emplace(runtime, [&] {
        runtime.create_namespace("made").create_counter("made_total", "M.").increment();
        inner = runtime.prometheus_format_str();
        once.reset();
    });
    auto const text = runtime.prometheus_format_str();
    CHECK_FALSE(once.has_value());
    CHECK(sample(inner, R"(made_total{namespace="made"})") == "1");
    CHECK(sample(text, R"(uptime_seconds)") != "absent");
    CHECK(sample(runtime.prometheus_format_str(), R"(made_total{namespace="made"})") == "1");
}

TEST_CASE("a callback keeps its node alive", "[component]") {
    auto runtime = std::make_unique<runtime_node>();
    update_callback const kept{*runtime, [] {}};
    runtime.reset();
}

TEST_CASE("an empty callback is refused", "[component]") {
    runtime_node const runtime;
    CHECK_THROWS_AS((update_callback{runtime, nullptr}), std::invalid_argument);
    CHECK_THROWS_AS((text_callback{runtime, nullptr}), std::invalid_argument);
    CHECK_NOTHROW(runtime.prometheus_format_str());
}
