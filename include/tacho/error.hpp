// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_ERROR_HPP
#define TACHO_ERROR_HPP

#include <tacho/detail/language/visibility.hpp>
#include <tacho/detail/text/in_quotes.hpp>

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

/// Throws `Error`. Where exceptions are turned off, for the whole program, it writes the message to
/// stderr and aborts.
template <typename Error>
[[noreturn]] inline void fail(std::string const& message) {
#if defined(__cpp_exceptions)
    throw Error{message};
#else
    std::fprintf(stderr, "%s\n", message.c_str());
    std::abort();
#endif
}

/// Reports misuse found at registration.
[[noreturn]] inline void fail_registration(std::string_view metric, std::string_view why) {
    fail<registration_error>("tacho: metric " + in_quotes(metric) + ": " + std::string{why});
}

} // namespace detail

} // namespace tacho::inline v0

#endif
