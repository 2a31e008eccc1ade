// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_STATUS_OPTIONS_IPP
#define TACHO_COMPONENT_STATUS_OPTIONS_IPP

#include <tacho/component/detail/environment.hpp>
#include <tacho/component/status_options.hpp>

#include <utility>

namespace tacho::inline v0::component {

TACHO_DECL status_options dynamo_status_options(
    std::function<void(std::string_view message)> report,
    std::function<char const*(char const* name)> const& variable
) {
    detail::environment_reader const read{variable};
    status_options made;
    made.port = read.number("DYN_SYSTEM_PORT", -1, 65535, -1);
    made.host = read.text("DYN_SYSTEM_HOST").value_or("0.0.0.0");
    made.health_path = read.text("DYN_SYSTEM_HEALTH_PATH").value_or(made.health_path);
    made.live_path = read.text("DYN_SYSTEM_LIVE_PATH").value_or(made.live_path);
    made.starts_ready =
        read.choice("DYN_SYSTEM_STARTING_HEALTH_STATUS", {"ready"}, {"notready"}, false);
    if (read.flag("DYN_HEALTH_CHECK_ENABLED", false))
        made.checks = canary_options{
            .idle = read.seconds("DYN_CANARY_WAIT_TIME", 10),
            .timeout = read.seconds("DYN_HEALTH_CHECK_REQUEST_TIMEOUT", 3),
        };
    if (report && read.text("DYN_SYSTEM_ENABLED"))
        report("tacho: DYN_SYSTEM_ENABLED is ignored; DYN_SYSTEM_PORT says whether there is a "
               "server (-1 for none)");
    made.report = std::move(report);
    return made;
}

} // namespace tacho::inline v0::component

#endif
