// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERLIGHT_REGISTRY_IPP
#define TACHO_HYPERLIGHT_REGISTRY_IPP

#include <tacho/hyperlight/registry.hpp>
#include <tacho/registry.hpp>

namespace tacho::inline v0::hyperlight {

TACHO_DECL void set_metrics_registry(registry& in) {
    chosen_registry.set(in);
}

TACHO_DECL registry& get_metrics_registry() {
    return chosen_registry.get();
}

} // namespace tacho::inline v0::hyperlight

#endif
