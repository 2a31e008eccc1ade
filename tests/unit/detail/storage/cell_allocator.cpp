// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/storage/arena.hpp>
#include <tacho/detail/storage/cell_allocator.hpp>
#include <tacho/detail/system/virtual_memory.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <support/catch.hpp>
#include <thread>
#include <vector>

using namespace tacho::detail;

namespace {

/// A run for as long as a test needs it.
class borrowed_run {
public:
    borrowed_run(run_kind kind, std::size_t cells)
        : run_{[&] {
            auto const guard = the_cell_allocator().lock_registration();
            return the_cell_allocator().allocate(kind, cells);
        }()} {}
    borrowed_run(borrowed_run const&) = delete;
    borrowed_run& operator=(borrowed_run const&) = delete;
    ~borrowed_run() {
        auto const guard = the_cell_allocator().lock_registration();
        the_cell_allocator().release(run_);
    }

    [[nodiscard]] run const& get() const { return run_; }
    [[nodiscard]] std::size_t offset() const {
        return reinterpret_cast<std::uintptr_t>(run_.first) % slab_bytes;
    }
    [[nodiscard]] std::vector<std::uint64_t> read() const {
        auto const guard = the_cell_allocator().lock_registration();
        return the_cell_allocator().read(run_);
    }
    void rebase() const {
        auto const guard = the_cell_allocator().lock_registration();
        the_cell_allocator().rebase(run_);
    }
    [[nodiscard]] bool has_base() const {
        auto const guard = the_cell_allocator().lock_registration();
        return the_cell_allocator().base(run_) != nullptr;
    }

private:
    run run_;
};

using values = std::vector<std::uint64_t>;

} // namespace

TEST_CASE("a run lies in the shared slab and begins with zeros", "[cell_allocator]") {
    borrowed_run const run{run_kind::integer, 5};
    REQUIRE(run.get().first != nullptr);
    CHECK(run.get().cells == 5);
    CHECK(run.get().kind == run_kind::integer);
    CHECK(&shared_slab_of(run.get().first) == the_arena().shared());
    CHECK(&cell_allocator::of(run.get().first) == &the_cell_allocator());
    CHECK(run.offset() >= first_cell_offset);
    CHECK(run.read() == values(5));
}

TEST_CASE("runs do not overlap and none lies across a growth boundary", "[cell_allocator]") {
    std::vector<std::unique_ptr<borrowed_run>> runs;
    std::size_t overlapping = 0;
    std::size_t across = 0;
    std::set<std::size_t> taken;
    for (int i = 0; i < 400; ++i) {
        auto const cells = static_cast<std::size_t>(i % 37 + 1);
        runs.push_back(std::make_unique<borrowed_run>(run_kind::sealed_integer, cells));
        REQUIRE(runs.back()->get().first != nullptr);
        auto const start = runs.back()->offset();
        auto const end = start + cells * sizeof(cell);
        for (auto at = start; at < end; at += sizeof(cell))
            overlapping += !taken.insert(at).second;
        for (auto step = page_size(); step <= slab_bytes; step *= 2)
            across += start < step && step < end;
    }
    CHECK(overlapping == 0);
    CHECK(across == 0);
}

TEST_CASE("a run that was given back is given out again with zeros", "[cell_allocator]") {
    constexpr std::size_t cells = 23;
    cell* first = nullptr;
    {
        borrowed_run const run{run_kind::integer, cells};
        first = run.get().first;
        run.rebase();
        add_shared(first[3], 7, std::memory_order_relaxed);
        std::thread{[&] {
            if (auto* const own = the_arena().seek(the_arena().token_for(first)))
                add(own[22], 9);
        }}.join();
        CHECK(run.read()[3] == 7);
        CHECK(run.read()[22] == 9);
    }
    borrowed_run const again{run_kind::sealed_floating, cells};
    CHECK(again.get().first == first);
    CHECK(again.get().kind == run_kind::sealed_floating);
    CHECK_FALSE(again.has_base());
    CHECK(again.read() == values(again.get().values()));
}

TEST_CASE("a run counts from its last base line", "[cell_allocator]") {
    borrowed_run const run{run_kind::integer, 2};
    CHECK_FALSE(run.has_base());
    add_shared(run.get().first[0], 5, std::memory_order_relaxed);
    run.rebase();
    CHECK(run.has_base());
    CHECK(run.read() == values{0, 0});
    add_shared(run.get().first[1], 3, std::memory_order_relaxed);
    CHECK(run.read() == values{0, 3});
    run.rebase();
    CHECK(run.read() == values{0, 0});
}

TEST_CASE("base lines are subtracted as the kind of run requires", "[cell_allocator]") {
    auto const bits = [](double number) { return std::bit_cast<std::uint64_t>(number); };
    values integers{10, 20};
    cell_allocator::subtract(values{1, 2}, run_kind::integer, integers.data());
    CHECK(integers == values{9, 18});
    values floats{bits(1.5), bits(3)};
    cell_allocator::subtract(values{bits(0.5), bits(1)}, run_kind::floating, floats.data());
    CHECK(floats == values{bits(1), bits(2)});
    values sealed{5, 6, bits(2.5), 11};
    cell_allocator::subtract(values{1, 2, bits(0.5), 3}, run_kind::sealed_floating, sealed.data());
    CHECK(sealed == values{4, 4, bits(2), 8});
    values whole{5, 6, 70, 11, 3};
    cell_allocator::subtract(values{1, 2, 30, 3, 1}, run_kind::sealed_integer, whole.data());
    CHECK(whole == values{4, 4, 40, 8, 2});
    values borrows{5, 6, 10, 11, 3};
    cell_allocator::subtract(values{1, 2, 30, 3, 1}, run_kind::sealed_integer, borrows.data());
    CHECK(borrows == values{4, 4, ~std::uint64_t{0} - 19, 8, 1});
}

TEST_CASE("a run larger than a slab is refused", "[cell_allocator]") {
    auto const guard = the_cell_allocator().lock_registration();
    auto& cells = the_cell_allocator();
    CHECK(cells.allocate(run_kind::integer, slab_bytes / sizeof(cell)).first == nullptr);
    CHECK(cells.allocate(run_kind::integer, slab_bytes).first == nullptr);
    CHECK(cells.allocate(run_kind::integer, SIZE_MAX / 8).first == nullptr);
    CHECK(cells.allocate(run_kind::integer, SIZE_MAX).first == nullptr);
}

TEST_CASE("after a fork a torn histogram's count is that of its buckets", "[cell_allocator]") {
    // A run in the shared slab. The only thread in the middle of a record is gone.
    borrowed_run const run{run_kind::sealed_integer, 5};
    auto* const at = run.get().first;
    at[0].store(2);
    at[1].store(3);
    at[2].store(40); // the sum
    at[4].store(4);  // one less than the buckets
    {
        auto const guard = the_cell_allocator().lock_registration();
        the_cell_allocator().repair_after_fork();
    }
    CHECK(at[4] == 5);
    CHECK(run.read() == values{2, 3, 40, 5, 0});
}
