// SPDX-License-Identifier: BSL-1.0

#ifndef WASM_SANDBOX_HOST_FUNCTIONS_HPP
#define WASM_SANDBOX_HOST_FUNCTIONS_HPP

#include <tacho/hyperlight/guest_error.hpp>

#include <stdexcept>
#include <string>
#include <vector>

#include "engine.hpp"
#include "metrics.hpp"

namespace wasm_sandbox {

/// A guest gave up, with the reason.
struct guest_gave_up : std::runtime_error {
    guest_gave_up(tacho::hyperlight::guest_error_code said, std::string const& message)
        : runtime_error{message}
        , code{said} {}
    tacho::hyperlight::guest_error_code code;
};

/// The functions that guests may call; each call is measured.
std::vector<host_function> host_functions(metrics const&);

} // namespace wasm_sandbox

#endif
