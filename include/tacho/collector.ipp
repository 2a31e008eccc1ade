// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COLLECTOR_IPP
#define TACHO_COLLECTOR_IPP

#include <tacho/collector.hpp>
#include <tacho/detail/registry/registry_state.hpp>
#include <tacho/error.hpp>
#include <tacho/registry.hpp>

#include <functional>
#include <memory>
#include <utility>

namespace tacho::inline v0 {

TACHO_DECL collector::collector(registry& in, std::function<void(collection&)> function)
    : state_{detail::registry_access::shared(in)} {
    if (!function)
        detail::fail_registration("(collector)", "it is empty: there is nothing to call");
    callback_ = std::make_shared<detail::collector_callback>(std::move(function));
    auto const guard = state_->home.lock_registration();
    auto made =
        std::make_unique<detail::registered_collector>(detail::registered_collector{callback_});
    state_->collectors.make_room();
    registered_ = &state_->collectors.add(std::move(made));
    ++state_->version;
}

TACHO_DECL collector::~collector() {
    {
        auto const guard = state_->home.lock_registration();
        static_cast<void>(state_->collectors.take(*registered_));
        ++state_->version;
    }
    callback_->retire();
}

} // namespace tacho::inline v0

#endif
