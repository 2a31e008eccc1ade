// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_SRC_HPP
#define TACHO_SRC_HPP

/// The definitions of everything but HTTP, for programs that compile them once: define
/// TACHO_SEPARATE_COMPILATION for every file, and include this header in exactly one. With CMake
/// the target tacho::compiled does both. The exposer's are in `<tacho/http/src.hpp>`.

#if !defined(TACHO_SEPARATE_COMPILATION)
# error "<tacho/src.hpp> is for programs that define TACHO_SEPARATE_COMPILATION for every file"
#endif

// The features: components, sandboxes, traces, monitors, the process.
#include <tacho/component/backend.ipp>              // IWYU pragma: export
#include <tacho/component/canary.ipp>               // IWYU pragma: export
#include <tacho/component/detail/environment.ipp>   // IWYU pragma: export
#include <tacho/component/detail/node_scrape.ipp>   // IWYU pragma: export
#include <tacho/component/detail/node_state.ipp>    // IWYU pragma: export
#include <tacho/component/health.ipp>               // IWYU pragma: export
#include <tacho/component/log_spaced_bounds.ipp>    // IWYU pragma: export
#include <tacho/component/metrics_registry.ipp>     // IWYU pragma: export
#include <tacho/component/name_rules.ipp>           // IWYU pragma: export
#include <tacho/component/node.ipp>                 // IWYU pragma: export
#include <tacho/component/recording_registry.ipp>   // IWYU pragma: export
#include <tacho/component/registry_kinds.ipp>       // IWYU pragma: export
#include <tacho/component/request_metrics.ipp>      // IWYU pragma: export
#include <tacho/component/scrape_callback.ipp>      // IWYU pragma: export
#include <tacho/component/scrape_target.ipp>        // IWYU pragma: export
#include <tacho/component/sharded_registry.ipp>     // IWYU pragma: export
#include <tacho/component/status_options.ipp>       // IWYU pragma: export
#include <tacho/component/tree.ipp>                 // IWYU pragma: export
#include <tacho/component/tree_options.ipp>         // IWYU pragma: export
#include <tacho/detail/system/blocked_signals.ipp>  // IWYU pragma: export
#include <tacho/detail/system/process_figures.ipp>  // IWYU pragma: export
#include <tacho/detail/system/thread_cpu_clock.ipp> // IWYU pragma: export
#include <tacho/hyperlight/detail/guest_texts.ipp>  // IWYU pragma: export
#include <tacho/hyperlight/hyperlight.ipp>          // IWYU pragma: export
#include <tacho/hyperlight/js.ipp>                  // IWYU pragma: export
#include <tacho/hyperlight/registry.ipp>            // IWYU pragma: export
#include <tacho/hyperlight/sandbox.ipp>             // IWYU pragma: export
#include <tacho/hyperlight/wasm.ipp>                // IWYU pragma: export
#include <tacho/hypertrace/prop.ipp>                // IWYU pragma: export
#include <tacho/hypertrace/trace_counter.ipp>       // IWYU pragma: export
#include <tacho/hypertrace/trace_function.ipp>      // IWYU pragma: export
#include <tacho/hypertrace/tracer.ipp>              // IWYU pragma: export
#include <tacho/monitor/cpu_time.ipp>               // IWYU pragma: export
#include <tacho/monitor/detail/watched_calls.ipp>   // IWYU pragma: export
#include <tacho/monitor/monitor_thread.ipp>         // IWYU pragma: export
#include <tacho/monitor/wall_clock.ipp>             // IWYU pragma: export
#include <tacho/process_metrics.ipp>                // IWYU pragma: export

#endif
