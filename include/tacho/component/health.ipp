// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_HEALTH_IPP
#define TACHO_COMPONENT_HEALTH_IPP

#include <tacho/component/detail/health_state.hpp>
#include <tacho/component/health.hpp>
#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/text/json_text.hpp>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

namespace tacho::inline v0::component {

TACHO_DECL health::health(bool ready)
    : state_{std::make_shared<detail::health_state>()} {
    set_ready(ready);
}

TACHO_DECL void health::set_ready(bool ready) const noexcept {
    state_->ready.store(ready, std::memory_order_relaxed);
}

TACHO_DECL bool health::ready() const {
    return report({}).ready;
}

TACHO_DECL health_report health::report(std::chrono::nanoseconds uptime) const {
    std::map<std::string, bool> endpoints;
    for (auto const& each : state_->all()) {
        auto& all_ready = endpoints.try_emplace(each->endpoint, true).first->second;
        all_ready = all_ready && state_->is_ready(*each);
    }
    bool const ready =
        endpoints.empty()
            ? state_->ready.load(std::memory_order_relaxed)
            : std::ranges::all_of(endpoints, [](auto const& each) { return each.second; });
    auto const word = [](bool is) { return is ? "\"ready\"" : "\"notready\""; };
    auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(uptime);
    std::string json{"{\"status\":"};
    json.append(word(ready)).append(",\"uptime\":{\"secs\":");
    json.append(std::to_string(seconds.count())).append(",\"nanos\":");
    json.append(std::to_string((uptime - seconds).count())).append("},\"endpoints\":{");
    for (auto const& [name, is_ready] : endpoints) {
        json.append(json.back() == '{' ? "" : ",").append(tacho::detail::json_text(name));
        json.append(":").append(word(is_ready));
    }
    return {ready, json.append("}}")};
}

TACHO_DECL health_target::health_target(
    health const& of,
    std::string_view endpoint,
    std::function<bool(std::chrono::milliseconds timeout)> probe
)
    : in_{of.state_}
    , state_{std::make_shared<detail::target_state>()} {
    state_->endpoint = endpoint;
    state_->probe = std::move(probe);
    std::lock_guard const guard{in_->mutex};
    in_->targets.push_back(state_);
}

TACHO_DECL health_target::~health_target() {
    {
        std::lock_guard const guard{in_->mutex};
        std::erase(in_->targets, state_);
    }
    std::lock_guard const no_check{state_->turn};
    state_->probe = nullptr;
}

TACHO_DECL void health_target::set_ready(bool ready) noexcept {
    state_->say(ready);
}

TACHO_DECL void health_target::served() noexcept {
    set_ready(true);
    state_->active.store(detail::health_clock::now().time_since_epoch(), std::memory_order_relaxed);
}

} // namespace tacho::inline v0::component

#endif
