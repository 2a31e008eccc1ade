// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERTRACE_TRACE_FUNCTION_IPP
#define TACHO_HYPERTRACE_TRACE_FUNCTION_IPP

#include <tacho/hypertrace/trace_function.hpp>

#include <atomic>
#include <memory>
#include <utility>

namespace tacho::inline v0::hypertrace {

TACHO_DECL void set_trace_function(trace_function function) {
    if (!function) {
        detail::current_function.store(nullptr, std::memory_order_relaxed);
        return;
    }
    auto made = std::make_unique<detail::set_function>();
    made->call = std::move(function);
    made->before = detail::all_functions.load(std::memory_order_relaxed);
    // The list is never read: it is there so that leak checkers find the functions.
    while (!detail::all_functions.compare_exchange_weak(
        made->before, made.get(), std::memory_order_relaxed, std::memory_order_relaxed
    )) {}
    // pairs with the acquire in basic_tracer::trace_call()
    detail::current_function.store(made.release(), std::memory_order_release);
}

TACHO_DECL void clear_trace_function() noexcept {
    detail::current_function.store(nullptr, std::memory_order_relaxed);
}

} // namespace tacho::inline v0::hypertrace

#endif
