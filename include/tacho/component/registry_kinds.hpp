// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_REGISTRY_KINDS_HPP
#define TACHO_COMPONENT_REGISTRY_KINDS_HPP

#include <tacho/component/metrics_registry.hpp>
#include <tacho/component/null_registry.hpp>
#include <tacho/component/run_time.hpp>
#include <tacho/component/sharded_registry.hpp>
#include <tacho/detail/text/in_quotes.hpp>
#include <tacho/error.hpp>

#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace tacho::inline v0::component {

/// Registries by a name that a configuration has: `registry_kinds{}.make("tacho", "service_")`.
/// At first there are `tacho` and `none`; a program adds what else it has, such as an exporter's.
///
/// Thread safety: distinct objects are safe, shared ones for `make`.
class registry_kinds {
public:
    /// Makes a registry whose metrics' names begin with the prefix.
    using factory = std::function<std::unique_ptr<metrics_registry>(std::string prefix)>;

    registry_kinds() {
        add("tacho", [](std::string prefix) {
            return run_time(std::make_shared<sharded_registry>(std::move(prefix)));
        });
        add("none", [](std::string const&) { return run_time(std::make_shared<null_registry>()); });
    }

    /// Adds a kind, or puts it in the place of the one that has this name.
    registry_kinds& add(std::string kind, factory makes) {
        factories_.insert_or_assign(std::move(kind), std::move(makes));
        return *this;
    }

    /// Throws std::invalid_argument, which says the kinds there are, for one that there is not.
    [[nodiscard]] std::unique_ptr<metrics_registry>
    make(std::string_view kind, std::string prefix = {}) const {
        auto const found = factories_.find(kind);
        if (found == factories_.end())
            refuse(kind);
        return found->second(std::move(prefix));
    }

private:
    [[noreturn]] void refuse(std::string_view kind) const {
        std::string message = "tacho: there is no kind of registry called ";
        message.append(tacho::detail::in_quotes(kind)).append("; there are");
        for (auto const& [name, makes] : factories_)
            message.append(name == factories_.begin()->first ? " " : ", ")
                .append(tacho::detail::in_quotes(name));
        tacho::detail::fail<std::invalid_argument>(message);
    }

    std::map<std::string, factory, std::less<>> factories_{};
};

} // namespace tacho::inline v0::component

#endif
