// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_REGISTRY_CHOICE_HPP
#define TACHO_REGISTRY_CHOICE_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/storage/atomic.hpp>
#include <tacho/fwd.hpp>

namespace tacho::inline v0 {

/// The registry that a library's metrics are registered in: the one that the library's user sets,
/// once and before the metrics are used, or else the default registry. It is meant for libraries
/// that offer a function `set_metrics_registry`.
///
/// Thread safety: safe. Progress: lock-free. Allocation: none. Errors: registration_error.
class registry_choice {
public:
    /// `library` is the library's name, for error messages.
    constexpr explicit registry_choice(char const* library) noexcept
        : library_{library} {}
    registry_choice(registry_choice const&) = delete;
    registry_choice& operator=(registry_choice const&) = delete;

    /// Chooses `in`, which has to outlive all use. Throws registration_error, and changes nothing,
    /// if a registry is already chosen: by an earlier call, or by `get`, which chooses the default
    /// registry.
    void set(registry& in);

    /// The chosen registry. If none is chosen, `get` chooses the default registry for good.
    [[nodiscard]] registry& get();

private:
    char const* library_;
    detail::atomic<registry*> chosen_{nullptr};
};

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/registry_choice.ipp> // IWYU pragma: export
#endif

#endif
