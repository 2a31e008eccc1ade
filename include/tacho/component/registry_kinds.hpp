// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_REGISTRY_KINDS_HPP
#define TACHO_COMPONENT_REGISTRY_KINDS_HPP

#include <tacho/component/metrics_registry.hpp>
#include <tacho/component/run_time.hpp> // IWYU pragma: export

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace tacho::inline v0::component {

/// Registries by a name, such as one from a configuration: `registry_kinds{}.make("tacho",
/// "service_")`. At first the kinds are `tacho` and `none`; a program adds its own kinds, such as
/// an exporter's registry.
///
/// Thread safety: distinct objects are safe, shared objects for `make`.
class registry_kinds {
public:
    /// Makes a registry whose metrics' names begin with the prefix.
    using factory = std::function<std::unique_ptr<metrics_registry>(std::string prefix)>;

    registry_kinds();

    /// Adds a kind, or replaces the kind that has this name.
    registry_kinds& add(std::string kind, factory makes);

    /// Throws std::invalid_argument for an unknown kind; the message lists the known ones.
    [[nodiscard]] std::unique_ptr<metrics_registry>
    make(std::string_view kind, std::string prefix = {}) const;

private:
    std::map<std::string, factory, std::less<>> factories_{};
};

} // namespace tacho::inline v0::component

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/component/registry_kinds.ipp> // IWYU pragma: export
#endif

#endif
