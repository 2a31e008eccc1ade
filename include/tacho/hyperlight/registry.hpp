// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERLIGHT_REGISTRY_HPP
#define TACHO_HYPERLIGHT_REGISTRY_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/language/visibility.hpp>
#include <tacho/fwd.hpp>
#include <tacho/registry_choice.hpp>

namespace tacho::inline v0::hyperlight {

TACHO_SHARED_STATE inline constinit registry_choice chosen_registry{"Hyperlight's metrics"};

/// Chooses the registry for metrics that are made without naming one. Must be called once, and
/// before the first of these metrics is made: otherwise it throws registration_error, and the
/// earlier choice stays. `in` has to outlive the metrics.
///
/// Thread safety: safe.
TACHO_DECL void set_metrics_registry(registry& in);

/// The registry that was set. If none was set, the default registry becomes the choice.
///
/// Thread safety: safe.
[[nodiscard]] TACHO_DECL registry& get_metrics_registry();

} // namespace tacho::inline v0::hyperlight

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/hyperlight/registry.ipp> // IWYU pragma: export
#endif

#endif
