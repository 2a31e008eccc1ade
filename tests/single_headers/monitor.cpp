// SPDX-License-Identifier: BSL-1.0

// The program of somebody who copied monitor.hpp, and counts terminations in a way of their own.
#include <tacho/monitor.hpp>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <optional>
#include <single_headers/alone.hpp>
#include <string_view>

namespace {

struct terminations {
    struct number {
        std::atomic<int>* count;
        void inc() const { count->fetch_add(1, std::memory_order_relaxed); }
    };
    [[nodiscard]] number with(std::string_view) const { return {count}; }
    std::atomic<int>* count;
};

} // namespace

int main() {
    using namespace std::chrono_literals;
    std::atomic<int> count{0};
    std::atomic<bool> interrupted{false};
    std::optional<std::string_view> ended_by;
    {
        // Relaxed: nothing else depends on the flag and the number.
        tacho::monitored_call watched{tacho::wall_clock_monitor{1ms}, terminations{&count}, [&] {
                                          interrupted.store(true, std::memory_order_relaxed);
                                      }};
        while (!interrupted.load(std::memory_order_relaxed)) {}
        ended_by = watched.end();
    }
    auto const name = ended_by.value_or("nobody");
    std::printf("ended by %.*s, %d\n", static_cast<int>(name.size()), name.data(), count.load());
    return name != "wall-clock" || count.load() != 1;
}
