// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_ERROR_HPP
#define TACHO_ERROR_HPP

#include <tacho/detail/in_quotes.hpp>
#include <tacho/detail/visibility.hpp>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

namespace tacho::inline v0 {

/// A metric could not be registered. `what()` names the metric, the value at fault, why, and what
/// to do; the registry is as it was before. Recording never throws.
class TACHO_SHARED_STATE registration_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

namespace detail {

/// Reports misuse found at registration. Where exceptions are turned off, for the whole program, it
/// writes the message to stderr and aborts.
[[noreturn]] inline void fail_registration(std::string_view metric, std::string_view why) {
    auto const message = "tacho: metric " + in_quotes(metric) + ": " + std::string{why};
#if defined(__cpp_exceptions)
    throw registration_error{message};
#else
    std::fprintf(stderr, "%s\n", message.c_str());
    std::abort();
#endif
}

} // namespace detail

} // namespace tacho::inline v0

#endif
