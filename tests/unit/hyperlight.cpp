// SPDX-License-Identifier: BSL-1.0

#include <tacho/hyperlight.hpp>
#include <tacho/tacho.hpp>

#include <support/catch.hpp>

TEST_CASE("one header has the metrics of all three systems", "[hyperlight]") {
    namespace hyperlight = tacho::hyperlight;
    tacho::registry registry;
    hyperlight::host_metrics<> const host{registry};
    hyperlight::wasm_metrics<> const wasm{registry};
    hyperlight::js_metrics<> const js{registry};
    host.guest_cancellations.inc();
    wasm.guest_cancellations.inc();
    js.guest_cancellations.inc();
    CHECK(host.guest_cancellations.value() == 3);
    auto const loaded = js.track_proto().load_runtime().done().load().done();
    CHECK(js.loaded.current.value() == 1);
}
