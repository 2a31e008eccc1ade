// SPDX-License-Identifier: BSL-1.0

#include <tacho/tacho.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <support/allocation_counter.hpp>
#include <support/catch.hpp>

namespace {

/// How many allocations a scrape makes, after the first.
[[nodiscard]] std::size_t allocations(tacho::registry const& in) {
    std::size_t bytes = 0;
    auto const sink = [&](std::string_view piece) { bytes += piece.size(); };
    tacho::write_text(in, sink);
    auto const first = bytes;
    allocation_counter const counter;
    for (int i = 0; i < 10; ++i)
        tacho::write_text(in, sink);
    CHECK(bytes >= 11 * (first - 1000)); // numbers may have become shorter
    return counter.since();
}

/// Every kind of metric, and more text than a piece holds.
struct everything {
    everything() {
        for (int i = 0; i < 3000; ++i)
            family.with(std::to_string(i)).inc();
        family.remove("7"); // leaves a base line
        family.with("7").inc();
        histograms.with("a").observe(1);
        histograms.with("b").observe(2);
        histograms.remove("b");
        histograms.with("b").observe(2);
    }

    tacho::registry registry;
    tacho::counter counter{registry, "c_total", "C."};
    tacho::float_counter floating{registry, "f_total", "F."};
    tacho::up_down_counter up_down{registry, "u", "U."};
    tacho::gauge gauge{registry, "g", "G."};
    tacho::family<tacho::counter, "k"> family{registry, "family_total", "F."};
    tacho::family<tacho::histogram<>, "k"> histograms{registry, "h", "H."};
    tacho::histogram<tacho::linear_buckets<1, 1, 1000>> wide{registry, "w", "W."};
    tacho::histogram<tacho::tick_buckets<>> ticks{registry, "t", "T."};
};

} // namespace

TEST_CASE("a scrape after the first does not allocate", "[allocation]") {
    everything in;
    CHECK(allocations(in.registry) == 0);
}

TEST_CASE("a scrape after the first does not allocate while values change", "[allocation]") {
    everything in;
    auto const sink = [](std::string_view) {};
    tacho::write_text(in.registry, sink);
    allocation_counter const counter;
    for (int i = 0; i < 10; ++i) {
        in.counter.inc(12345);
        in.gauge.set(i * 1e100 / 3);
        in.wide.observe(i);
        in.family.with("7").inc();
        tacho::write_text(in.registry, sink);
    }
    CHECK(counter.since() == 0);
}

TEST_CASE("a scrape after the first does not allocate with callbacks", "[allocation]") {
    everything in;
    double value = 0;
    tacho::callback_gauge const gauge{in.registry, "called", "C.", [&] { return value += 0.1; }};
    tacho::callback_counter const counter{in.registry, "counted_total", "C.", [&] {
                                              return value;
                                          }};
    tacho::self_metrics const own{in.registry};
    CHECK(allocations(in.registry) == 0);
}

TEST_CASE("a scrape of the same size after a registration allocates once", "[allocation]") {
    everything in;
    CHECK(allocations(in.registry) == 0);
    tacho::counter late{in.registry, "late_total", "L."};
    CHECK(allocations(in.registry) == 0); // the first after it is not counted
}

TEST_CASE("a snapshot that is taken again and again does not allocate", "[allocation]") {
    everything in;
    static_cast<void>(in.registry.collect());
    allocation_counter const counter;
    for (int i = 0; i < 10; ++i)
        static_cast<void>(in.registry.collect());
    CHECK(counter.since() == 0);
}

TEST_CASE("scrapes that overlap allocate nothing once each has its memory", "[allocation]") {
    everything in;
    auto const two = [&] {
        auto first = in.registry.collect();
        auto second = in.registry.collect();
        std::size_t bytes = 0;
        for (auto* const each : {&first, &second}) {
            tacho::text_encoder encoder{*each};
            for (auto piece = encoder.next(); !piece.empty(); piece = encoder.next())
                bytes += piece.size();
        }
        return bytes;
    };
    auto const bytes = two();
    allocation_counter const counter;
    for (int i = 0; i < 10; ++i)
        if (two() != bytes)
            FAIL("another text");
    CHECK(counter.since() == 0);
}
