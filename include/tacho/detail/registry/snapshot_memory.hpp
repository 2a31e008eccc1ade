// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_SNAPSHOT_MEMORY_HPP
#define TACHO_DETAIL_REGISTRY_SNAPSHOT_MEMORY_HPP

#include <tacho/detail/registry/collected_families.hpp>
#include <tacho/detail/registry/departures.hpp>
#include <tacho/detail/registry/registry_state.hpp>
#include <tacho/detail/storage/cell_allocator.hpp>
#include <tacho/detail/storage/merge.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace tacho::inline v0::detail {

/// The memory of a snapshot, kept from one scrape to the next: the plan of what to read and where,
/// and the values that were read. As long as nothing is registered or removed in between, a scrape
/// only overwrites the values and allocates nothing.
struct snapshot_memory : reading {
    static constexpr std::size_t absent = (std::numeric_limits<std::size_t>::max)();

    struct shown_family {
        family_description const* description;
        std::size_t first; // of its series
        std::size_t last;
        std::size_t value; // the first value of the first series
        std::size_t width; // how many values each series has
    };
    struct gauge_source {
        cell const* from;
        std::size_t value;
    };
    struct callback_source {
        std::shared_ptr<number_callback> callback;
        series const* of;
        metric_type type;
        double value;
        bool valid;
    };
    struct bound_callback {
        std::size_t source; // in callbacks; absent when just added or removed
        series const* of;
        std::size_t shown; // in shown
        std::size_t value;
    };
    struct scaled_sum {
        std::size_t value;
        bool integer;
        double numerator;
        double denominator;
    };
    struct base_line {
        std::size_t value;
        run_kind kind;
        std::vector<std::uint64_t> base;
    };

    // The callbacks, called first.
    std::uint64_t callbacks_version{0};
    std::vector<callback_source> callbacks{};
    std::vector<std::shared_ptr<collector_callback>> collectors{};
    collected_families collected{};

    // The plan: what the registry shows, as of `version`.
    std::uint64_t version{0};
    std::uint64_t epoch{0};             // of the cells: see cell_allocator::zero()
    std::uint64_t bound_to{0};          // the callbacks_version that `bound` refers to
    std::vector<series const*> shown{}; // null when its callback gave no value
    std::vector<shown_family> families{};
    std::vector<placed_run> runs{};
    std::vector<placed_run> beyond{}; // runs that lie beyond the slabs
    std::vector<gauge_source> gauges{};
    std::vector<bound_callback> bound{};
    std::vector<scaled_sum> sums{};
    std::vector<base_line> bases{};
    std::size_t longest_run{0};

    // The values that were read.
    std::vector<std::size_t> present{}; // families that are announced or have a series with a value
    std::vector<std::uint64_t> values{};
    std::vector<std::uint64_t> scratch{};

    // For the encoder.
    std::string text{};

    /// Copies the registry's list of callbacks. Needs the registration lock.
    void plan_callbacks(registry_state const& from);

    /// Calls the callbacks. No lock may be held.
    void call_callbacks(arena_events& events);

    /// Makes the plan of what the registry shows. Needs the registration lock.
    void plan(registry_state const& from);

    /// Reads all values. Needs the merging lock.
    void read(cell_allocator const& home);

private:
    /// The number of values of a series, which is the same for all series of its family.
    [[nodiscard]] static std::size_t width_of(series const& of) noexcept {
        return (std::max<std::size_t>)(of.cells.values(), 1);
    }
    void plan_values(registry_state const& from);
    void bind_callbacks();
    void plan_series(registry_state const& from, family_record const& family, series const& each);
    static void place(std::vector<placed_run>& among, run const& cells, std::size_t value);
};

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/registry/snapshot_memory.ipp> // IWYU pragma: export
#endif

#endif
