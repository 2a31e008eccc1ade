// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_FAMILY_HPP
#define TACHO_FAMILY_HPP

#include <tacho/buckets.hpp>
#include <tacho/detail/recording/handle.hpp>
#include <tacho/detail/recording/registering.hpp>
#include <tacho/detail/registry/series.hpp>
#include <tacho/detail/registry/series_table.hpp>
#include <tacho/detail/storage/atomic.hpp>
#include <tacho/fwd.hpp>
#include <tacho/labels.hpp>
#include <tacho/name.hpp>
#include <tacho/owned.hpp>

#include <array>
#include <atomic>
#include <concepts>
#include <cstddef>
#include <span>
#include <string_view>

namespace tacho::inline v0 {

namespace detail {

/// Whether the constructor of `Metric` needs bounds.
template <typename Metric>
concept has_runtime_bounds =
    requires { requires std::same_as<typename Metric::layout, runtime_buckets>; };

template <label_name... Labels>
[[nodiscard]] consteval bool distinct_labels() {
    std::array<std::string_view, sizeof...(Labels)> const names{Labels.view()...};
    for (std::size_t i = 0; i < names.size(); ++i)
        for (std::size_t j = i + 1; j < names.size(); ++j)
            if (names[i] == names[j])
                return false;
    return true;
}

template <typename Metric>
inline constexpr bool is_histogram = requires { typename Metric::layout; };

} // namespace detail

/// Metrics that share a name and differ in their labels: `family<counter, "method", "code">`. A
/// handle: copies refer to the same family.
///
/// The first lookup of a set of label values creates its series, which stays until it is removed.
/// For labels that come and go use `own` in place of `with`. Beyond `metric_options::series_limit`,
/// lookups give the overflow series, whose labels are all
/// "__overflow__"; such lookups are counted in `tacho_overflow_lookups_total`.
///
/// Thread safety: safe, shared and distinct. Progress: `with` is lock-free and does not allocate
/// when the series exists, the family is full, or all labels are enums; making a series takes the
/// registration lock. `with` never throws: if no memory is left for a new series, it returns a
/// handle whose records are counted as lost.
template <typename Metric, label_name... Labels>
class family {
    static_assert(
        sizeof...(Labels) > 0,
        "a family needs at least one label; without labels use the metric itself"
    );
    static_assert(detail::distinct_labels<Labels...>(), "the label names of a family must differ");
    static_assert(
        !detail::is_histogram<Metric> || ((Labels.view() != "le") && ...),
        "the label name \"le\" is the bucket bound of a histogram; choose another"
    );

public:
    using metric = Metric;

    /// Whether all labels are enums, so that all series exist from the start.
    static constexpr bool dense = (label_enum<typename decltype(Labels)::value_type> && ...);

    /// Registers in `default_registry()`, or finds the family that is registered with this name and
    /// shape. Throws registration_error if the name is already registered with a different help
    /// text, label set or type, and std::bad_alloc.
    family(
        metric_name name,
        std::string_view help,
        metric_options const& options = detail::no_options()
    )
        requires(!detail::has_runtime_bounds<Metric>)
        : family{default_registry(), name, help, options} {}

    /// Overload that registers in `in`.
    family(
        registry& in,
        metric_name name,
        std::string_view help,
        metric_options const& options = detail::no_options()
    )
        requires(!detail::has_runtime_bounds<Metric>)
        : family{in, name, help, options, detail::shape_access::of<Metric>()} {}

    /// Refuses a family without a help text, with the remedy.
    template <std::convertible_to<std::string_view> Name>
    explicit family(Name const&) {
        static_assert(
            detail::never<Name>,
            "a family needs a help text: tacho::family<...> f{\"name\", \"What it counts.\"}"
        );
    }
    template <std::convertible_to<std::string_view> Name>
    family(registry&, Name const&) {
        static_assert(
            detail::never<Name>,
            "a family needs a help text: tacho::family<...> f{registry, \"name\", \"What it "
            "counts.\"}"
        );
    }

    /// Overload for histograms whose bounds are known only at run time.
    family(
        metric_name name,
        std::string_view help,
        std::span<double const> bounds,
        metric_options const& options = detail::no_options()
    )
        requires detail::has_runtime_bounds<Metric>
        : family{default_registry(), name, help, bounds, options} {}
    /// Overload that registers a family of histograms with run-time bounds in `in`.
    family(
        registry& in,
        metric_name name,
        std::string_view help,
        std::span<double const> bounds,
        metric_options const& options = detail::no_options()
    )
        requires detail::has_runtime_bounds<Metric>
        : family{in, name, help, options, detail::shape_access::of<Metric>(bounds)} {}

    /// Returns the series with these label values, one for each label in order. The values are
    /// compared in full, never by hash alone. Invalid UTF-8 is replaced by U+FFFD. The caller may
    /// keep the handle to save the lookup.
    template <typename... Values>
    [[nodiscard, gnu::always_inline]] Metric with(Values const&... values) const noexcept {
        check_values<Values...>();
        if constexpr (!fits<Values...>) {
            return Metric{detail::registered_series{}}; // check_values has said why
        } else if constexpr (dense && std::constructible_from<Metric, detail::cell_token>) {
            std::size_t index = 0;
            auto const add_digit = [&](std::size_t count, std::size_t digit) {
                index = index * count + digit;
                return digit < count;
            };
            bool const known =
                (add_digit(
                     detail::values_count<typename decltype(Labels)::value_type>,
                     static_cast<std::size_t>(values)
                 ) &&
                 ...);
            if (known && dense_ != nullptr) [[likely]]
                // Relaxed: a token's cell has been usable since the family was made.
                if (auto const token = dense_[index].load(std::memory_order_relaxed);
                    token != detail::cell_token::none) [[likely]]
                    return Metric{token};
            return find_out_of_line<Values...>(values...);
        } else {
            return find(values...);
        }
    }

    /// Returns an owner of the series with these label values, which is made if it does not exist.
    /// The series leaves with its last owner, and its memory and cells are used again (owned.hpp).
    /// Like `with` it never throws.
    template <typename... Values>
    [[nodiscard]] owned<Metric> own(Values const&... values) const noexcept {
        check_values<Values...>();
        static_assert(!dense, "a family of enums always has all its series: use with()");
        if constexpr (!dense && fits<Values...>) {
            std::array<std::string_view, sizeof...(Labels)> const texts{
                detail::value_text<typename decltype(Labels)::value_type>(values)...
            };
            if (table_ != nullptr) [[likely]]
                return {*table_, table_->own(texts)};
        }
        return {};
    }

    /// Removes a series: scrapes leave it out from now on, and its place under the series limit is
    /// free. Returns false if the series does not exist. Its memory stays, because handles to it
    /// may exist; where that is too much see `own`. A later lookup of the same values shows the
    /// series again; it then counts from zero as of the removal, including records made since then
    /// through handles that were kept. (An up_down_counter continues at its current value: guards
    /// still alive will decrement it.)
    template <typename... Values>
    bool remove(Values const&... values) const {
        check_values<Values...>();
        std::array<std::string_view, sizeof...(Labels)> const texts{
            detail::value_text<typename decltype(Labels)::value_type>(values)...
        };
        return table_ != nullptr && table_->hide(texts);
    }

    /// Removes all series of this family that have this handle's constant labels.
    void clear() const {
        if (table_ != nullptr)
            table_->hide_all();
    }

private:
    family(
        registry& in,
        metric_name name,
        std::string_view help,
        metric_options const& options,
        detail::metric_shape shape
    ) {
        static constexpr std::array<std::string_view, sizeof...(Labels)> names{
            detail::label_text<Labels>...
        };
        shape.variable_labels = names;
        if constexpr (dense) {
            std::array<std::span<std::string_view const>, sizeof...(Labels)> const values{
                detail::value_texts<typename decltype(Labels)::value_type>...
            };
            auto const made =
                detail::register_dense_family(in, name.text(), help, options, shape, values);
            table_ = made.table;
            dense_ = made.dense;
        } else {
            table_ = &detail::register_family(in, name.text(), help, options, shape);
            dense_ = nullptr;
        }
    }

    template <typename... Values>
    [[nodiscard]] Metric find(Values const&... values) const noexcept {
        if (table_ == nullptr) [[unlikely]] // used before its constructor ran
            return Metric{detail::registered_series{}};
        return Metric{detail::registered(
            table_->visible(detail::value_text<typename decltype(Labels)::value_type>(values)...)
        )};
    }

    // Finds a series of a dense family that was removed, or whose label values are not enumerators.
    // Inlined, this call would take registers from a loop that records.
    template <typename... Values>
    [[gnu::noinline, gnu::cold]] Metric find_out_of_line(Values... values) const noexcept {
        return find(values...);
    }

    /// Whether there is a value of the right type for each label.
    template <typename... Values>
    static constexpr bool fits = [] {
        if constexpr (sizeof...(Values) != sizeof...(Labels))
            return false;
        else
            return (
                std::convertible_to<Values const&, typename decltype(Labels)::value_type> && ...
            );
    }();

    template <typename... Values>
    static constexpr void check_values() {
        static_assert(
            sizeof...(Values) == sizeof...(Labels),
            "a family needs one value for each of its labels"
        );
        static_assert(
            !(std::same_as<Values, std::nullptr_t> || ...),
            "nullptr is no text: for a label without a value write \"\""
        );
        if constexpr (sizeof...(Values) == sizeof...(Labels))
            static_assert(
                fits<Values...>,
                "a label's value must be text, or of the enum its label was declared with"
            );
    }

    detail::series_table* table_{nullptr};
    detail::atomic<detail::cell_token> const* dense_{nullptr}; // tokens by index; null if not dense
};

} // namespace tacho::inline v0

#endif
