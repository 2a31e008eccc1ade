// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_RECORDING_REGISTERING_HPP
#define TACHO_DETAIL_RECORDING_REGISTERING_HPP

#include <tacho/detail/recording/metric_shape.hpp>
#include <tacho/detail/storage/atomic.hpp>
#include <tacho/detail/storage/cell_token.hpp>
#include <tacho/detail/storage/run.hpp>
#include <tacho/fwd.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

// The functions of a registry that metrics call. They are declared here and defined in
// registry.ipp, so that a header which only records includes nothing of the registry. A file that
// makes metrics includes <tacho/registry.hpp> too (or <tacho/tacho.hpp>), or links tacho::compiled.

namespace tacho::inline v0 {

/// The registry of metrics whose constructor is given none. It is made at its first use and never
/// destroyed: static objects may record until the process ends.
///
/// Thread safety: safe. Progress: lock-free. Allocation: at its first use. Errors: std::bad_alloc.
[[nodiscard]] registry& default_registry();

namespace detail {

class runtime_bucket_search;
class series_table;

/// The options of a metric that is made without options.
[[nodiscard]] metric_options const& no_options() noexcept;

/// The data of a series that its handle keeps.
struct registered_series {
    cell_token token{cell_token::none};
    runtime_bucket_search const* search{nullptr}; // null unless a histogram is searched at run time
};

/// The data of a family that its handle keeps.
struct registered_family {
    series_table* table;
    atomic<cell_token> const* dense; // null unless all labels are enums
};

/// Registers a metric without variable labels, or finds the registered one. Errors:
/// registration_error, std::bad_alloc; in either case the registry is unchanged.
[[nodiscard]] registered_series register_metric(
    registry& in,
    std::string_view name,
    std::string_view help,
    metric_options const& options,
    metric_shape const& shape
);

/// Registers a family with the labels in `shape`, or finds the registered one. Errors: as
/// register_metric.
[[nodiscard]] series_table& register_family(
    registry& in,
    std::string_view name,
    std::string_view help,
    metric_options const& options,
    metric_shape const& shape
);

/// Registers a family whose labels are all enums, with one series for each combination of the
/// `values` of its labels, in which the last label varies fastest. Errors: as register_metric.
[[nodiscard]] registered_family register_dense_family(
    registry& in,
    std::string_view name,
    std::string_view help,
    metric_options const& options,
    metric_shape const& shape,
    std::span<std::span<std::string_view const> const> values
);

// The merged values of a handle's cells; zeros for a handle used before its constructor ran. Each
// takes the registration lock, allocates and may throw std::bad_alloc.
[[nodiscard]] std::uint64_t read_integer(cell_token token);
[[nodiscard]] double read_floating(cell_token token);
[[nodiscard]] std::int64_t read_up_down(cell_token token);

/// The merged value of a histogram's cells. One unit in the cells is numerator / denominator
/// exposed units.
[[nodiscard]] histogram_value read_histogram(
    cell_token token, std::size_t buckets, run_kind kind, double numerator, double denominator
);

} // namespace detail

} // namespace tacho::inline v0

#endif
