// SPDX-License-Identifier: BSL-1.0

// Bare calls, and those calls instrumented; a component without metrics, and with them. Compiled
// three times: bare, instrumented and off, instrumented and on. same_code.py compares the code that
// the compilers generate; nothing here is ever run.

#include <tacho/buckets.hpp>
#include <tacho/component/null_registry.hpp>
#include <tacho/component/sharded_registry.hpp>
#include <tacho/function_calls.hpp>
#include <tacho/instrument.hpp>

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

struct guest;

// Defined elsewhere: the compiler knows no more than these declarations.
int host_function(guest& from, int value);
int quiet_host_function(guest& from, int value) noexcept;
void take(std::unique_ptr<std::string> text);

namespace {

#if defined(TACHO_CALLS)
using durations = tacho::call_durations<TACHO_CALLS, tacho::default_buckets, "function">;

template <tacho::function_name Name, typename Function>
auto instrument(durations const& calls, Function function) {
    return tacho::instrument<Name>(calls, std::move(function));
}
#else
struct durations {};

template <tacho::function_name, typename Function>
auto instrument(durations const&, Function function) {
    return function;
}
#endif

struct adder {
    int to;
    int operator()(int n) const { return to + n; }
};

/// A host's functions, kept for as long as it lives.
struct host {
    decltype(instrument<"add">(std::declval<durations const&>(), adder{})) add;
    decltype(instrument<"pointer">(std::declval<durations const&>(), &host_function)) pointer;
};

#if defined(TACHO_CALLS)
using component_registry = std::conditional_t<
    TACHO_CALLS == tacho::function_calls::off,
    tacho::component::null_registry,
    tacho::component::sharded_registry>;

struct component_metrics {
    component_registry::counter_type calls;
    component_registry::gauge_type active;
    component_registry::histogram_type results;
};
#else
struct component_metrics {};
#endif

} // namespace

#define PROBE(type) extern "C" [[gnu::visibility("default")]] type

PROBE(int) probe_lambda(durations const& calls, int a, int b) {
    return instrument<"f">(calls, [](int c, int d) { return c + d; })(a, b);
}
PROBE(int) probe_call(durations const& calls, guest& from, int value) {
    return instrument<"f">(calls, [](guest& g, int n) {
        return host_function(g, n) + 1;
    })(from, value);
}
PROBE(int) probe_noexcept_call(durations const& calls, guest& from, int value) {
    return instrument<"f">(calls, [](guest& g, int n) noexcept {
        return quiet_host_function(g, n) + 1;
    })(from, value);
}
PROBE(int) probe_overloads(durations const& calls, guest& from, int value) {
    return instrument<"f">(calls, [](auto&... all) {
        return host_function(all...) + 1;
    })(from, value);
}
PROBE(void) probe_move_only(durations const& calls, std::unique_ptr<std::string>& text) {
    instrument<"f">(calls, [](std::unique_ptr<std::string> t) {
        take(std::move(t));
    })(std::move(text));
}
PROBE(int) probe_function(durations const& calls, guest& from, int value) {
    return instrument<"f">(calls, host_function)(from, value);
}
PROBE(int) probe_kept(host const& of, int n) {
    return of.add(n);
}
PROBE(int) probe_kept_pointer(host const& of, guest& from, int value) {
    return of.pointer(from, value);
}
PROBE(int) probe_scope([[maybe_unused]] durations const& calls, guest& from, int value) {
#if defined(TACHO_CALLS)
    auto const timed = calls.with("f").time();
#endif
    return host_function(from, value) + 1;
}
PROBE(int) probe_table([[maybe_unused]] durations const& calls, int to, int n) {
#if defined(TACHO_CALLS)
    auto const table = tacho::instrument(
        calls, tacho::named<"other">(host_function), tacho::named<"f">(adder{to})
    );
    return table.get<"f">()(n);
#else
    return adder{to}(n);
#endif
}
PROBE(int)
probe_component([[maybe_unused]] component_metrics const& metrics, guest& from, int value) {
#if defined(TACHO_CALLS)
    metrics.calls.increment();
    metrics.active.increment();
#endif
    auto const result = host_function(from, value);
#if defined(TACHO_CALLS)
    metrics.results.observe(result);
    metrics.active.decrement(2);
    metrics.calls.add(static_cast<unsigned>(result));
    metrics.active.set(result);
#endif
    return result + 1;
}
