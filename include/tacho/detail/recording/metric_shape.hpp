// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_RECORDING_METRIC_SHAPE_HPP
#define TACHO_DETAIL_RECORDING_METRIC_SHAPE_HPP

#include <tacho/detail/storage/run.hpp>
#include <tacho/metric_type.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace tacho::inline v0::detail {

/// Where the numbers of a family's series are.
enum class number_place : std::uint8_t { cells, gauge, callback };

/// The properties of a family that follow from a metric's C++ type.
struct metric_shape {
    metric_type type{metric_type::untyped};
    number_kind number{number_kind::floating};
    number_place place{number_place::cells};
    run_kind kind{run_kind::integer};
    std::size_t cells{1}; // of one series; a histogram's follow from its bounds
    double numerator{1};  // one unit in the cells is numerator / denominator exposed
    double denominator{1};
    /// A histogram's bounds: in the unit of its cells, or, when they are searched at run time, in
    /// the exposed unit.
    std::span<double const> bounds{};
    bool searched_at_run_time{false};
    std::span<std::string_view const> states{}; // of a stateset
    std::span<std::string_view const> variable_labels{};
};

} // namespace tacho::inline v0::detail

#endif
