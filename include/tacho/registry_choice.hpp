// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_REGISTRY_CHOICE_HPP
#define TACHO_REGISTRY_CHOICE_HPP

#include <tacho/detail/storage/atomic.hpp>
#include <tacho/error.hpp>
#include <tacho/registry.hpp>

#include <atomic>
#include <string>

namespace tacho::inline v0 {

/// Which registry the metrics of a library go to: one that its user sets, once and before they are
/// used, or else the default one. For libraries that offer a `set_metrics_registry`.
///
/// Thread safety: safe. Progress: lock-free. Allocation: none. Errors: registration_error.
class registry_choice {
public:
    /// For the library of this name, which the errors tell.
    constexpr explicit registry_choice(char const* library) noexcept
        : library_{library} {}
    registry_choice(registry_choice const&) = delete;
    registry_choice& operator=(registry_choice const&) = delete;

    /// Chooses. Refused, and nothing changes, when there is a choice already: made by an earlier
    /// call, or by `get`, which settles for the default registry. `in` has to outlive all use.
    void set(registry& in) {
        // The release pairs with the acquire in get(): who finds the registry finds it made.
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

    /// The registry that was set; from now on the default one, when none was.
    [[nodiscard]] registry& get() {
        // pairs with the release in set()
        if (auto* const set = chosen_.load(std::memory_order_acquire); set != nullptr)
            return *set;
        registry* there = nullptr;
        // Success publishes what everybody finds by itself; failure pairs with the release in
        // set().
        return chosen_.compare_exchange_strong(
                   there, &default_registry(), std::memory_order_relaxed, std::memory_order_acquire
               )
                   ? default_registry()
                   : *there;
    }

private:
    char const* library_;
    detail::atomic<registry*> chosen_{nullptr};
};

} // namespace tacho::inline v0

#endif
