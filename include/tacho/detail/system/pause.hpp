// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_SYSTEM_PAUSE_HPP
#define TACHO_DETAIL_SYSTEM_PAUSE_HPP

#include <tacho/detail/language/separate_compilation.hpp>

namespace tacho::inline v0::detail {

// <thread> and <chrono> have both functions, but every file that only records would then compile
// them: half of what <tacho/counter.hpp> would cost.

/// Lets another thread have the processor.
TACHO_DECL void yield_processor() noexcept;

/// Sleeps for at least this long, less than a second; a signal may end it early.
TACHO_DECL void sleep_microseconds(unsigned count) noexcept;

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/system/pause.ipp> // IWYU pragma: export
#endif

#endif
