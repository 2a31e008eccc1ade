// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERTRACE_TRACE_FUNCTION_HPP
#define TACHO_HYPERTRACE_TRACE_FUNCTION_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/language/visibility.hpp>
#include <tacho/detail/storage/atomic.hpp>
#include <tacho/hypertrace/prop.hpp>

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

namespace tacho::inline v0::hypertrace {

/// An object that has a tracer.
struct traced_object {
    std::string_view class_name; // unqualified
    std::uint64_t id;            // the number among the objects of its class, from 1
    std::string_view id_text;    // the digits of `id`
    std::span<prop const> props;
};

/// Where `trace` was called.
struct traced_caller {
    std::string_view function_name; // unqualified
    std::string_view filename;      // as it was given to the compiler
    std::uint32_t line;
    std::uint32_t column;
    std::span<prop const> props; // the properties of the call
};

/// One call, as a trace function receives it. Valid until the function returns.
struct traced_call {
    std::string_view id; // empty when no id was given
    traced_object const& object;
    traced_object const* parent_object; // null when the object has no parent
    traced_caller const& caller;
};

/// Is called for every trace, on the thread that traces, by several threads at the same time.
/// Exceptions that it throws reach the caller of `trace`.
using trace_function = std::function<void(traced_call const&)>;

namespace detail {

/// A function that was set. It stays in memory for good: a thread may be inside the function at any
/// time, and such threads are not counted.
struct set_function {
    trace_function call{};
    set_function const* before{nullptr};
};

TACHO_SHARED_STATE inline constinit tacho::detail::atomic<set_function const*> current_function{
    nullptr
};
TACHO_SHARED_STATE inline constinit tacho::detail::atomic<set_function const*> all_functions{nullptr
};

} // namespace detail

/// From now on every trace of the process calls `function`, in place of the function that was set
/// before. Tracers that are made while no function is set are disabled for good, so set it first.
/// An empty function clears it.
///
/// Thread safety: safe. A thread that is tracing may call the old function once more. Allocation:
/// each call keeps its function until the process ends.
TACHO_DECL void set_trace_function(trace_function function);

/// From now on traces call no function. Tracers that were made before stay enabled: they call the
/// function that is set next.
TACHO_DECL void clear_trace_function() noexcept;

} // namespace tacho::inline v0::hypertrace

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/hypertrace/trace_function.ipp> // IWYU pragma: export
#endif

#endif
