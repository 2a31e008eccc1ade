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
#include <tacho/owned.hpp>

#include <initializer_list>
#include <span>
#include <string_view>

namespace tacho::inline v0 {

/// The value of a label that a series does not have. Prometheus treats it like an empty value, and
/// so does tacho: both select the same series, whose text has the label if the first lookup of the
/// series gave an empty value.
inline constexpr std::string_view no_label{};

/// A family whose labels are known only at run time, for example from a configuration or from
/// another language. A handle: copies refer to the same family. Series, limits and threads are
/// treated as by `family`.
///
/// Thread safety: safe, shared and distinct. Progress: `with` is lock-free and does not allocate
/// when the series exists or the family is full; making a series takes the registration lock.
/// Errors: registration_error if the number of values is not the number of labels.
template <typename Metric>
class runtime_family {
public:
    using metric = Metric;

    /// Registers in `default_registry()`.
    runtime_family(
        metric_name name,
        std::string_view help,
        std::span<std::string_view const> labels,
        metric_options const& options = detail::no_options()
    )
        requires(!detail::has_runtime_bounds<Metric>)
        : runtime_family{default_registry(), name, help, labels, options} {}
    runtime_family(
        metric_name name,
        std::string_view help,
        std::initializer_list<std::string_view> labels,
        metric_options const& options = detail::no_options()
    )
        requires(!detail::has_runtime_bounds<Metric>)
        : runtime_family{default_registry(), name, help, labels, options} {}

    /// Registers in `in`, or finds the family that is registered with this name and shape. Throws
    /// registration_error if the name is already registered with a different help text, label set
    /// or type, and std::bad_alloc. Without labels the family has one series.
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

    /// Overload for histograms whose bounds are known only at run time.
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

    /// Returns the series with these label values, one for each label in order; `no_label` stands
    /// for a label that the series does not have. The caller may keep the handle to save the
    /// lookup.
    [[nodiscard]] Metric with(std::span<std::string_view const> values) const {
        if (table_ == nullptr) [[unlikely]] // used before its constructor ran
            return Metric{detail::registered_series{}};
        check_number(values);
        return Metric{detail::registered(table_->visible(values))};
    }
    [[nodiscard]] Metric with(std::initializer_list<std::string_view> values) const {
        return with(std::span{values.begin(), values.size()});
    }

    /// Returns an owner of the series with these label values; see family::own.
    [[nodiscard]] owned<Metric> own(std::span<std::string_view const> values) const {
        if (table_ == nullptr) [[unlikely]]
            return {};
        check_number(values);
        return {*table_, table_->own(values)};
    }
    [[nodiscard]] owned<Metric> own(std::initializer_list<std::string_view> values) const {
        return own(std::span{values.begin(), values.size()});
    }

    /// Removes a series: scrapes leave it out from now on. Returns false if the series does not
    /// exist; see family::remove.
    bool remove(std::span<std::string_view const> values) const {
        if (table_ == nullptr)
            return false;
        check_number(values);
        return table_->hide(values);
    }
    bool remove(std::initializer_list<std::string_view> values) const {
        return remove(std::span{values.begin(), values.size()});
    }

    /// Removes all series of this family that have this handle's constant labels.
    void clear() const {
        if (table_ != nullptr)
            table_->hide_all();
    }

    /// Removes the family from its registry, for all handles that registered it: the name is free
    /// again, also for another shape. Handles can still be used, but no scrape shows what they
    /// record. Their memory stays with the registry; registry::retire gives it back.
    void unregister() const {
        if (table_ != nullptr)
            table_->unregister();
    }

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

    detail::series_table* table_{nullptr};
};

} // namespace tacho::inline v0

#endif
