// SPDX-License-Identifier: BSL-1.0

#include <tacho/monitor/detail/watched_calls.hpp>

#include <algorithm>
#include <chrono>
#include <deque>
#include <map>
#include <support/catch.hpp>
#include <support/threads.hpp>

using namespace std::chrono_literals;

namespace {

struct idle_call final : tacho::detail::watched_call {
    [[nodiscard]] tacho::monitor_time ask(tacho::monitor_time now) noexcept override { return now; }
};

constexpr tacho::monitor_time begin{};

} // namespace

TEST_CASE("without calls no call is urgent", "[monitor]") {
    tacho::detail::watched_calls calls;
    CHECK(calls.most_urgent() == nullptr);
    CHECK(calls.due() == tacho::monitor_time::max());
    idle_call call;
    calls.remove(call); // the call is not among them
    calls.add(call, begin + 1s);
    CHECK(calls.most_urgent() == &call);
    CHECK(calls.due() == begin + 1s);
    calls.remove(call);
    calls.remove(call);
    CHECK(calls.most_urgent() == nullptr);
}

TEST_CASE("the most urgent call is known while calls come and go", "[monitor]") {
    CAPTURE(test_seed);
    auto random = random_for(0);
    std::deque<idle_call> all(300);
    std::map<idle_call*, tacho::monitor_time> expected;
    tacho::detail::watched_calls calls;
    bool right = true;
    for (int step = 0; step < 20'000; ++step) {
        // The number of calls grows for a while, then shrinks.
        auto& call = all[random() % all.size()];
        bool const growing = step / 1000 % 2 == 0;
        if (random() % 4 == 0 ? growing : !growing) {
            calls.remove(call);
            expected.erase(&call);
        } else if (!expected.contains(&call)) {
            auto const due = begin + std::chrono::milliseconds{random() % 100};
            calls.add(call, due);
            expected.emplace(&call, due);
        }
        auto first = tacho::monitor_time::max();
        for (auto const& [each, due] : expected)
            first = std::min(first, due);
        right &= calls.due() == first;
        right &= expected.empty()
                     ? calls.most_urgent() == nullptr
                     : expected.at(static_cast<idle_call*>(calls.most_urgent())) == first;
    }
    CHECK(right);
    while (auto* const call = calls.most_urgent()) {
        right &= expected.erase(static_cast<idle_call*>(call)) == 1;
        calls.remove(*call);
    }
    CHECK(right);
    CHECK(expected.empty());
}
