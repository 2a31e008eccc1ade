// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_PROCESS_METRICS_IPP
#define TACHO_PROCESS_METRICS_IPP

#include <tacho/collection.hpp>
#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/registry/series.hpp>
#include <tacho/detail/system/process_figures.hpp>
#include <tacho/process_metrics.hpp>
#include <tacho/registry.hpp>

#include <optional>
#include <string_view>

namespace tacho::inline v0 {

namespace detail {

/// Gives a family with one sample for each figure that the system provides.
inline void collect_process_metrics(collection& to) {
    auto const give = [&](std::string_view name,
                          std::string_view help,
                          metric_type type,
                          std::optional<double> value) {
        if (value)
            to.family(name, help, type).sample({}, *value);
    };
    using enum metric_type;
    auto const now = read_process_figures();
    give(
        "process_cpu_user_seconds_total",
        "Total user CPU time spent in seconds.",
        counter,
        now.user_seconds
    );
    give(
        "process_cpu_system_seconds_total",
        "Total system CPU time spent in seconds.",
        counter,
        now.system_seconds
    );
    give(
        "process_cpu_seconds_total",
        "Total user and system CPU time spent in seconds.",
        counter,
        now.cpu_seconds
    );
    give(
        "process_start_time_seconds",
        "Start time of the process since unix epoch in seconds.",
        gauge,
        now.start_time_seconds
    );
    give(
        "process_resident_memory_bytes", "Resident memory size in bytes.", gauge, now.resident_bytes
    );
    give("process_virtual_memory_bytes", "Virtual memory size in bytes.", gauge, now.virtual_bytes);
    give(
        "process_virtual_memory_max_bytes",
        "Maximum amount of virtual memory available in bytes.",
        gauge,
        now.most_virtual_bytes
    );
    give("process_heap_bytes", "Process heap size in bytes.", gauge, now.heap_bytes);
    give("process_open_fds", "Number of open file descriptors.", gauge, now.open_descriptors);
    give(
        "process_max_fds", "Maximum number of open file descriptors.", gauge, now.most_descriptors
    );
    give("process_threads", "Number of OS threads in the process.", gauge, now.threads);
    give(
        "process_network_receive_bytes_total",
        "Number of bytes received by the process over the network.",
        counter,
        now.received_bytes
    );
    give(
        "process_network_transmit_bytes_total",
        "Number of bytes sent by the process over the network.",
        counter,
        now.sent_bytes
    );
}

} // namespace detail

TACHO_DECL process_metrics::process_metrics(registry& in)
    : collector_{in, &detail::collect_process_metrics} {}

TACHO_DECL process_metrics::process_metrics()
    : process_metrics{default_registry()} {}

} // namespace tacho::inline v0

#endif
