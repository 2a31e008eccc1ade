// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_SYSTEM_FORK_HPP
#define TACHO_DETAIL_SYSTEM_FORK_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#if !defined(_WIN32)
# include <pthread.h>
#endif

namespace tacho::inline v0::detail {

/// Runs `before` and `in_parent` or `in_child` around every fork of this process; false when the
/// system has no memory for the hooks.
[[nodiscard]] TACHO_DECL bool
on_fork(void (*before)(), void (*in_parent)(), void (*in_child)()) noexcept;

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/system/fork.ipp> // IWYU pragma: export
#endif

#endif
