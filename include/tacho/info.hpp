// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_INFO_HPP
#define TACHO_INFO_HPP

#include <tacho/detail/recording/handle.hpp>
#include <tacho/detail/recording/metric_shape.hpp>
#include <tacho/name.hpp>
#include <tacho/options.hpp>
#include <tacho/registry.hpp>

#include <initializer_list>
#include <string_view>
#include <vector>

namespace tacho::inline v0 {

/// Facts about the program that do not change while it runs, such as its version: labels, and the
/// value 1. A name ends in `_info`.
///
///     tacho::info build{"app_build_info", "What runs.", {{"version", "1.2.3"}, {"revision",
///     "abc"}}};
///
/// In a family, `with` makes a series. Nothing is recorded in an info. Thread safety: safe.
class info : public detail::handle<info> {
public:
    /// Registers in `default_registry()`, with these labels. Errors: as for the other metrics.
    info(metric_name name, std::string_view help, std::initializer_list<label> labels)
        : info{default_registry(), name, help, std::vector<label>{labels}} {}
    info(metric_name name, std::string_view help, std::vector<label> const& labels)
        : info{default_registry(), name, help, labels} {}

    /// Overloads that register in `in`.
    info(registry& in, metric_name name, std::string_view help, std::initializer_list<label> labels)
        : info{in, name, help, std::vector<label>{labels}} {}
    info(registry& in, metric_name name, std::string_view help, std::vector<label> const& labels)
        : handle{in, name, help, options_with(labels)} {}

    /// A handle to a series, made by a family.
    explicit info(detail::registered_series of) noexcept
        : handle{of} {}
    explicit info(detail::cell_token token) noexcept
        : handle{token} {}

private:
    friend detail::shape_access;

    [[nodiscard]] static metric_options options_with(std::vector<label> const& labels) {
        metric_options options;
        options.labels = labels;
        return options;
    }

    [[nodiscard]] static detail::metric_shape shape() noexcept {
        return {
            .type = metric_type::info,
            .number = number_kind::unsigned_integer,
            .place = detail::number_place::gauge,
        };
    }
};

} // namespace tacho::inline v0

#endif
