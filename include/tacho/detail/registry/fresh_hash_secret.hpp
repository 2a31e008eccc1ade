// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_FRESH_HASH_SECRET_HPP
#define TACHO_DETAIL_REGISTRY_FRESH_HASH_SECRET_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/registry/hash.hpp>

namespace tacho::inline v0::detail {

/// Makes a secret for the object at `owner` from the addresses at which the system put code, stack
/// and heap, and from the time to the nanosecond: the system's random numbers may be slow or fail.
[[nodiscard]] TACHO_DECL hash_secret fresh_hash_secret(void const* owner) noexcept;

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/registry/fresh_hash_secret.ipp> // IWYU pragma: export
#endif

#endif
