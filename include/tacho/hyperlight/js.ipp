// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERLIGHT_JS_IPP
#define TACHO_HYPERLIGHT_JS_IPP

#include <tacho/hyperlight/detail/guest_texts.hpp>
#include <tacho/hyperlight/detail/metric_text.hpp>
#include <tacho/hyperlight/js.hpp>
#include <tacho/registry.hpp>

namespace tacho::inline v0::hyperlight {

namespace detail {

inline constexpr metric_text event_handler_calls_text{
    "event_handler_calls_total",
    "Duration of event handler calls without garbage collection in microseconds"
};
inline constexpr metric_text event_handler_calls_with_gc_text{
    "event_handler_calls_with_gc_total",
    "Duration of event handler calls with garbage collection in microseconds"
};
inline constexpr metric_text monitor_terminations_text{
    "monitor_terminations_total", "Number of calls that an execution monitor has ended"
};

} // namespace detail

template <naming Naming, function_calls Calls>
js_metrics<Naming, Calls>::js_metrics(registry& in, limits const& most)
    : host_metrics<Naming, Calls>{in, most}
    , sandbox_metrics<detail::js_rules>{in, detail::guest_texts{"js", naming::facade}.view()}
    , event_handler_calls{make_metric<handler_durations>(
          in, detail::event_handler_calls_text, most.functions
      )}
    , event_handler_calls_with_gc{make_metric<handler_durations>(
          in, detail::event_handler_calls_with_gc_text, most.functions
      )}
    , monitor_terminations{
          make_metric<family<counter, "monitor_type">>(in, detail::monitor_terminations_text)
      } {}

#if defined(TACHO_SEPARATE_COMPILATION)
template class js_metrics<naming::documented, function_calls::off>;
template class js_metrics<naming::documented, function_calls::on>;
template class js_metrics<naming::wire, function_calls::off>;
template class js_metrics<naming::wire, function_calls::on>;
template class js_metrics<naming::facade, function_calls::off>;
template class js_metrics<naming::facade, function_calls::on>;
#endif

} // namespace tacho::inline v0::hyperlight

#endif
