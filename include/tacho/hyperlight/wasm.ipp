// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERLIGHT_WASM_IPP
#define TACHO_HYPERLIGHT_WASM_IPP

#include <tacho/hyperlight/detail/guest_texts.hpp>
#include <tacho/hyperlight/wasm.hpp>

namespace tacho::inline v0::hyperlight {

template <naming Naming, function_calls Calls>
wasm_metrics<Naming, Calls>::wasm_metrics(registry& in, limits const& most)
    : host_metrics<Naming, Calls>{in, most}
    , sandbox_metrics<detail::wasm_rules<Naming>>{in, detail::guest_texts{"wasm", Naming}.view()} {}

#if defined(TACHO_SEPARATE_COMPILATION)
template class wasm_metrics<naming::documented, function_calls::off>;
template class wasm_metrics<naming::documented, function_calls::on>;
template class wasm_metrics<naming::wire, function_calls::off>;
template class wasm_metrics<naming::wire, function_calls::on>;
template class wasm_metrics<naming::facade, function_calls::off>;
template class wasm_metrics<naming::facade, function_calls::on>;
#endif

} // namespace tacho::inline v0::hyperlight

#endif
