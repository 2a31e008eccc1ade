// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_REGISTRY_CHOICE_HPP
#define TACHO_REGISTRY_CHOICE_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/storage/atomic.hpp>
#include <tacho/fwd.hpp>

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
    void set(registry& in);

    /// The registry that was set; from now on the default one, when none was.
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
