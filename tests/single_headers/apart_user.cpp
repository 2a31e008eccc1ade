// SPDX-License-Identifier: BSL-1.0

// Another file of that program: it only declares what apart_source.cpp defines.
#include <cstdio>
#include <single_headers/apart.hpp>
#include <string>

int main() {
    tacho::counter uses{"uses_total", "Uses."};
    uses.inc();
    tacho::component::recording_registry components;
    components.create_counter("requests_total", "Requests.").increment();
    tacho::registry traces;
    tacho::hypertrace::trace_counter const counted{traces};
    tacho::registry sandboxes;
    tacho::hyperlight::wasm_metrics<> const wasm{sandboxes};
    wasm.guest_cancellations.inc();
    tacho::wall_clock_monitor const monitor{std::chrono::hours{1}};
    tacho::http::exposer exposer{{.port = 0}};

    auto const text = tacho::to_text();
    std::fputs(text.c_str(), stdout);
    return text.find("\nuses_total 1\n") == std::string::npos || exposer.port() == 0 ||
           components.total("requests_total") != 1 || wasm.guest_cancellations.value() != 1 ||
           monitor.name() != "wall-clock";
}
