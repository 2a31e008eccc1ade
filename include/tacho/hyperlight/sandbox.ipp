// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERLIGHT_SANDBOX_IPP
#define TACHO_HYPERLIGHT_SANDBOX_IPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/hyperlight/sandbox.hpp>
#include <tacho/registry.hpp>

namespace tacho::inline v0::hyperlight::detail {

[[nodiscard]] inline stage_metrics
make_stage(registry& in, metric_text const& current, metric_text const& total) {
    return {make_metric<up_down_counter>(in, current), make_metric<counter>(in, total)};
}

TACHO_DECL sandbox_counts::sandbox_counts(registry& in, sandbox_texts const& texts)
    : proto{make_stage(in, texts.current_proto, texts.total_proto)}
    , with_runtime{make_stage(in, texts.current_runtime, texts.total_runtime)}
    , loaded{make_stage(in, texts.current_loaded, texts.total_loaded)}
    , loads{make_metric<counter>(in, texts.loads)}
    , unloads{make_metric<counter>(in, texts.unloads)} {}

} // namespace tacho::inline v0::hyperlight::detail

#endif
