// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERLIGHT_DETAIL_GUEST_TEXTS_IPP
#define TACHO_HYPERLIGHT_DETAIL_GUEST_TEXTS_IPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/hyperlight/detail/guest_texts.hpp>

#include <algorithm>
#include <cstddef>

namespace tacho::inline v0::hyperlight::detail {

TACHO_DECL guest_texts::guest_texts(std::string_view guest, naming by) {
    bool const facade = by == naming::facade;
    std::string const begin = by == naming::wire ? "hyperlight_" : "";
    for (std::string const stage : {"proto_", "", "loaded_"}) {
        auto const sandboxes = std::string{stage}.append(guest).append("_sandboxes");
        auto words = sandboxes;
        std::ranges::replace(words, '_', ' ');
        texts_.emplace_back(
            facade ? "active_" + sandboxes : begin + "current_number_of_" + sandboxes,
            "Current number of " + words + " in this host process"
        );
        texts_.emplace_back(
            facade ? sandboxes + "_total" : begin + "total_number_of_" + sandboxes,
            "The total number of " + words + " that have been created by this process"
        );
    }
    if (facade) { // wasm and js share these two metrics
        texts_.emplace_back(
            "sandbox_loads_total", "The number of times that a sandbox has been loaded"
        );
        texts_.emplace_back(
            "sandbox_unloads_total", "The number of times that a sandbox has been unloaded"
        );
    } else {
        texts_.emplace_back(
            begin + "number_of_loads_of_wasm_sandboxes",
            "The number of times that load_module has been called on a WasmSandbox"
        );
        texts_.emplace_back(
            begin + "number_of_unloads_of_loaded_wasm_sandboxes",
            "The number of times that unload_module has been called on a LoadedWasmSandbox"
        );
    }
}

TACHO_DECL sandbox_texts guest_texts::view() const noexcept {
    auto const text = [&](std::size_t i) {
        return metric_text{texts_[i].first.c_str(), texts_[i].second.c_str()};
    };
    return {text(0), text(1), text(2), text(3), text(4), text(5), text(6), text(7)};
}

} // namespace tacho::inline v0::hyperlight::detail

#endif
