// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERLIGHT_HPP
#define TACHO_HYPERLIGHT_HPP

/// Metrics for programs that host sandboxes of Hyperlight, hyperlight-wasm or hyperlight-js.

#include <tacho/hyperlight/guest_error.hpp> // IWYU pragma: export
#include <tacho/hyperlight/hyperlight.hpp>  // IWYU pragma: export
#include <tacho/hyperlight/js.hpp>          // IWYU pragma: export
#include <tacho/hyperlight/naming.hpp>      // IWYU pragma: export
#include <tacho/hyperlight/registry.hpp>    // IWYU pragma: export
#include <tacho/hyperlight/sandbox.hpp>     // IWYU pragma: export
#include <tacho/hyperlight/wasm.hpp>        // IWYU pragma: export
#include <tacho/registry.hpp>               // IWYU pragma: export

#endif
