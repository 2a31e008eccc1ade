// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/storage/record.hpp>

#include <array>
#include <bit>
#include <cstdint>
#include <support/catch.hpp>
#include <support/events.hpp>

using namespace tacho::detail;

// A token of no arena leads to the shared cell alone. Handles of plugins hold such tokens.

TEST_CASE("a cold record goes to the shared cell when its thread has no cell", "[record]") {
    event_count const shared{&event_count::events::shared_records};
    std::array<cell, 2> cells{};
    add_cold(shared_token(cells.data()), 5);
    add_release_cold(shared_token(cells.data()), 1, 7);
    CHECK(cells[0] == 5);
    CHECK(cells[1] == 7);
    cell floating{0};
    add_floating_cold(shared_token(&floating), 0.5);
    CHECK(std::bit_cast<double>(floating.load()) == 0.5);
    CHECK(shared.since() == 3);
}

TEST_CASE("a sealed record has a bucket and a sum and a count", "[record]") {
    std::array<cell, 6> own{};
    add_sealed(own.data(), 1, 3, std::uint64_t{40});
    add_sealed(own.data(), 2, 3, std::uint64_t{2});
    CHECK(own[0] == 0);
    CHECK(own[1] == 1);
    CHECK(own[2] == 1);
    CHECK(own[3] == 42);
    CHECK(own[4] == 0);
    CHECK(own[5] == 2);
    add_sealed(own.data(), 0, 3, ~std::uint64_t{0}); // the sum carries
    CHECK(own[3] == 41);
    CHECK(own[4] == 1);
}

TEST_CASE("sealed records of doubles take turns with two sums", "[record]") {
    std::array<cell, 5> own{};
    for (double const observed : {1.5, 10.0, 0.25})
        add_sealed(own.data(), 0, 2, observed);
    CHECK(own[0] == 3);
    CHECK(own[1] == 0);
    CHECK(std::bit_cast<double>(own[2].load()) == 1.75);
    CHECK(std::bit_cast<double>(own[3].load()) == 10);
    CHECK(own[4] == 3);
}

TEST_CASE("a cold sealed record has a bucket and a sum and a count too", "[record]") {
    std::array<cell, 5> integers{};
    add_sealed_cold(shared_token(integers.data()), 1, 2, std::uint64_t{9});
    CHECK(integers[1] == 1);
    CHECK(integers[2] == 9);
    CHECK(integers[3] == 0);
    CHECK(integers[4] == 1);
    add_sealed_cold(shared_token(integers.data()), 1, 2, ~std::uint64_t{0}); // the sum carries
    CHECK(integers[2] == 8);
    CHECK(integers[3] == 1);
    std::array<cell, 5> floats{};
    add_sealed_cold(shared_token(floats.data()), 0, 2, -2.5);
    CHECK(floats[0] == 1);
    CHECK(std::bit_cast<double>(floats[2].load()) == -2.5);
    CHECK(floats[4] == 1);
}

TEST_CASE("a refused record is counted", "[record]") {
    event_count const refused{&event_count::events::refused_records};
    refuse_cold(-1.0);
    CHECK(refused.since() == 1);
}
