// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_REGISTRATION_HPP
#define TACHO_DETAIL_REGISTRY_REGISTRATION_HPP

#include <tacho/buckets.hpp>
#include <tacho/counter.hpp>
#include <tacho/detail/language/rollback.hpp>
#include <tacho/detail/system/tick_clock.hpp>
#include <tacho/family.hpp>
#include <tacho/gauge.hpp>
#include <tacho/histogram.hpp>
#include <tacho/options.hpp>
#include <tacho/registry.hpp>
#include <tacho/runtime_family.hpp>
#include <tacho/up_down_counter.hpp>

#include <array>
#include <bit>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

// The constructors of the metrics and of their families: what each type is to the registry.

namespace tacho::inline v0 {

namespace detail {

/// A shape together with the bounds its spans point to.
struct owned_shape {
    metric_shape shape{};
    std::vector<double> bounds{};
    std::vector<double> search_bounds{};

    [[nodiscard]] metric_shape const& view() {
        shape.bounds = bounds;
        shape.search_bounds = search_bounds;
        return shape;
    }
};

template <typename Metric>
struct shape_of;

template <>
struct shape_of<counter> {
    [[nodiscard]] static owned_shape make() {
        owned_shape made;
        made.shape = {
            metric_type::counter,
            number_kind::unsigned_integer,
            number_place::cells,
            run_kind::integer
        };
        return made;
    }
};

template <>
struct shape_of<float_counter> {
    [[nodiscard]] static owned_shape make() {
        owned_shape made;
        made.shape = {
            metric_type::counter, number_kind::floating, number_place::cells, run_kind::floating
        };
        return made;
    }
};

template <>
struct shape_of<up_down_counter> {
    [[nodiscard]] static owned_shape make() {
        owned_shape made;
        made.shape = {
            metric_type::gauge,
            number_kind::signed_integer,
            number_place::cells,
            run_kind::up_down,
            2
        };
        return made;
    }
};

template <>
struct shape_of<gauge> {
    [[nodiscard]] static owned_shape make() {
        owned_shape made;
        made.shape = {metric_type::gauge, number_kind::floating, number_place::gauge};
        return made;
    }
};

/// `given` are the bounds of a layout that has none of its own.
template <typename Layout>
struct shape_of<histogram<Layout>> {
    [[nodiscard]] static owned_shape make(std::span<double const> given = {}) {
        tick_clock::calibrate();
        owned_shape made;
        auto& shape = made.shape;
        shape.type = metric_type::histogram;
        if constexpr (!std::same_as<typename Layout::observed, double>)
            shape.number = number_kind::unsigned_integer;
        shape.kind = sealed_kind<typename Layout::observed>;
        if constexpr (requires { Layout::denominator(); }) {
            shape.numerator = Layout::numerator();
            shape.denominator = Layout::denominator();
            for (double const bound : Layout::bounds())
                made.bounds.push_back(bound * shape.numerator / shape.denominator);
        } else if constexpr (std::same_as<Layout, runtime_buckets>) {
            if (!given.empty() && given.back() == std::numeric_limits<double>::infinity())
                given = given.first(given.size() - 1); // it is always there
            made.bounds.assign(given.begin(), given.end());
            made.search_bounds = made.bounds;
        } else {
            shape.numerator = tick_clock::seconds_per_tick();
            for (double const bound : Layout::bounds()) {
                made.bounds.push_back(bound);
                made.search_bounds.push_back(std::round(bound / shape.numerator));
            }
        }
        shape.cells = sealed_cells(shape.kind, made.bounds.size() + 1); // and the +Inf bucket
        return made;
    }
};

template <typename Metric>
[[nodiscard]] series const* register_metric(
    registry& in,
    metric_name name,
    std::string_view help,
    metric_options const& options,
    owned_shape shape
) {
    auto& state = registry_access::state(in);
    auto const guard = state.home.lock_registration();
    return &state.only_series({name.text(), help, options, shape.view()});
}

/// What a family's handle holds.
struct registered_family {
    series_table* table;
    atomic<cell_token> const* dense;
};

/// All combinations of the values of enum labels, by their index: the last label counts fastest, as
/// in family::with().
template <label_name... Labels>
[[nodiscard]] std::vector<std::vector<std::string_view>> combinations() {
    std::vector<std::vector<std::string_view>> all{{}};
    auto const add_label = [&](auto const& values) {
        std::vector<std::vector<std::string_view>> longer;
        for (auto const& each : all) {
            for (std::string_view const value : values) {
                longer.push_back(each);
                longer.back().push_back(value);
            }
        }
        all = std::move(longer);
    };
    (add_label(values_of<typename decltype(Labels)::value_type>), ...);
    return all;
}

/// Registers a family whose labels are known at run time.
[[nodiscard]] inline series_table& register_runtime_family(
    registry& in,
    metric_name name,
    std::string_view help,
    std::span<std::string_view const> labels,
    metric_options const& options,
    owned_shape shape
) {
    shape.shape.variable_labels = labels;
    auto& state = registry_access::state(in);
    auto const guard = state.home.lock_registration();
    return state.group_for({name.text(), help, options, shape.view()}).group;
}

/// Registers a family, and at once all series of one whose labels are all enums.
template <label_name... Labels>
[[nodiscard]] registered_family register_family(
    registry& in,
    metric_name name,
    std::string_view help,
    metric_options const& options,
    owned_shape shape
) {
    static constexpr std::array<std::string_view, sizeof...(Labels)> names{label_text<Labels>...};
    shape.shape.variable_labels = names;
    auto& state = registry_access::state(in);
    auto const guard = state.home.lock_registration();
    auto const found = state.group_for({name.text(), help, options, shape.view()});
    auto& group = found.group;
    if constexpr ((label_enum<typename decltype(Labels)::value_type> && ...)) {
        rollback undo{[&] {
            if (found.made)
                state.forget(group);
        }};
        auto const& dense = make_dense(group, combinations<Labels...>());
        undo.keep();
        return {&group, dense.visible.get()};
    } else {
        return {&group, nullptr};
    }
}

/// The merged values of a handle's cells; zeros for a handle used before its constructor ran.
[[nodiscard]] inline std::vector<std::uint64_t>
read_run(cell_token token, std::size_t cells, run_kind kind) {
    run const of{shared_cell(token), cells, kind};
    if (of.first == nullptr)
        return std::vector<std::uint64_t>(of.values());
    auto const& home = cell_allocator::of(of.first);
    auto const guard = home.lock_registration();
    return home.read(of);
}

template <typename Metric, typename Binding>
handle<Metric, Binding>::handle(metric_name name, std::string_view help)
    : handle{default_registry(), name, help, metric_options{}} {}

template <typename Metric, typename Binding>
handle<Metric, Binding>::handle(
    metric_name name, std::string_view help, metric_options const& options
)
    : handle{default_registry(), name, help, options} {}

template <typename Metric, typename Binding>
handle<Metric, Binding>::handle(registry& in, metric_name name, std::string_view help)
    : handle{in, name, help, metric_options{}} {}

template <typename Metric, typename Binding>
handle<Metric, Binding>::handle(
    registry& in, metric_name name, std::string_view help, metric_options const& options
)
    : handle{register_metric<Metric>(in, name, help, options, shape_of<Metric>::make())} {}

} // namespace detail

inline std::uint64_t counter::value() const {
    return detail::read_run(token_, 1, detail::run_kind::integer)[0];
}

inline double float_counter::value() const {
    return std::bit_cast<double>(detail::read_run(token_, 1, detail::run_kind::floating)[0]);
}

inline std::int64_t up_down_counter::value() const {
    return std::bit_cast<std::int64_t>(detail::read_run(token_, 2, detail::run_kind::up_down)[0]);
}

template <bucket_layout Layout>
histogram_value histogram<Layout>::value() const {
    constexpr bool integer = !std::same_as<observed, double>;
    auto const buckets =
        this->token_ != detail::cell_token::none ? this->binding_.finder().count() : 1;
    constexpr auto kind = detail::sealed_kind<observed>;
    auto values = detail::read_run(this->token_, detail::sealed_cells(kind, buckets), kind);
    auto const count = values.back();
    values.pop_back();
    auto sum = integer ? static_cast<double>(values.back()) : std::bit_cast<double>(values.back());
    values.pop_back();
    if constexpr (requires { Layout::denominator(); })
        sum = sum * Layout::numerator() / Layout::denominator();
    else if constexpr (integer)
        sum *= detail::tick_clock::seconds_per_tick();
    return {std::move(values), sum, count};
}

template <bucket_layout Layout>
histogram<Layout>::histogram(
    metric_name name, std::string_view help, std::span<double const> bounds
)
    requires std::same_as<Layout, runtime_buckets>
    : histogram{default_registry(), name, help, bounds, metric_options{}} {}

template <bucket_layout Layout>
histogram<Layout>::histogram(
    metric_name name,
    std::string_view help,
    std::span<double const> bounds,
    metric_options const& options
)
    requires std::same_as<Layout, runtime_buckets>
    : histogram{default_registry(), name, help, bounds, options} {}

template <bucket_layout Layout>
histogram<Layout>::histogram(
    registry& in, metric_name name, std::string_view help, std::span<double const> bounds
)
    requires std::same_as<Layout, runtime_buckets>
    : histogram{in, name, help, bounds, metric_options{}} {}

template <bucket_layout Layout>
histogram<Layout>::histogram(
    registry& in,
    metric_name name,
    std::string_view help,
    std::span<double const> bounds,
    metric_options const& options
)
    requires std::same_as<Layout, runtime_buckets>
    : base{detail::register_metric<histogram>(
          in, name, help, options, detail::shape_of<histogram>::make(bounds)
      )} {}

template <typename Metric, label_name... Labels>
family<Metric, Labels...>::family(metric_name name, std::string_view help)
    requires(!detail::has_runtime_bounds<Metric>)
    : family{default_registry(), name, help, metric_options{}} {}

template <typename Metric, label_name... Labels>
family<Metric, Labels...>::family(
    metric_name name, std::string_view help, metric_options const& options
)
    requires(!detail::has_runtime_bounds<Metric>)
    : family{default_registry(), name, help, options} {}

template <typename Metric, label_name... Labels>
family<Metric, Labels...>::family(registry& in, metric_name name, std::string_view help)
    requires(!detail::has_runtime_bounds<Metric>)
    : family{in, name, help, metric_options{}} {}

template <typename Metric, label_name... Labels>
family<Metric, Labels...>::family(
    registry& in, metric_name name, std::string_view help, metric_options const& options
)
    requires(!detail::has_runtime_bounds<Metric>)
    : family{detail::register_family<Labels...>(
          in, name, help, options, detail::shape_of<Metric>::make()
      )} {}

template <typename Metric, label_name... Labels>
family<Metric, Labels...>::family(
    metric_name name,
    std::string_view help,
    std::span<double const> bounds,
    metric_options const& options
)
    requires detail::has_runtime_bounds<Metric>
    : family{default_registry(), name, help, bounds, options} {}

template <typename Metric, label_name... Labels>
family<Metric, Labels...>::family(
    registry& in,
    metric_name name,
    std::string_view help,
    std::span<double const> bounds,
    metric_options const& options
)
    requires detail::has_runtime_bounds<Metric>
    : family{detail::register_family<Labels...>(
          in, name, help, options, detail::shape_of<Metric>::make(bounds)
      )} {}

template <typename Metric, label_name... Labels>
family<Metric, Labels...>::family(detail::registered_family made)
    : table_{made.table}
    , dense_{made.dense} {}

template <typename Metric>
runtime_family<Metric>::runtime_family(
    registry& in,
    metric_name name,
    std::string_view help,
    std::span<std::string_view const> labels,
    metric_options const& options
)
    requires(!detail::has_runtime_bounds<Metric>)
    : runtime_family{detail::register_runtime_family(
          in, name, help, labels, options, detail::shape_of<Metric>::make()
      )} {}

template <typename Metric>
runtime_family<Metric>::runtime_family(
    registry& in,
    metric_name name,
    std::string_view help,
    std::initializer_list<std::string_view> labels
)
    requires(!detail::has_runtime_bounds<Metric>)
    : runtime_family{in, name, help, std::span{labels.begin(), labels.size()}, metric_options{}} {}

template <typename Metric>
runtime_family<Metric>::runtime_family(
    registry& in,
    metric_name name,
    std::string_view help,
    std::span<std::string_view const> labels,
    std::span<double const> bounds,
    metric_options const& options
)
    requires detail::has_runtime_bounds<Metric>
    : runtime_family{detail::register_runtime_family(
          in, name, help, labels, options, detail::shape_of<Metric>::make(bounds)
      )} {}

} // namespace tacho::inline v0

#endif
