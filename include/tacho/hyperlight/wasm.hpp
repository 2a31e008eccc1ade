// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERLIGHT_WASM_HPP
#define TACHO_HYPERLIGHT_WASM_HPP

#include <tacho/function_calls.hpp>
#include <tacho/fwd.hpp>
#include <tacho/hyperlight/hyperlight.hpp>
#include <tacho/hyperlight/naming.hpp>
#include <tacho/hyperlight/registry.hpp>
#include <tacho/hyperlight/sandbox.hpp>

namespace tacho::inline v0::hyperlight {

namespace detail {

/// hyperlight-wasm counted attempts until April 2025, and has counted successes since then.
template <naming Naming>
inline constexpr step_rules wasm_rules{
    .counts_attempts = Naming != naming::facade,
    .unloading_creates = Naming == naming::facade,
};

} // namespace detail

/// The metrics of a host of WebAssembly guests: the core's metrics, with function calls on, and the
/// life of its sandboxes, whose step `load` is `load_module` in hyperlight-wasm.
///
/// The names, and the times at which things are counted, follow hyperlight-wasm's observability
/// document, in the profile `Naming`.
///
/// Thread safety: safe. Progress: as counter, family and histogram. Allocation: none while
/// recording, except for new series. Errors: constructors throw registration_error.
template <naming Naming = naming::documented, function_calls Calls = function_calls::on>
class wasm_metrics : public host_metrics<Naming, Calls>,
                     public sandbox_metrics<detail::wasm_rules<Naming>> {
public:
    /// Registers in `get_metrics_registry()`.
    wasm_metrics()
        : wasm_metrics{get_metrics_registry()} {}

    explicit wasm_metrics(registry& in, limits const& most = {});
};

} // namespace tacho::inline v0::hyperlight

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/hyperlight/wasm.ipp> // IWYU pragma: export
#endif

#endif
