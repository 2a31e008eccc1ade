// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERTRACE_HPP
#define TACHO_HYPERTRACE_HPP

/// Tracing of calls by object, and the metric that counts them. (With a server of its own:
/// `<tacho/hypertrace/prometheus.hpp>`, which needs Boost.)

#include <tacho/hypertrace/prop.hpp>           // IWYU pragma: export
#include <tacho/hypertrace/trace_counter.hpp>  // IWYU pragma: export
#include <tacho/hypertrace/trace_function.hpp> // IWYU pragma: export
#include <tacho/hypertrace/tracer.hpp>         // IWYU pragma: export

#endif
