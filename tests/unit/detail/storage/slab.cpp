// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/storage/slab.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <support/catch.hpp>

using namespace tacho::detail;

static_assert(sizeof(slab) <= first_cell_offset);
static_assert(first_cell_offset % 64 == 0, "the head shares no cache line with a cell");
static_assert(slab_bytes == std::size_t{16} << 20);
static_assert(std::has_single_bit(slab_bytes));

TEST_CASE("a slab's cells follow its head", "[slab]") {
    alignas(64) std::byte memory[256]{};
    auto& made = *std::construct_at(reinterpret_cast<slab*>(memory));
    CHECK(made.bytes() == memory);
    CHECK(reinterpret_cast<std::byte*>(&made.at(first_cell_offset)) == memory + 64);
    CHECK(&made.at(72) == &made.at(64) + 1);
    made.at(64).store(7);
    CHECK(made.at(64) == 7);
    CHECK(made.usable == 0);
    CHECK(made.owner.load() == slab::ownership::taken);
    std::destroy_at(&made);
}

TEST_CASE("a cell's address tells the shared slab it lies in", "[slab]") {
    // Only the address matters: no memory is accessed.
    auto const base = std::uintptr_t{0x7f00'0000'0000};
    REQUIRE(base % slab_bytes == 0);
    for (std::uintptr_t const offset : {std::uintptr_t{64}, std::uintptr_t{4096}, slab_bytes - 8}) {
        auto* const shared = reinterpret_cast<cell*>(base + offset);
        CHECK(reinterpret_cast<std::uintptr_t>(&shared_slab_of(shared)) == base);
    }
}
