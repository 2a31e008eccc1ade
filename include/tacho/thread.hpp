// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_THREAD_HPP
#define TACHO_THREAD_HPP

#include <tacho/detail/language/separate_compilation.hpp>

namespace tacho::inline v0 {

/// Gives the calling thread its slab now instead of at its first record, and brings the slab's
/// pages for everything registered into memory. Returns false if no slab is available; the thread
/// then records in the shared slab, which is as exact but slower.
///
/// It is meant for threads that must not take a page fault later, and for use before a signal
/// handler records.
///
/// Thread safety: safe. Progress: waits for registrations in progress. Allocation: none; asks the
/// system for memory.
TACHO_DECL bool attach_this_thread();

/// Sets all counts of the process to zero; gauges keep their values. It is meant for a forked child
/// that wants counts of its own; the child calls it before it starts threads. Records that other
/// threads make meanwhile may be lost.
///
/// Thread safety: safe while other threads register. Progress: waits for registrations in progress.
/// Allocation: none.
TACHO_DECL void start_from_zero();

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/thread.ipp> // IWYU pragma: export
#endif

#endif
