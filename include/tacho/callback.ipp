// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_CALLBACK_IPP
#define TACHO_CALLBACK_IPP

#include <tacho/callback.hpp>
#include <tacho/detail/recording/metric_shape.hpp>
#include <tacho/detail/registry/registry_state.hpp>
#include <tacho/error.hpp>
#include <tacho/registry.hpp>

#include <functional>
#include <memory>
#include <string_view>
#include <utility>

namespace tacho::inline v0::detail {

TACHO_DECL callback_binding::callback_binding(
    registry& in,
    metric_name name,
    std::string_view help,
    std::function<double()> function,
    metric_options const& options,
    metric_type type
)
    : state_{registry_access::shared(in)} {
    if (!function)
        fail_registration(name.text(), "its callback is empty: there is nothing to call");
    callback_ = std::make_shared<number_callback>(std::move(function));
    metric_shape shape;
    shape.type = type;
    shape.place = number_place::callback;
    auto const guard = state_->home.lock_registration();
    group_ = &state_->bind({name.text(), help, options, shape}, callback_);
}

TACHO_DECL callback_binding::~callback_binding() {
    {
        auto const guard = state_->home.lock_registration();
        state_->unbind(*group_);
    }
    callback_->retire();
}

} // namespace tacho::inline v0::detail

#endif
