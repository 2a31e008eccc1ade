// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_RUNTIME_FAMILY_HPP
#define TACHO_RUNTIME_FAMILY_HPP

#include <tacho/detail/recording/handle.hpp>
#include <tacho/detail/recording/registering.hpp>
#include <tacho/detail/registry/series.hpp>
#include <tacho/detail/registry/series_table.hpp>
#include <tacho/family.hpp>
#include <tacho/fwd.hpp>
#include <tacho/name.hpp>

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string_view>

namespace tacho::inline v0 {

/// The value of a label that a series does not have. To Prometheus that is the same as an empty
/// value, and so it is here: the two are one series, whose text has the label if the first one to
/// ask for the series gave an empty value.
inline constexpr std::string_view no_label{};

/// A family whose labels are known at run time only: from a configuration, from another language.
/// A handle; copies are the same family. What `family` says of series, limits and threads is true
/// here.
///
/// Thread safety: safe, shared and distinct. Progress: `with` is lock-free and does not allocate
/// when the series exists or the family is full; making a series takes the registration lock.
/// Errors: a number of values that is not that of the labels throws registration_error.
template <typename Metric>
class runtime_family {
public:
    using metric = Metric;

    /// Registers in `in`, or finds the family that is registered with this name and shape. Without
    /// labels the family has one series.
    runtime_family(
        registry& in,
        metric_name name,
        std::string_view help,
        std::span<std::string_view const> labels,
        metric_options const& options = detail::no_options()
    )
        requires(!detail::has_runtime_bounds<Metric>)
        : runtime_family{in, name, help, labels, options, detail::shape_access::of<Metric>()} {}
    runtime_family(
        registry& in,
        metric_name name,
        std::string_view help,
        std::initializer_list<std::string_view> labels,
        metric_options const& options = detail::no_options()
    )
        requires(!detail::has_runtime_bounds<Metric>)
        : runtime_family{in, name, help, std::span{labels.begin(), labels.size()}, options} {}

    /// Registers histograms whose bounds are known at run time.
    runtime_family(
        registry& in,
        metric_name name,
        std::string_view help,
        std::span<std::string_view const> labels,
        std::span<double const> bounds,
        metric_options const& options = detail::no_options()
    )
        requires detail::has_runtime_bounds<Metric>
        : runtime_family{
              in, name, help, labels, options, detail::shape_access::of<Metric>(bounds)
          } {}

    /// The series of these label values, one for each label in order; `no_label` for one that the
    /// series is not to have. The handle may be kept: it saves the lookup.
    [[nodiscard]] Metric with(std::span<std::string_view const> values) const {
        check_number(values);
        return Metric{detail::registered(table_->visible(values))};
    }
    [[nodiscard]] Metric with(std::initializer_list<std::string_view> values) const {
        return with(std::span{values.begin(), values.size()});
    }

    /// Leaves the series out of scrapes from now on; see family::remove.
    bool remove(std::span<std::string_view const> values) const {
        check_number(values);
        return table_->hide(values);
    }
    bool remove(std::initializer_list<std::string_view> values) const {
        return remove(std::span{values.begin(), values.size()});
    }

    /// Removes all series of this family that have its constant labels.
    void clear() const { table_->hide_all(); }

    /// Takes the family out of its registry, for all who have registered it: its name is free, also
    /// for another shape. Handles go on working, and what they record is seen by nobody. Their
    /// memory stays with the registry.
    void unregister() const { table_->unregister(); }

private:
    runtime_family(
        registry& in,
        metric_name name,
        std::string_view help,
        std::span<std::string_view const> labels,
        metric_options const& options,
        detail::metric_shape shape
    ) {
        shape.variable_labels = labels;
        table_ = &detail::register_family(in, name.text(), help, options, shape);
    }

    void check_number(std::span<std::string_view const> values) const {
        if (values.size() != table_->label_count()) [[unlikely]]
            table_->refuse_number(values.size());
    }

    detail::series_table* table_;
};

} // namespace tacho::inline v0

#endif
