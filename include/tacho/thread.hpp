// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_THREAD_HPP
#define TACHO_THREAD_HPP

#include <tacho/detail/language/separate_compilation.hpp>

namespace tacho::inline v0 {

/// Gives this thread its slab now, with the pages of everything registered in memory, instead of
/// at its first record. False when there is none to be had: its records go to the shared
/// slab, as exact, but slower.
///
/// For threads that must not meet a page fault later, and before a signal handler records.
///
/// Thread safety: safe. Progress: waits for registrations in progress. Allocation: none; asks the
/// system for memory.
TACHO_DECL bool attach_this_thread();

/// Sets all counts of the process to zero; gauges stay. For a forked child that wants to begin its
/// own: call it before the child starts threads. While other threads record, their records may be
/// lost.
///
/// Thread safety: with registering. Progress: waits for it. Allocation: none.
TACHO_DECL void start_from_zero();

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/thread.ipp> // IWYU pragma: export
#endif

#endif
