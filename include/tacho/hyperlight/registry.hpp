// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERLIGHT_REGISTRY_HPP
#define TACHO_HYPERLIGHT_REGISTRY_HPP

#include <tacho/detail/language/visibility.hpp>
#include <tacho/registry.hpp>
#include <tacho/registry_choice.hpp>

namespace tacho::inline v0::hyperlight {

TACHO_SHARED_STATE inline constinit registry_choice chosen_registry{"Hyperlight's metrics"};

/// Says where metrics go that are made without naming a registry. Once, and before the first of
/// them: else it throws registration_error, and what was chosen stays. `in` has to outlive them.
///
/// Thread safety: safe.
inline void set_metrics_registry(registry& in) {
    chosen_registry.set(in);
}

/// The registry that was set; from now on the default one, when none was.
///
/// Thread safety: safe.
[[nodiscard]] inline registry& get_metrics_registry() {
    return chosen_registry.get();
}

} // namespace tacho::inline v0::hyperlight

#endif
