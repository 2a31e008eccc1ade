// SPDX-License-Identifier: BSL-1.0

#include <tacho/instrument.hpp>
#include <tacho/monitor.hpp>

#include <tuple>
#include <utility>

#include "sandbox.hpp"

namespace wasm_sandbox {

using tacho::hyperlight::guest_error_code;

runtime_sandbox proto_sandbox::load_runtime() && {
    auto starting = std::move(counted_).load_runtime(); // an interpreter has nothing to start
    return {*host_, std::move(starting).done()};
}

loaded_sandbox runtime_sandbox::load_module(std::string const& module) && {
    auto loading = std::move(counted_).load();
    instance guest{module, host_->functions};
    return {*host_, std::move(loading).done(), std::move(guest)};
}

loaded_sandbox::loaded_sandbox(
    host const& by, sandbox_metrics::loaded_sandbox counted, instance guest
)
    : host_{&by}
    , counted_{std::move(counted)}
    , guest_{std::move(guest)} {
    // The series of each function is looked up once, here, and not at every call.
    for (auto const& name : guest_.functions())
        functions_.emplace(
            name,
            tacho::instrument(
                host_->metrics.guests.guest_calls,
                name,
                [name](instance& in, values const& arguments) { return in.call(name, arguments); }
            )
        );
}

values loaded_sandbox::call(
    std::string const& function, values const& arguments, time_limits const& limits
) {
    if (poisoned_)
        throw std::logic_error{"a cancelled guest has to be unloaded"};
    auto const found = functions_.find(function);
    if (found == functions_.end())
        fail(guest_error_code::guest_function_not_found, function);

    tacho::monitored_call const watched{
        std::tuple{
            tacho::wall_clock_monitor{limits.wall_clock}, tacho::cpu_time_monitor{limits.cpu_time}
        },
        host_->metrics.monitor_terminations,
        [this] { guest_.cancel(); }
    };
    try {
        return found->second(guest_, arguments);
    } catch (cancelled const&) {
        poisoned_ = true;
        host_->metrics.guests.guest_cancellations.inc();
        throw;
    } catch (guest_gave_up const& reason) {
        fail(reason.code, reason.what());
    } catch (trap const& reason) {
        fail(
            reason.stack_overflow ? guest_error_code::stack_overflow
                                  : guest_error_code::guest_error,
            reason.what()
        );
    } catch (std::invalid_argument const& reason) {
        fail(guest_error_code::guest_function_incorrect_number_of_parameters, reason.what());
    } catch (std::exception const& reason) {
        fail(guest_error_code::host_function_error, reason.what());
    }
}

void loaded_sandbox::fail(guest_error_code code, std::string const& message) {
    host_->metrics.guests.guest_error(code, message);
    throw guest_failed{message};
}

runtime_sandbox loaded_sandbox::unload_module() && {
    auto unloading = std::move(counted_).unload();
    { auto const gone = std::move(guest_); }
    return {*host_, std::move(unloading).done()};
}

} // namespace wasm_sandbox
