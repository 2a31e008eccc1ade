// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_REGISTRY_HPP
#define TACHO_REGISTRY_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/language/visibility.hpp>
#include <tacho/detail/recording/registering.hpp>
#include <tacho/fwd.hpp>
#include <tacho/snapshot.hpp>

#include <atomic>
#include <memory>
#include <string_view>

namespace tacho::inline v0 {

namespace detail {

struct registry_core;
class registry_state;

/// Gives access to the contents of a registry.
struct registry_access {
    [[nodiscard]] static registry_state& state(registry& of) noexcept;
    /// Keeps the registry's contents alive.
    [[nodiscard]] static std::shared_ptr<registry_state> shared(registry& of) noexcept;
};

TACHO_SHARED_STATE inline constinit std::atomic<registry*> the_default_registry{nullptr};

} // namespace detail

/// A set of metrics that are scraped together. Metrics that are constructed without a registry are
/// in `default_registry()`.
///
/// A handle is valid as long as the registry that it was registered in.
///
/// Thread safety: any threads may register and scrape at the same time; both lock, but a recording
/// thread never waits for either. Errors: registering throws registration_error or std::bad_alloc
/// and leaves the registry as it was.
class registry {
public:
    registry();
    registry(registry const&) = delete;
    registry& operator=(registry const&) = delete;
    ~registry();

    /// Takes a snapshot of all values. Runs the callbacks first, with no lock held; then reads
    /// every thread's slab while the threads continue to record. The snapshot has everything that
    /// was recorded before the call, and no later scrape shows less. Simultaneous scrapes take
    /// turns reading the slabs, but not encoding or sending what they read. While no series are
    /// added, this allocates nothing.
    [[nodiscard]] snapshot collect() const;

    /// Takes the family of this name out of the registry, with all its series: the memory and the
    /// cells are used again, and the name is free. Returns false if there is no such family.
    ///
    /// By calling this the program says that no handle to the family or to one of its series is
    /// left: a record through such a handle would count in another series. (For series that come
    /// and go see family::own.) Throws registration_error, and changes nothing, if a `tacho::owned`
    /// handle is left, or if the family is a callback's, which leaves together with its object.
    bool retire(std::string_view name);

private:
    friend class registry_ref;
    friend struct detail::registry_access;

    std::shared_ptr<detail::registry_core> core_;
};

/// A shared reference to the contents of a registry: scraping through it is safe after the registry
/// is destroyed.
///
/// Thread safety: distinct objects are safe; a shared object may be used by several threads.
class registry_ref {
public:
    registry_ref(registry const& of) // NOLINT(google-explicit-constructor)
        : core_{of.core_} {}

    /// Collects like registry::collect.
    [[nodiscard]] snapshot collect() const;

    /// Whether both refer to the same registry.
    friend bool operator==(registry_ref const&, registry_ref const&) = default;
    /// An order in which equal references have the same place.
    friend bool operator<(registry_ref const& one, registry_ref const& other) noexcept {
        return one.core_.owner_before(other.core_);
    }

private:
    std::shared_ptr<detail::registry_core> core_;
};

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/registry.ipp> // IWYU pragma: export
#endif

#endif
