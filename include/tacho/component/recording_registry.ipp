// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_RECORDING_REGISTRY_IPP
#define TACHO_COMPONENT_RECORDING_REGISTRY_IPP

#include <tacho/component/recording_registry.hpp>
#include <tacho/detail/language/separate_compilation.hpp>

#include <algorithm>
#include <mutex>

namespace tacho::inline v0::component {

namespace detail {

struct record_log {
    std::mutex mutex{};
    std::vector<recorded> records{};
};

} // namespace detail

TACHO_DECL recording_registry::recording_registry(std::string prefix)
    : counts_{std::move(prefix)}
    , log_{std::make_unique<detail::record_log>()} {}

TACHO_DECL recording_registry::~recording_registry() = default;

TACHO_DECL recording_registry::counter_type recording_registry::create_counter(
    std::string_view name, std::string_view description, std::vector<label> const& labels
) {
    return {*this, counts_.create_counter(name, description, labels), labels};
}

TACHO_DECL recording_registry::gauge_type recording_registry::create_gauge(
    std::string_view name, std::string_view description, std::vector<label> const& labels
) {
    return {*this, counts_.create_gauge(name, description, labels), labels};
}

TACHO_DECL recording_registry::histogram_type recording_registry::create_histogram(
    std::string_view name,
    std::string_view description,
    std::vector<label> const& labels,
    std::vector<double> const& bounds
) {
    return {*this, counts_.create_histogram(name, description, labels, bounds), labels};
}

TACHO_DECL std::string recording_registry::prometheus_format_str() const {
    return counts_.prometheus_format_str();
}

TACHO_DECL std::vector<recorded> recording_registry::records() const {
    std::lock_guard const guard{log_->mutex};
    return log_->records;
}

TACHO_DECL std::vector<recorded>
recording_registry::records(std::string_view name, std::vector<label> const& labels) const {
    auto all = records();
    std::erase_if(all, [&](auto const& each) {
        return each.name != name || !std::ranges::all_of(labels, [&](auto const& wanted) {
                   return std::ranges::find(each.labels, wanted) != each.labels.end();
               });
    });
    return all;
}

TACHO_DECL double
recording_registry::total(std::string_view name, std::vector<label> const& labels) const {
    double sum = 0;
    for (auto const& each : records(name, labels))
        sum += each.what == operation::add ? each.value : 0;
    return sum;
}

TACHO_DECL double
recording_registry::value(std::string_view name, std::vector<label> const& labels) const {
    double value = 0;
    for (auto const& each : records(name, labels))
        if (each.what == operation::set)
            value = each.value;
        else if (each.what == operation::increase)
            value += each.value;
        else if (each.what == operation::decrease)
            value -= each.value;
    return value;
}

TACHO_DECL std::vector<double>
recording_registry::observed(std::string_view name, std::vector<label> const& labels) const {
    std::vector<double> values;
    for (auto const& each : records(name, labels))
        if (each.what == operation::observe)
            values.push_back(each.value);
    return values;
}

TACHO_DECL void recording_registry::forget() {
    std::lock_guard const guard{log_->mutex};
    log_->records.clear();
}

TACHO_DECL void recording_registry::remember(
    std::string_view name, std::vector<label> const& labels, operation what, double value
) noexcept {
    recorded one{std::string{name}, labels, what, value};
    std::lock_guard const guard{log_->mutex};
    log_->records.push_back(std::move(one));
}

} // namespace tacho::inline v0::component

#endif
