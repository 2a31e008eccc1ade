// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_MONITOR_ERROR_HPP
#define TACHO_MONITOR_ERROR_HPP

#include <tacho/detail/language/visibility.hpp>

#include <stdexcept>

namespace tacho::inline v0 {

/// A call cannot be monitored, and therefore must not run. `what()` says which monitor, why, and
/// what to do.
class TACHO_SHARED_STATE monitor_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

} // namespace tacho::inline v0

#endif
