// SPDX-License-Identifier: BSL-1.0

#include <tacho/instrument.hpp>
#include <tacho/monitor.hpp>

#include <tuple>
#include <utility>

#include "sandbox.hpp"

namespace js_sandbox {

using tacho::hyperlight::guest_error_code;

runtime_sandbox proto_sandbox::load_runtime() && {
    auto starting = std::move(counted_).load_runtime(); // the thread's engine is already running
    return {*host_, *engine_, std::move(starting).done()};
}

loaded_sandbox runtime_sandbox::load() && {
    auto loading = std::move(counted_).load();
    realm made{*engine_, host_->functions};
    for (auto const& [name, script] : scripts_)
        made.add_handler(name, script);
    return {*host_, *engine_, std::move(loading).done(), std::move(made), std::move(scripts_)};
}

loaded_sandbox::loaded_sandbox(
    host const& by, script_engine& in, js_metrics::loaded_sandbox counted, realm made, scripts of
)
    : host_{&by}
    , engine_{&in}
    , counted_{std::move(counted)}
    , realm_{std::move(made)}
    , scripts_{std::move(of)} {
    // The series of each handler is looked up once, here, and not at every event.
    for (auto const& [name, script] : scripts_)
        handlers_.emplace(
            name,
            tacho::instrument(
                host_->metrics.guest_calls,
                name,
                [handler = name](realm& in_realm, std::string const& event) {
                    return in_realm.call(handler, event);
                }
            )
        );
}

std::string loaded_sandbox::handle_event(
    std::string const& handler,
    std::string const& event,
    garbage_collection gc,
    time_limits const& limits
) {
    auto const& metrics = host_->metrics;
    if (poisoned_)
        throw std::logic_error{"a cancelled guest has to be unloaded"};
    if (!realm_.is_json(event))
        throw std::invalid_argument{"the event for " + handler + " is not JSON"};
    auto const found = handlers_.find(handler);
    if (found == handlers_.end())
        fail(guest_error_code::guest_function_not_found, handler);

    auto const timed = metrics.time_event_handler(handler, gc); // including the garbage collection
    tacho::monitored_call watched{
        std::tuple{
            tacho::wall_clock_monitor{limits.wall_clock}, tacho::cpu_time_monitor{limits.cpu_time}
        },
        metrics.monitor_terminations,
        [this] { engine_->interrupt(); }
    };
    try {
        auto result = found->second(realm_, event);
        if (watched.end())
            engine_->forget_interrupt();
        if (gc == garbage_collection::run)
            engine_->collect_garbage();
        return result;
    } catch (cancelled const&) {
        poisoned_ = true;
        metrics.guest_cancellations.inc();
        throw;
    } catch (script_error const& reason) {
        if (watched.end())
            engine_->forget_interrupt();
        fail(
            reason.stack_overflow ? guest_error_code::stack_overflow
                                  : guest_error_code::guest_error,
            reason.what()
        );
    }
}

void loaded_sandbox::fail(guest_error_code code, std::string const& message) {
    host_->metrics.guest_error(code, message);
    throw guest_failed{message};
}

runtime_sandbox loaded_sandbox::unload() && {
    auto unloading = std::move(counted_).unload();
    { auto const gone = std::move(realm_); }
    engine_->collect_garbage();
    runtime_sandbox back{*host_, *engine_, std::move(unloading).done()};
    back.scripts_ = std::move(scripts_);
    return back;
}

} // namespace js_sandbox
