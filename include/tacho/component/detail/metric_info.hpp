// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_DETAIL_METRIC_INFO_HPP
#define TACHO_COMPONENT_DETAIL_METRIC_INFO_HPP

#include <tacho/metric_type.hpp>

#include <string>
#include <string_view>

namespace tacho::inline v0::component {

/// The name, description and type of a metric.
struct metric_info {
    std::string name; // with the registry's prefix
    std::string description;
    metric_type type;
};

/// Base of metrics that refer to a metric_info owned by their registry.
class described {
public:
    explicit described(metric_info const& info) noexcept
        : info_{&info} {}

    [[nodiscard]] std::string_view name() const noexcept { return info_->name; }
    [[nodiscard]] std::string_view description() const noexcept { return info_->description; }
    [[nodiscard]] metric_type type() const noexcept { return info_->type; }

private:
    metric_info const* info_;
};

} // namespace tacho::inline v0::component

#endif
