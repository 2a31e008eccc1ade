// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_REGISTRY_KINDS_IPP
#define TACHO_COMPONENT_REGISTRY_KINDS_IPP

#include <tacho/component/null_registry.hpp>
#include <tacho/component/registry_kinds.hpp>
#include <tacho/component/sharded_registry.hpp>
#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/text/in_quotes.hpp>
#include <tacho/error.hpp>

#include <stdexcept>
#include <utility>

namespace tacho::inline v0::component {

TACHO_DECL registry_kinds::registry_kinds() {
    add("tacho", [](std::string prefix) {
        return run_time(std::make_shared<sharded_registry>(std::move(prefix)));
    });
    add("none", [](std::string const&) { return run_time(std::make_shared<null_registry>()); });
}

TACHO_DECL registry_kinds& registry_kinds::add(std::string kind, factory makes) {
    factories_.insert_or_assign(std::move(kind), std::move(makes));
    return *this;
}

TACHO_DECL std::unique_ptr<metrics_registry>
registry_kinds::make(std::string_view kind, std::string prefix) const {
    if (auto const found = factories_.find(kind); found != factories_.end())
        return found->second(std::move(prefix));
    std::string message = "tacho: there is no kind of registry called ";
    message.append(tacho::detail::in_quotes(kind)).append("; there are");
    for (auto const& [name, makes] : factories_)
        message.append(name == factories_.begin()->first ? " " : ", ")
            .append(tacho::detail::in_quotes(name));
    tacho::detail::fail<std::invalid_argument>(message);
}

} // namespace tacho::inline v0::component

#endif
