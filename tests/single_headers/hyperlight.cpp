// SPDX-License-Identifier: BSL-1.0

// The program of somebody who copied hyperlight.hpp.
#include <tacho/hyperlight.hpp>

#include <cstdio>
#include <single_headers/alone.hpp>

int main() {
    tacho::registry registry;
    tacho::hyperlight::wasm_metrics<> const wasm{registry};
    tacho::registry other;
    tacho::hyperlight::js_metrics<> const js{other};
    wasm.guest_cancellations.inc();
    js.guest_cancellations.inc(2);
    js.monitor_terminations.with("wall-clock").inc(3);

    auto const wasm_cancellations = wasm.guest_cancellations.value();
    auto const js_cancellations = js.guest_cancellations.value();
    auto const terminations = js.monitor_terminations.with("wall-clock").value();
    std::printf(
        "cancelled: %d and %d, terminated: %d\n",
        static_cast<int>(wasm_cancellations),
        static_cast<int>(js_cancellations),
        static_cast<int>(terminations)
    );
    return wasm_cancellations != 1 || js_cancellations != 2 || terminations != 3;
}
