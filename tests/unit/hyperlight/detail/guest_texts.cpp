// SPDX-License-Identifier: BSL-1.0

#include <tacho/hyperlight/detail/guest_texts.hpp>

#include <string_view>
#include <support/catch.hpp>
#include <vector>

using tacho::hyperlight::metric_text;
using tacho::hyperlight::naming;

namespace {

[[nodiscard]] std::vector<metric_text> texts(tacho::hyperlight::sandbox_texts const& of) {
    return {
        of.current_proto,
        of.total_proto,
        of.current_runtime,
        of.total_runtime,
        of.current_loaded,
        of.total_loaded,
        of.loads,
        of.unloads
    };
}

void check_names(std::string_view guest, naming by, std::vector<std::string_view> const& expected) {
    tacho::hyperlight::detail::guest_texts const made{guest, by};
    std::vector<std::string_view> names;
    for (auto const& each : texts(made.view()))
        names.push_back(each.name);
    CHECK(names == expected);
}

} // namespace

TEST_CASE("the names of the documents, of the wire and of the facade", "[hyperlight]") {
    check_names(
        "wasm",
        naming::documented,
        {"current_number_of_proto_wasm_sandboxes",
         "total_number_of_proto_wasm_sandboxes",
         "current_number_of_wasm_sandboxes",
         "total_number_of_wasm_sandboxes",
         "current_number_of_loaded_wasm_sandboxes",
         "total_number_of_loaded_wasm_sandboxes",
         "number_of_loads_of_wasm_sandboxes",
         "number_of_unloads_of_loaded_wasm_sandboxes"}
    );
    check_names(
        "wasm",
        naming::wire,
        {"hyperlight_current_number_of_proto_wasm_sandboxes",
         "hyperlight_total_number_of_proto_wasm_sandboxes",
         "hyperlight_current_number_of_wasm_sandboxes",
         "hyperlight_total_number_of_wasm_sandboxes",
         "hyperlight_current_number_of_loaded_wasm_sandboxes",
         "hyperlight_total_number_of_loaded_wasm_sandboxes",
         "hyperlight_number_of_loads_of_wasm_sandboxes",
         "hyperlight_number_of_unloads_of_loaded_wasm_sandboxes"}
    );
    check_names(
        "wasm",
        naming::facade,
        {"active_proto_wasm_sandboxes",
         "proto_wasm_sandboxes_total",
         "active_wasm_sandboxes",
         "wasm_sandboxes_total",
         "active_loaded_wasm_sandboxes",
         "loaded_wasm_sandboxes_total",
         "sandbox_loads_total",
         "sandbox_unloads_total"}
    );
    check_names(
        "js",
        naming::facade,
        {"active_proto_js_sandboxes",
         "proto_js_sandboxes_total",
         "active_js_sandboxes",
         "js_sandboxes_total",
         "active_loaded_js_sandboxes",
         "loaded_js_sandboxes_total",
         "sandbox_loads_total",
         "sandbox_unloads_total"}
    );
}

TEST_CASE("help texts name the kind of sandbox in words", "[hyperlight]") {
    tacho::hyperlight::detail::guest_texts const made{"wasm", naming::documented};
    auto const all = made.view();
    CHECK(
        std::string_view{all.current_proto.help} ==
        "Current number of proto wasm sandboxes in this host process"
    );
    CHECK(
        std::string_view{all.total_runtime.help} ==
        "The total number of wasm sandboxes that have been created by this process"
    );
    CHECK(
        std::string_view{all.loads.help} ==
        "The number of times that load_module has been called on a WasmSandbox"
    );
}
