// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_ERROR_HPP
#define TACHO_ERROR_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/language/visibility.hpp>

#include <stdexcept>
#include <string>
#include <string_view>

namespace tacho::inline v0 {

/// Thrown when a metric cannot be registered; the registry is then unchanged. `what()` names the
/// metric, the value at fault, the reason and the remedy. Recording never throws.
class TACHO_SHARED_STATE registration_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

namespace detail {

/// Writes the message to stderr and aborts: for programs without exceptions.
[[noreturn]] TACHO_DECL void abort_with(std::string const& message) noexcept;

/// Throws `Error`. If exceptions are turned off, for the whole program, it writes the message to
/// stderr and aborts instead.
template <typename Error>
[[noreturn]] void fail(std::string const& message) {
#if defined(__cpp_exceptions)
    throw Error{message};
#else
    abort_with(message);
#endif
}

/// Fails with registration_error for `metric`; `why` is the reason.
[[noreturn]] TACHO_DECL void fail_registration(std::string_view metric, std::string_view why);

} // namespace detail

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/error.ipp> // IWYU pragma: export
#endif

#endif
