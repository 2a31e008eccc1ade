// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_REGISTRY_CHOICE_IPP
#define TACHO_REGISTRY_CHOICE_IPP

#include <tacho/error.hpp>
#include <tacho/registry.hpp>
#include <tacho/registry_choice.hpp>

#include <atomic>
#include <string>

namespace tacho::inline v0 {

TACHO_DECL void registry_choice::set(registry& in) {
    // The release pairs with the acquire in get(): a thread that reads the pointer sees the
    // constructed registry.
    registry* there = nullptr;
    if (chosen_.compare_exchange_strong(
            there, &in, std::memory_order_release, std::memory_order_relaxed
        ))
        return;
    std::string const start = "tacho: the registry of " + std::string{library_};
    if (there == &default_registry())
        detail::fail<registration_error>(
            start + " is default_registry() already, since its metrics are in use; set another "
                    "before the first of them is made"
        );
    detail::fail<registration_error>(
        start + " was already set, and stays; set it once, or pass a registry to the metrics"
    );
}

TACHO_DECL registry& registry_choice::get() {
    // pairs with the release in set()
    if (auto* const set = chosen_.load(std::memory_order_acquire); set != nullptr)
        return *set;
    registry* there = nullptr;
    // The release pairs with the acquire above: a thread that finds the default registry here has
    // not asked for it itself. The acquire pairs with the release in set().
    return chosen_.compare_exchange_strong(
               there, &default_registry(), std::memory_order_release, std::memory_order_acquire
           )
               ? default_registry()
               : *there;
}

} // namespace tacho::inline v0

#endif
