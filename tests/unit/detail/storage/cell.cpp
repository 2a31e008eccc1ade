// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/storage/cell.hpp>

#include <array>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <support/catch.hpp>
#include <thread>
#include <utility>
#include <vector>

using namespace tacho::detail;

static_assert(sizeof(cell) == 8);
static_assert(alignof(cell) == 8);
static_assert(cell::is_always_lock_free);
static_assert(noexcept(add(std::declval<cell&>(), 1)));
static_assert(noexcept(add_release(std::declval<cell&>(), 1)));
static_assert(noexcept(add_floating(std::declval<cell&>(), 1)));
static_assert(noexcept(add_floating_release(std::declval<cell&>(), 1)));
static_assert(noexcept(add_shared(std::declval<cell&>(), 1, std::memory_order_relaxed)));

namespace {

[[nodiscard]] double floating(cell const& of) {
    return std::bit_cast<double>(of.load());
}

} // namespace

TEST_CASE("adding to a cell adds that cell and no other", "[cell]") {
    std::array<cell, 3> cells{};
    add(cells[1], 1);
    add(cells[1], 41);
    add_release(cells[1], 100);
    CHECK(cells[0] == 0);
    CHECK(cells[1] == 142);
    CHECK(cells[2] == 0);
}

TEST_CASE("a cell takes every 64-bit number", "[cell]") {
    // An immediate operand has 32 bits and a sign: larger numbers have to go through a register.
    for (std::uint64_t const n :
         {std::uint64_t{0},
          std::uint64_t{1},
          std::uint64_t{0x7fff'ffff},
          std::uint64_t{0x8000'0000},
          std::uint64_t{0xffff'ffff},
          std::uint64_t{0x1'0000'0000},
          std::uint64_t{1} << 63,
          std::numeric_limits<std::uint64_t>::max()}) {
        cell one{5};
        add(one, n);
        CHECK(one == 5 + n);
        cell two{5};
        add_release(two, n);
        CHECK(two == 5 + n);
    }
    cell constant{0};
    add(constant, 0x8000'0000U);
    add(constant, 0xffff'ffffU);
    add(constant, 0xffff'ffff'ffff'fff0U);
    CHECK(constant == std::uint64_t{0x8000'0000} + 0xffff'ffffU + 0xffff'ffff'ffff'fff0U);
}

TEST_CASE("a cell wraps around as unsigned numbers do", "[cell]") {
    cell cell{std::numeric_limits<std::uint64_t>::max()};
    add(cell, 3);
    CHECK(cell == 2);
}

TEST_CASE("a new cell is zero as an integer and as a double", "[cell]") {
    cell const fresh{0};
    CHECK(floating(fresh) == 0.0);
    CHECK_FALSE(std::signbit(floating(fresh)));
}

TEST_CASE("doubles are added as doubles", "[cell]") {
    cell cell{0};
    add_floating(cell, 0.1);
    add_floating(cell, 0.2);
    CHECK(floating(cell) == 0.1 + 0.2);
    add_floating_release(cell, -0.5);
    CHECK(floating(cell) == 0.1 + 0.2 - 0.5);
    add_floating_shared(cell, 0.25, std::memory_order_relaxed);
    CHECK(floating(cell) == 0.1 + 0.2 - 0.5 + 0.25);
}

TEST_CASE("no addition to a cell that threads share is lost", "[cell]") {
    cell integer{0};
    cell floats{0};
    constexpr int adds = 20000;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int n = 0; n < adds; ++n) {
                add_shared(integer, 3, std::memory_order_relaxed);
                add_floating_shared(floats, 0.5, std::memory_order_release);
            }
        });
    for (auto& thread : threads)
        thread.join();
    CHECK(integer == 4 * 3 * adds);
    CHECK(floating(floats) == 4 * 0.5 * adds);
}
