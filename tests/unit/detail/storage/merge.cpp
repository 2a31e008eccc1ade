// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/storage/merge.hpp>
#include <tacho/tacho.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <latch>
#include <memory>
#include <string>
#include <support/catch.hpp>
#include <thread>
#include <utility>
#include <vector>

using namespace tacho::detail;

static_assert(noexcept(merge(std::declval<arena&>(), {}, nullptr, nullptr)));

namespace {

[[nodiscard]] std::uint64_t bits(double number) {
    return std::bit_cast<std::uint64_t>(number);
}

[[nodiscard]] double number(std::uint64_t bits) {
    return std::bit_cast<double>(bits);
}

/// Runs `record` in threads that each have a slab of their own and are all alive at once.
template <typename Record>
void on_threads(int count, Record record) {
    std::latch ready{count};
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i)
        threads.emplace_back([&, i] {
            record(i);
            ready.arrive_and_wait();
        });
    for (auto& thread : threads)
        thread.join();
}

} // namespace

TEST_CASE("integers are added up cell by cell", "[merge]") {
    std::array<cell, 3> cells{cell{1}, cell{2}, cell{3}};
    std::array<std::uint64_t, 3> values{10, 20, 30};
    add_up_integers(cells, values.data());
    CHECK(values == std::array<std::uint64_t, 3>{11, 22, 33});
}

TEST_CASE("doubles are added up cell by cell", "[merge]") {
    std::array<cell, 2> cells{cell{bits(0.25)}, cell{bits(-1)}};
    std::array<std::uint64_t, 2> values{bits(0.5), bits(3)};
    add_up_floatings(cells, values.data());
    CHECK(number(values[0]) == 0.75);
    CHECK(number(values[1]) == 2);
}

TEST_CASE("an up-down counter is read in two rounds", "[merge]") {
    std::array<cell, 4> cells{cell{10}, cell{3}, cell{1}, cell{5}};
    std::array<std::uint64_t, 2> values{0, 0};
    add_up_up_down(cells, up_down_round::downs, values.data());
    CHECK(std::bit_cast<std::int64_t>(values[0]) == -3);
    CHECK(std::bit_cast<std::int64_t>(values[1]) == -5);
    add_up_up_down(cells, up_down_round::ups, values.data());
    CHECK(values[0] == 7);
    CHECK(std::bit_cast<std::int64_t>(values[1]) == -4);
}

TEST_CASE("a sealed run that is whole is read as it is", "[merge]") {
    std::array<cell, 6> cells{cell{1}, cell{2}, cell{0}, cell{7}, cell{2}, cell{3}};
    std::array<std::uint64_t, 6> values{1, 1, 1, 1, 1, 1};
    std::array<std::uint64_t, 6> scratch{};
    CHECK(add_up_sealed(cells, run_kind::sealed_integer, values.data(), scratch.data()));
    CHECK(values == std::array<std::uint64_t, 6>{2, 3, 1, 8, 4, 3});
    values[3] = ~std::uint64_t{0}; // the sum of other slabs: adding to it carries
    CHECK(add_up_sealed(cells, run_kind::sealed_integer, values.data(), scratch.data()));
    CHECK(values == std::array<std::uint64_t, 6>{3, 5, 1, 6, 7, 6});

    std::array<cell, 4> floats{cell{2}, cell{bits(1)}, cell{bits(0.5)}, cell{2}};
    std::array<std::uint64_t, 3> sums{0, bits(0.25), 0};
    CHECK(add_up_sealed(floats, run_kind::sealed_floating, sums.data(), scratch.data()));
    CHECK(sums[0] == 2);
    CHECK(number(sums[1]) == 1.75);
    CHECK(sums[2] == 2);
}

TEST_CASE("a sealed run that stays torn has the count of its buckets and says so", "[merge]") {
    // A writer that stopped between its bucket and its count.
    std::array<cell, 5> cells{cell{2}, cell{1}, cell{9}, cell{0}, cell{2}};
    std::array<std::uint64_t, 5> values{};
    std::array<std::uint64_t, 5> scratch{};
    CHECK_FALSE(add_up_sealed(cells, run_kind::sealed_integer, values.data(), scratch.data()));
    CHECK(values == std::array<std::uint64_t, 5>{2, 1, 9, 3, 0});
}

TEST_CASE("only cells that a slab has are read", "[merge]") {
    // A slab that is not grown to a run has none of its cells.
    alignas(64) std::array<std::byte, 256> memory{};
    auto& small = *std::construct_at(reinterpret_cast<slab*>(memory.data()));
    small.usable.store(128);
    auto* const base = reinterpret_cast<cell*>(std::uintptr_t{0x7f00'0000'0000});
    auto const at = [&](std::size_t offset) { return base + offset / sizeof(cell); };
    CHECK(cells_of(small, run{at(64), 3, run_kind::integer}).size() == 3);
    CHECK(cells_of(small, run{at(64), 3, run_kind::integer}).data() == &small.at(64));
    CHECK(cells_of(small, run{at(64), 8, run_kind::integer}).size() == 8);
    CHECK(cells_of(small, run{at(64), 9, run_kind::integer}).size() == 8);
    CHECK(cells_of(small, run{at(120), 1, run_kind::integer}).size() == 1);
    CHECK(cells_of(small, run{at(128), 1, run_kind::integer}).empty());
    CHECK(cells_of(small, run{at(4096), 1, run_kind::integer}).empty());
}

TEST_CASE("all slabs are merged", "[merge]") {
    tacho::registry registry;
    tacho::counter counter{registry, "c_total", "C."};
    tacho::float_counter floating{registry, "f_total", "F."};
    tacho::up_down_counter up_down{registry, "u", "U."};
    tacho::histogram<tacho::buckets<1, 2>> histogram{registry, "h", "H."};
    on_threads(4, [=](int i) mutable {
        counter.inc(1U << (8 * i));
        floating.inc(0.5 * (i + 1));
        up_down.inc(10);
        up_down.dec(static_cast<std::uint64_t>(i));
        histogram.observe(i);
    });
    CHECK(counter.value() == 0x01010101);
    CHECK(floating.value() == 5);
    CHECK(up_down.value() == 34);
    CHECK(histogram.value().buckets == std::vector<std::uint64_t>{2, 1, 1});
    CHECK(histogram.value().sum == 6);
    auto const snapshot = registry.collect();
    CHECK(snapshot[0][0].as_unsigned() == 0x01010101);
    CHECK(snapshot[1][0].as_floating() == 5);
    CHECK(snapshot[2][0].as_signed() == 34);
    CHECK(snapshot[3][0].count(2) == 4);
}

TEST_CASE("doubles are merged in the same order every time", "[merge]") {
    // In another order the sum would be another by an ulp, which Prometheus takes for a restart.
    tacho::registry registry;
    tacho::float_counter floating{registry, "f_total", "F."};
    tacho::histogram<tacho::buckets<1>> histogram{registry, "h", "H."};
    on_threads(6, [=](int i) mutable {
        floating.inc(i % 2 == 0 ? 1e16 : 1.0 / (i + 2));
        histogram.observe(i % 2 == 0 ? 1e16 : 1.0 / (i + 2));
    });
    auto const once = floating.value();
    auto const sum = histogram.value().sum;
    for (int i = 0; i < 10; ++i) {
        CHECK(floating.value() == once);
        auto const snapshot = registry.collect();
        CHECK(snapshot[0][0].as_floating() == once);
        CHECK(snapshot[1][0].sum(1) == sum);
    }
}

TEST_CASE("runs that lie side by side are read in one go and keep apart", "[merge]") {
    tacho::registry registry;
    std::vector<tacho::counter> counters;
    for (int i = 0; i < 600; ++i) // across the first growth of a slab
        counters.emplace_back(registry, tacho::runtime("c" + std::to_string(i) + "_total"), "C.");
    on_threads(2, [&](int) {
        for (std::size_t i = 0; i < counters.size(); ++i) {
            auto counter = counters[i];
            counter.inc(i);
        }
    });
    auto const snapshot = registry.collect();
    int wrong = 0;
    for (std::size_t i = 0; i < counters.size(); ++i)
        wrong += snapshot[i][0].as_unsigned() != 2 * i || counters[i].value() != 2 * i;
    CHECK(wrong == 0);
}
