// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_REGISTRATION_HPP
#define TACHO_DETAIL_REGISTRY_REGISTRATION_HPP

#include <tacho/detail/recording/registering.hpp>

namespace tacho::inline v0 {

// Defines what detail/recording/registering.hpp declares. Metrics do not include this file: it is
// the registry's half.

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/registry/registration.ipp> // IWYU pragma: export
#endif

#endif
