// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/system/virtual_memory.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <support/catch.hpp>
#include <sys/resource.h>

using namespace tacho::detail;

TEST_CASE("a page has a power of two bytes", "[virtual_memory]") {
    CHECK(page_size() >= 4096);
    CHECK((page_size() & (page_size() - 1)) == 0);
}

TEST_CASE("reserved memory reads as zero once it is usable", "[virtual_memory]") {
    auto const bytes = 16 * page_size();
    auto* const memory = reserve_memory(bytes);
    REQUIRE(memory != nullptr);
    REQUIRE(make_usable(memory, page_size()));
    REQUIRE(make_usable(memory + page_size(), 3 * page_size()));
    bool zero = true;
    for (std::size_t i = 0; i < 4 * page_size(); ++i)
        zero = zero && memory[i] == std::byte{0};
    CHECK(zero);
    memory[4 * page_size() - 1] = std::byte{1};
    // Growing keeps the contents.
    REQUIRE(make_usable(memory + 4 * page_size(), 12 * page_size()));
    CHECK(memory[4 * page_size() - 1] == std::byte{1});
    CHECK(memory[16 * page_size() - 1] == std::byte{0});
    release_memory(memory, bytes);
}

TEST_CASE("aligned memory lies at a multiple of its size", "[virtual_memory]") {
    constexpr std::size_t bytes = std::size_t{1} << 20;
    for (int i = 0; i < 4; ++i) {
        auto* const memory = reserve_aligned_memory(bytes);
        REQUIRE(memory != nullptr);
        CHECK(reinterpret_cast<std::uintptr_t>(memory) % bytes == 0);
        REQUIRE(make_usable(memory, bytes));
        memory[0] = std::byte{1};
        memory[bytes - 1] = std::byte{2};
        release_aligned_memory(memory, bytes);
    }
}

TEST_CASE("memory beyond the address space cannot be reserved", "[virtual_memory]") {
    CHECK(reserve_memory(std::numeric_limits<std::size_t>::max() / 2) == nullptr);
    CHECK(reserve_aligned_memory(std::numeric_limits<std::size_t>::max() / 8) == nullptr);
}

TEST_CASE("a quarter of a limit may be taken", "[virtual_memory]") {
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_DATA, &before) == 0);
    auto lower = before;
    lower.rlim_cur = std::size_t{1} << 30;
    REQUIRE(::setrlimit(RLIMIT_DATA, &lower) == 0);
    rlimit set{};
    CHECK(::getrlimit(RLIMIT_DATA, &set) == 0);
    auto const limited = memory_budget();
    ::setrlimit(RLIMIT_DATA, &before);
    if (set.rlim_cur == lower.rlim_cur) // An emulator accepts a limit and does not set it.
        CHECK(limited == std::size_t{1} << 28);
    CHECK((before.rlim_cur != RLIM_INFINITY || memory_budget() == SIZE_MAX));
}

TEST_CASE("the number of slabs has a limit", "[virtual_memory]") {
    CHECK(slab_budget(std::size_t{16} << 20, 10) <= 10);
    CHECK(slab_budget(std::size_t{16} << 20, 16384) > 100);
    CHECK(slab_budget(std::size_t{16} << 20, 0) == 0);
}
