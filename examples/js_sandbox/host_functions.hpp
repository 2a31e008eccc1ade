// SPDX-License-Identifier: BSL-1.0

#ifndef JS_SANDBOX_HOST_FUNCTIONS_HPP
#define JS_SANDBOX_HOST_FUNCTIONS_HPP

#include <tacho/hyperlight/js.hpp>

#include <vector>

#include "engine.hpp"

namespace js_sandbox {

/// The functions that scripts may call; each call is measured.
std::vector<host_function> host_functions(tacho::hyperlight::js_metrics<> const&);

/// The number of times that scripts on this thread have slept.
std::int64_t& naps_of_this_thread();

} // namespace js_sandbox

#endif
