// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERTRACE_HPP
#define TACHO_HYPERTRACE_HPP

/// Tracing of calls by object, and the metric that counts them.
/// `<tacho/hypertrace/prometheus.hpp>`, which needs Boost, adds a server.

#include <tacho/hypertrace/prop.hpp>           // IWYU pragma: export
#include <tacho/hypertrace/trace_counter.hpp>  // IWYU pragma: export
#include <tacho/hypertrace/trace_function.hpp> // IWYU pragma: export
#include <tacho/hypertrace/tracer.hpp>         // IWYU pragma: export
#include <tacho/registry.hpp>                  // IWYU pragma: export

#endif
