// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_RECORDING_HANDLE_HPP
#define TACHO_DETAIL_RECORDING_HANDLE_HPP

#include <tacho/detail/registry/series.hpp>
#include <tacho/detail/storage/cell_token.hpp>
#include <tacho/fwd.hpp>
#include <tacho/name.hpp>

#include <string_view>
#include <type_traits>

namespace tacho::inline v0::detail {

/// What a handle needs besides its token: nothing, for most metrics.
struct no_binding {
    constexpr no_binding() noexcept = default;
    constexpr explicit no_binding(series const*) noexcept {}
};

/// What the metrics have in common: they are handles, made by registering, and as cheap to copy as
/// a pointer. The constructors are defined in registration.hpp, so that headers that only record do
/// not need the registry.
template <typename Metric, typename Binding = no_binding>
class handle {
public:
    /// Registers in `default_registry()`, or finds what is registered with this name and shape.
    /// Throws registration_error when the name, help, labels or shape do not fit what is there.
    handle(metric_name name, std::string_view help);
    handle(metric_name name, std::string_view help, metric_options const& options);

    /// Registers in `in`.
    handle(registry& in, metric_name name, std::string_view help);
    handle(registry& in, metric_name name, std::string_view help, metric_options const& options);

    /// A handle to a series, as families make it. To null: what it records is counted as lost.
    explicit handle(series const* of) noexcept
        : token_{of != nullptr ? of->token : cell_token::none}
        , binding_{of} {}

    /// The same by the series' token, where that is all a handle needs.
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
