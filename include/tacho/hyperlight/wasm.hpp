// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERLIGHT_WASM_HPP
#define TACHO_HYPERLIGHT_WASM_HPP

#include <tacho/function_calls.hpp>
#include <tacho/hyperlight/detail/naming.hpp>
#include <tacho/hyperlight/hyperlight.hpp>
#include <tacho/hyperlight/registry.hpp>
#include <tacho/hyperlight/sandbox.hpp>
#include <tacho/registry.hpp>

namespace tacho::inline v0::hyperlight {

namespace detail {

/// hyperlight-wasm counted attempts until April 2025, and counts what succeeds since.
template <naming Naming>
inline constexpr step_rules wasm_rules{
    .counts_attempts = Naming != naming::facade,
    .unloading_creates = Naming == naming::facade,
};

template <naming Naming>
inline constexpr sandbox_texts wasm_texts{
    .current_proto =
        {"current_number_of_proto_wasm_sandboxes",
         "Current number of proto wasm sandboxes in this host process"},
    .total_proto =
        {"total_number_of_proto_wasm_sandboxes",
         "The total number of proto wasm sandboxes that have been created by this process"},
    .current_runtime =
        {"current_number_of_wasm_sandboxes", "Current number of wasm sandboxes in this host process"
        },
    .total_runtime =
        {"total_number_of_wasm_sandboxes",
         "The total number of wasm sandboxes that have been created by this process"},
    .current_loaded =
        {"current_number_of_loaded_wasm_sandboxes",
         "Current number of loaded wasm sandboxes in this host process"},
    .total_loaded =
        {"total_number_of_loaded_wasm_sandboxes",
         "The total number of loaded wasm sandboxes that have been created by this process"},
    .loads =
        {"number_of_loads_of_wasm_sandboxes",
         "The number of times that load_module has been called on a WasmSandbox"},
    .unloads =
        {"number_of_unloads_of_loaded_wasm_sandboxes",
         "The number of times that unload_module has been called on a LoadedWasmSandbox"},
};

template <>
inline constexpr sandbox_texts wasm_texts<naming::wire>{
    .current_proto =
        {"hyperlight_current_number_of_proto_wasm_sandboxes",
         "Current number of proto wasm sandboxes in this host process"},
    .total_proto =
        {"hyperlight_total_number_of_proto_wasm_sandboxes",
         "The total number of proto wasm sandboxes that have been created by this process"},
    .current_runtime =
        {"hyperlight_current_number_of_wasm_sandboxes",
         "Current number of wasm sandboxes in this host process"},
    .total_runtime =
        {"hyperlight_total_number_of_wasm_sandboxes",
         "The total number of wasm sandboxes that have been created by this process"},
    .current_loaded =
        {"hyperlight_current_number_of_loaded_wasm_sandboxes",
         "Current number of loaded wasm sandboxes in this host process"},
    .total_loaded =
        {"hyperlight_total_number_of_loaded_wasm_sandboxes",
         "The total number of loaded wasm sandboxes that have been created by this process"},
    .loads =
        {"hyperlight_number_of_loads_of_wasm_sandboxes",
         "The number of times that load_module has been called on a WasmSandbox"},
    .unloads =
        {"hyperlight_number_of_unloads_of_loaded_wasm_sandboxes",
         "The number of times that unload_module has been called on a LoadedWasmSandbox"},
};

// The last two are hyperlight-js' too, so they say nothing of wasm.
template <>
inline constexpr sandbox_texts wasm_texts<naming::facade>{
    .current_proto =
        {"active_proto_wasm_sandboxes",
         "Current number of proto wasm sandboxes in this host process"},
    .total_proto =
        {"proto_wasm_sandboxes_total",
         "The total number of proto wasm sandboxes that have been created by this process"},
    .current_runtime =
        {"active_wasm_sandboxes", "Current number of wasm sandboxes in this host process"},
    .total_runtime =
        {"wasm_sandboxes_total",
         "The total number of wasm sandboxes that have been created by this process"},
    .current_loaded =
        {"active_loaded_wasm_sandboxes",
         "Current number of loaded wasm sandboxes in this host process"},
    .total_loaded =
        {"loaded_wasm_sandboxes_total",
         "The total number of loaded wasm sandboxes that have been created by this process"},
    .loads = {"sandbox_loads_total", "The number of times that a sandbox has been loaded"},
    .unloads = {"sandbox_unloads_total", "The number of times that a sandbox has been unloaded"},
};

} // namespace detail

/// What a host of WebAssembly guests exposes: the core's metrics, function calls on, and the life
/// of its sandboxes, whose step `load` is `load_module` in hyperlight-wasm.
///
/// Names and moments follow hyperlight-wasm's observability document, by the profile `Naming`.
///
/// Thread safety: safe. Progress: as counter, family and histogram. Allocation: none while
/// recording, but for new series. Errors: constructors throw registration_error.
template <naming Naming = naming::documented, function_calls Calls = function_calls::on>
class wasm_metrics : public host_metrics<Naming, Calls>,
                     public sandbox_metrics<detail::wasm_rules<Naming>> {
public:
    /// Registers in `get_metrics_registry()`.
    wasm_metrics()
        : wasm_metrics{get_metrics_registry()} {}

    explicit wasm_metrics(registry& in, limits const& most = {})
        : host_metrics<Naming, Calls>{in, most}
        , sandbox_metrics<detail::wasm_rules<Naming>>{in, detail::wasm_texts<Naming>} {}
};

} // namespace tacho::inline v0::hyperlight

#endif
