// SPDX-License-Identifier: BSL-1.0

// lifetimes CASE: labels come and go for as long as a process lives. Memory, cells and places stay
// what they were after the first few. TACHO_TEST_LONG in the environment makes it ten million
// lifetimes.

#include <tacho/detail/storage/arena.hpp>
#include <tacho/tacho.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <process/check.hpp>
#include <string>
#include <string_view>
#include <support/events.hpp>

#if defined(__GLIBC__)
# include <malloc.h>
#endif

namespace {

/// The bytes of the heap that are in use; 0 where nobody knows.
std::size_t heap_in_use() {
#if defined(__GLIBC__)
    return ::mallinfo2().uordblks + ::mallinfo2().hblkhd;
#else
    return 0;
#endif
}

std::size_t usable() {
    return tacho::detail::the_arena().shared()->usable.load(std::memory_order_relaxed);
}

/// Memory after the first lifetimes, which the later ones must not exceed.
struct level {
    std::size_t heap{heap_in_use()};
    std::size_t cells{usable()};

    void check_against(std::size_t lifetime) const {
        auto const at = " after lifetime " + std::to_string(lifetime);
        check_equal(usable(), cells, "bytes of cells" + at);
        check(
            heap_in_use() <= heap + 4096,
            "the heap grew from " + std::to_string(heap) + " to " + std::to_string(heap_in_use()) +
                " bytes" + at
        );
    }
};

std::size_t lifetimes(std::size_t few, std::size_t many) {
    return std::getenv("TACHO_TEST_LONG") != nullptr ? many : few;
}

/// Four kinds of metrics, each with a hundred labels at a time; scraped now and then.
void series() {
    tacho::registry registry;
    tacho::family<tacho::counter, "peer"> const counters{
        registry, "counters_total", "C.", {.series_limit = 100}
    };
    tacho::family<tacho::histogram<>, "peer"> const histograms{
        registry, "histograms", "H.", {.series_limit = 100}
    };
    tacho::runtime_family<tacho::gauge> const gauges{
        registry, "gauges", "G.", {"peer"}, {.series_limit = 100}
    };
    tacho::counter const all{registry, "all_total", "All that was recorded."};
    struct connection {
        tacho::owned<tacho::counter> sent;
        tacho::owned<tacho::histogram<>> durations;
        tacho::owned<tacho::gauge> queue;
    };
    std::array<connection, 100> open;
    event_count const turned_away{&event_count::events::refused_series};
    level first;
    auto const count = lifetimes(300'000, 10'000'000);
    for (std::size_t i = 0; i < count; ++i) {
        auto& next = open[i % open.size()];
        next = {};
        std::string const peer = "peer " + std::to_string(1'000'000'000 + i);
        next = {counters.own(peer), histograms.own(peer), gauges.own({peer})};
        check(static_cast<bool>(next.sent), "there is a place for each connection");
        next.sent->inc();
        next.durations->observe(0.1);
        next.queue->set(1);
        all.inc();
        if (i % 10'007 == 0)
            check_equal<std::uint64_t>(next.sent->value(), 1, "a new connection's counter");
        if (i % 1009 == 0)
            check(tacho::to_text(registry).find(peer) != std::string::npos, "it is shown");
        if (i == 5000)
            first = {};
        if (i > 5000 && i % 25'000 == 0)
            first.check_against(i);
    }
    check_equal<std::uint64_t>(turned_away.since(), 0, "connections without a place");
    check_equal<std::uint64_t>(all.value(), count, "what everyone recorded");
    first.check_against(count);
}

void families() {
    tacho::registry registry;
    tacho::counter const lasting{registry, "lasting_total", "L."};
    level first;
    auto const count = lifetimes(20'000, 400'000);
    for (std::size_t i = 0; i < count; ++i) {
        std::string const tenant = std::to_string(1'000'000'000 + i);
        {
            tacho::callback_gauge const queue{
                registry, "queue", "Q.", [] { return 1.0; }, {.labels = {{"tenant", tenant}}}
            };
            tacho::family<tacho::counter, "code"> const requests{
                registry, tacho::runtime("requests_" + tenant + "_total"), "R."
            };
            requests.with("200").inc();
            requests.with("500").inc(2);
            lasting.inc();
            if (i % 1009 == 0)
                check(tacho::to_text(registry).find(tenant) != std::string::npos, "it is shown");
        }
        check(registry.retire("requests_" + tenant + "_total"), "a family can be retired");
        if (i == 1000)
            first = {};
        if (i > 1000 && i % 1000 == 0)
            first.check_against(i);
    }
    check_equal<std::uint64_t>(lasting.value(), count, "what everyone recorded");
}

} // namespace

int main(int argc, char** argv) {
    check(argc == 2, "usage: lifetimes CASE");
    std::string_view const which = argv[1];
    if (which == "series")
        series();
    else if (which == "families")
        families();
    else
        check(false, "there is such a case");
}
