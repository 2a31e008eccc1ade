// SPDX-License-Identifier: BSL-1.0

#include <tacho/hyperlight.hpp>

#include <support/catch.hpp>

TEST_CASE("a host of both kinds of sandboxes counts in two registries", "[hyperlight]") {
    tacho::registry of_wasm;
    tacho::registry of_js;
    tacho::hyperlight::wasm_metrics<> const wasm{of_wasm};
    tacho::hyperlight::js_metrics<> const js{of_js};
    wasm.guest_cancellations.inc();
    js.guest_cancellations.inc(2);
    CHECK(wasm.guest_cancellations.value() == 1);
    CHECK(js.guest_cancellations.value() == 2);
}
