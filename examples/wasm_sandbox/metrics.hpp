// SPDX-License-Identifier: BSL-1.0

#ifndef WASM_SANDBOX_METRICS_HPP
#define WASM_SANDBOX_METRICS_HPP

#include <tacho/hyperlight/wasm.hpp>
#include <tacho/tacho.hpp>

namespace wasm_sandbox {

/// The host's metrics: those of hyperlight-wasm, and two of its own.
struct metrics {
    tacho::hyperlight::wasm_metrics<> guests{};
    tacho::family<tacho::counter, "monitor_type"> monitor_terminations{
        "monitor_terminations_total", "Number of calls that an execution monitor has ended"
    };
    tacho::counter printed_bytes{
        "wasm_host_printed_bytes_total", "Bytes that guests asked the host to print."
    };
};

} // namespace wasm_sandbox

#endif
