// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_RECORDING_HANDLE_HPP
#define TACHO_DETAIL_RECORDING_HANDLE_HPP

#include <tacho/detail/recording/registering.hpp>
#include <tacho/detail/storage/cell_token.hpp>
#include <tacho/fwd.hpp>
#include <tacho/name.hpp>

#include <concepts>
#include <string_view>
#include <type_traits>

namespace tacho::inline v0::detail {

/// The data that a handle needs besides its token: for most metrics nothing.
struct no_binding {
    constexpr no_binding() noexcept = default;
    constexpr explicit no_binding(runtime_bucket_search const*) noexcept {}
};

/// Calls a metric's `shape()`, which is private to all others.
struct shape_access {
    template <typename Metric, typename... Bounds>
    [[nodiscard]] static metric_shape of(Bounds const&... bounds) {
        return Metric::shape(bounds...);
    }
};

/// Whether a type is complete where the code that asks is instantiated: at the end of the file.
template <typename Type, typename... Dependent>
inline constexpr bool is_complete = requires { sizeof(Type); };

/// Stops the compiler with a remedy, where the linker would only name a function that it misses.
template <typename Metric>
constexpr void check_registry_is_included() {
#if !defined(TACHO_SEPARATE_COMPILATION)
    static_assert(
        is_complete<registry, Metric>,
        "a file that constructs metrics has to #include <tacho/registry.hpp> (or <tacho/tacho.hpp>)"
    );
#endif
}

/// Base of the metrics: a handle, which registering makes and which is as cheap to copy as a
/// pointer. `Metric::shape()`, a private static function, describes the metric to a registry.
template <typename Metric, typename Binding = no_binding>
class handle {
public:
    /// Registers in `default_registry()`, or finds the metric that is registered with this name and
    /// shape. Throws registration_error if the name is already registered with a different help
    /// text, label set or type, and std::bad_alloc.
    handle(metric_name name, std::string_view help, metric_options const& options = no_options())
        : handle{default_registry(), name, help, options} {}

    /// Registers in `in`, or finds the metric that is registered there with this name and shape.
    /// Throws registration_error if the name is already registered with a different help text,
    /// label set or type, and std::bad_alloc.
    handle(
        registry& in,
        metric_name name,
        std::string_view help,
        metric_options const& options = no_options()
    )
        : handle{register_metric(in, name.text(), help, options, shape_access::of<Metric>())} {
        check_registry_is_included<Metric>();
    }

    /// Refuses a metric without a help text, with the remedy.
    template <std::convertible_to<std::string_view> Name>
    explicit handle(Name const&) {
        static_assert(
            never<Name>,
            "a metric needs a help text: tacho::counter c{\"name\", \"What it counts.\"}"
        );
    }
    template <std::convertible_to<std::string_view> Name>
    handle(registry&, Name const&) {
        static_assert(
            never<Name>,
            "a metric needs a help text: tacho::counter c{registry, \"name\", \"What it counts.\"}"
        );
    }

    /// A handle to a series, made by a family. Records through a handle without a series are
    /// counted as lost.
    explicit handle(registered_series of) noexcept
        : token_{of.token}
        , binding_{of.search} {}

    /// A handle to the series of a token, for metrics whose handle needs nothing but the token.
    explicit handle(cell_token token) noexcept
        requires std::is_empty_v<Binding>
        : token_{token}
        , binding_{nullptr} {}

protected:
    cell_token token_;
    [[no_unique_address]] Binding binding_;
};

} // namespace tacho::inline v0::detail

#endif
