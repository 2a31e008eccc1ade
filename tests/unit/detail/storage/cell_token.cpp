// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/storage/cell_token.hpp>
#include <tacho/detail/storage/slab.hpp>
#include <tacho/detail/storage/thread_slot.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <support/catch.hpp>
#include <type_traits>

using namespace tacho::detail;

static_assert(std::is_trivially_copyable_v<cell_token> && sizeof(cell_token) == 8);
static_assert(atomic<cell_token>::is_always_lock_free);

namespace {

// Only addresses matter: no memory is accessed. The lowest and the highest slab possible, and one
// between.
constexpr std::array<std::uintptr_t, 3> bases{
    slab_bytes, 0x7f12'3400'0000, address_end - slab_bytes
};
constexpr std::array<std::uintptr_t, 2> offsets{first_cell_offset, slab_bytes - sizeof(cell)};
constexpr std::array<std::uint64_t, 5> indices{0, 1, 2, 1023, most_arenas - 1};

cell* at(std::uintptr_t address) {
    return reinterpret_cast<cell*>(address);
}

/// For as long as this lives, this thread has its slab at `own`.
class placed_thread {
public:
    placed_thread(std::uintptr_t own, std::uintptr_t shared, std::uint64_t index) {
        this_threads_delta = own - shared - static_cast<unsigned long long>(arena_number_of(index));
    }
    placed_thread(placed_thread const&) = delete;
    placed_thread& operator=(placed_thread const&) = delete;
    ~placed_thread() { this_threads_delta = before_; }

private:
    unsigned long long before_{this_threads_delta};
};

} // namespace

TEST_CASE("a token keeps the shared cell's address, with and without a number", "[cell_token]") {
    for (auto const base : bases)
        for (auto const offset : offsets) {
            CHECK(shared_cell(shared_token(at(base + offset))) == at(base + offset));
            CHECK(unnumbered_cell(shared_token(at(base + offset))) == at(base + offset));
            for (auto const index : indices) {
                auto const token = numbered_token(at(base + offset), arena_number_of(index));
                CHECK(shared_cell(token) == at(base + offset));
            }
        }
    CHECK(shared_cell(cell_token::none) == nullptr);
    CHECK(unnumbered_cell(cell_token::none) == nullptr);
}

TEST_CASE(
    "a thread finds its cell by the tokens of its own arena and by no other", "[cell_token]"
) {
    std::size_t found = 0;
    std::size_t wrong = 0;
    for (auto const own : bases)
        for (auto const shared : bases)
            for (auto const mine : indices) {
                placed_thread const placed{own, shared, mine};
                wrong += has_cell(cell_token::none) ? 1U : 0U;
                for (auto const base : bases)
                    for (auto const offset : offsets) {
                        wrong += has_cell(shared_token(at(base + offset))) ? 1U : 0U;
                        for (auto const index : indices) {
                            auto const token =
                                numbered_token(at(base + offset), arena_number_of(index));
                            if (index != mine)
                                wrong += has_cell(token) ? 1U : 0U;
                            else if (base == shared) // a number has one shared slab
                                found += &own_cell(token) == at(own + offset) && has_cell(token);
                        }
                    }
            }
    CHECK(wrong == 0);
    CHECK(found == bases.size() * bases.size() * indices.size() * offsets.size());
}

TEST_CASE("a thread without a slab finds nothing", "[cell_token]") {
    placed_thread const restored{0, 0, 0};
    this_threads_delta = closed_delta;
    std::size_t wrong = has_cell(cell_token::none) ? 1 : 0;
    for (auto const base : bases)
        for (auto const offset : offsets) {
            wrong += has_cell(shared_token(at(base + offset))) ? 1U : 0U;
            for (auto const index : indices)
                wrong += has_cell(numbered_token(at(base + offset), arena_number_of(index)));
        }
    CHECK(wrong == 0);
}
