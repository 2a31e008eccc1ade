// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERTRACE_TRACE_FUNCTION_HPP
#define TACHO_HYPERTRACE_TRACE_FUNCTION_HPP

#include <tacho/detail/language/visibility.hpp>
#include <tacho/detail/storage/atomic.hpp>
#include <tacho/hypertrace/prop.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

namespace tacho::inline v0::hypertrace {

/// An object that has a tracer.
struct traced_object {
    std::string_view class_name; // unqualified
    std::uint64_t id;            // of objects of its class, from 1
    std::string_view id_text;    // the same in digits
    std::span<prop const> props;
};

/// Where `trace` was called.
struct traced_caller {
    std::string_view function_name; // unqualified
    std::string_view filename;      // as the compiler was given it
    std::uint32_t line;
    std::uint32_t column;
    std::span<prop const> props; // of the call
};

/// What a trace function is told. Valid until it returns.
struct traced_call {
    std::string_view id; // empty when there is none
    traced_object const& object;
    traced_object const* parent_object; // null when there is none
    traced_caller const& caller;
};

/// Is called for every trace, on the thread that traces, from several at the same time. What it
/// throws goes to the caller of `trace`.
using trace_function = std::function<void(traced_call const&)>;

namespace detail {

/// A function that was set. It stays for good: a thread may be inside of it at any time, and nobody
/// counts those.
struct set_function {
    trace_function call;
    set_function const* before;
};

TACHO_SHARED_STATE inline constinit tacho::detail::atomic<set_function const*> current_function{
    nullptr
};
TACHO_SHARED_STATE inline constinit tacho::detail::atomic<set_function const*> all_functions{nullptr
};

} // namespace detail

/// From now on every trace of the process calls `function`, in place of the one that was set.
/// Tracers that are made while none is set are disabled for good, so set it first.
///
/// Thread safety: safe. A thread that is tracing may call the old function once more. Allocation:
/// each call keeps its function until the process ends. An empty function is none.
inline void set_trace_function(trace_function function) {
    if (!function) {
        detail::current_function.store(nullptr, std::memory_order_relaxed);
        return;
    }
    auto made = std::make_unique<detail::set_function>();
    made->call = std::move(function);
    made->before = detail::all_functions.load(std::memory_order_relaxed);
    // Kept in a list only so that leak checkers find them: nobody reads it.
    while (!detail::all_functions.compare_exchange_weak(
        made->before, made.get(), std::memory_order_relaxed, std::memory_order_relaxed
    )) {}
    // pairs with the acquire in basic_tracer::trace()
    detail::current_function.store(made.release(), std::memory_order_release);
}

/// From now on traces call nothing. Tracers that were made before stay enabled: they call the
/// function that is set next.
inline void clear_trace_function() noexcept {
    detail::current_function.store(nullptr, std::memory_order_relaxed);
}

} // namespace tacho::inline v0::hypertrace

#endif
