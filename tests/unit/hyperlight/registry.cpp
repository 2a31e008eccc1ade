// SPDX-License-Identifier: BSL-1.0

// What is set once in a process, in a program of its own.
#include <tacho/exposition/write_text.hpp>
#include <tacho/hyperlight/hyperlight.hpp>
#include <tacho/hyperlight/js.hpp>
#include <tacho/hyperlight/registry.hpp>
#include <tacho/hyperlight/wasm.hpp>
#include <tacho/registry.hpp>

#include <support/catch.hpp>
#include <support/refusal.hpp>
#include <support/text.hpp>

TEST_CASE("Hyperlight's metrics go to the registry that was set first", "[hyperlight]") {
    namespace hyperlight = tacho::hyperlight;
    static tacho::registry chosen;
    tacho::registry late;
    hyperlight::set_metrics_registry(chosen);
    CHECK(&hyperlight::get_metrics_registry() == &chosen);
    hyperlight::host_metrics<> const host;
    hyperlight::wasm_metrics<> const wasm;
    hyperlight::js_metrics<> const js;
    host.guest_cancellations.inc();
    wasm.guest_cancellations.inc();
    js.guest_cancellations.inc();
    auto const again = refusal([&] { hyperlight::set_metrics_registry(late); });
    CHECK_THAT(again, Catch::Contains("the registry of Hyperlight's metrics was already set"));
    CHECK(&hyperlight::get_metrics_registry() == &chosen);
    CHECK(sample(chosen, "hyperlight_number_of_cancelled_guest_execution") == "3");
    CHECK(sample(chosen, "total_number_of_wasm_sandboxes") == "0");
    CHECK(sample(chosen, "js_sandboxes_total") == "0");
    CHECK(tacho::to_text().empty());

    // Metrics with a registry of their own do not use the choice.
    hyperlight::host_metrics<> const elsewhere{late};
    elsewhere.guest_cancellations.inc();
    CHECK(sample(late, "hyperlight_number_of_cancelled_guest_execution") == "1");
}
