// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_EXPLORE_ENGINE_MODEL_MEMORY_HPP
#define TACHO_TESTS_EXPLORE_ENGINE_MODEL_MEMORY_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "clock.hpp"

namespace explore {

/// The memory of a run: the scenario's heap, the memory that the storage reserves from the system,
/// and global objects. All of it lies at the same addresses in every run, so that runs can be
/// repeated.
class model_memory {
public:
    static constexpr std::size_t piece_bytes = std::size_t{16} << 20;
    static constexpr std::size_t most_pieces = 12;
    static constexpr std::size_t heap_bytes = std::size_t{4} << 20;

    model_memory();

    /// Resets all memory to its state at the beginning of a run.
    void reset();

    // The heap. Freed memory is not used again in the same run.
    [[nodiscard]] void* allocate(std::size_t bytes);
    [[nodiscard]] static bool in_heap(void const* at) noexcept;

    // Reserved memory.
    [[nodiscard]] std::byte* reserve(std::size_t bytes);
    void release(std::byte* piece);
    [[nodiscard]] std::size_t reserved() const noexcept;
    void make_usable(std::byte* from, std::size_t bytes, std::size_t by, moment when);

    enum class access : std::uint8_t { good, elsewhere, unusable, unordered, given_back };

    /// Whether a thread that knows `now` may touch these bytes.
    [[nodiscard]] access
    check(std::uintptr_t at, std::size_t size, clock const& now) const noexcept;

    void set_first_cell(std::size_t offset) noexcept { first_cell_ = offset; }
    [[nodiscard]] bool is_cell(std::uintptr_t at) const noexcept;

    // Global objects.
    void add_global(void* at, std::size_t size, char const* name);
    void note_write(std::uintptr_t at, std::size_t size) noexcept;
    [[nodiscard]] bool in_global(std::uintptr_t at) const noexcept;

    /// The name of the memory at `at`, for messages and traces.
    [[nodiscard]] std::string name(std::uintptr_t at, char const* (*head)(std::size_t)) const;

private:
    struct usable_range {
        std::size_t begin;
        std::size_t end;
        std::size_t by;
        moment when;
    };
    struct piece {
        std::vector<usable_range> usable;
        std::size_t highest{0};
        bool released{false};
    };
    struct global {
        std::byte* at;
        std::vector<std::byte> pristine;
        std::size_t first_written;
        std::size_t end_written;
        char const* name;
    };

    [[nodiscard]] bool in_pieces(std::uintptr_t at) const noexcept;

    std::byte* pieces_at_;
    std::vector<piece> pieces_ = std::vector<piece>(most_pieces);
    std::size_t pieces_used_{0};
    static inline std::byte* heap_{nullptr};
    std::size_t heap_used_{0};
    std::vector<global> globals_;
    std::size_t first_cell_{0};
};

} // namespace explore

#endif
