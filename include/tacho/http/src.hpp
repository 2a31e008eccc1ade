// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_SRC_HPP
#define TACHO_HTTP_SRC_HPP

/// The definitions of everything that needs Boost, for programs that compile them once: see
/// `<tacho/src.hpp>`, which such a program includes too, in the same file or in another.

#if !defined(TACHO_SEPARATE_COMPILATION)
# error "<tacho/http/src.hpp> is for programs that define TACHO_SEPARATE_COMPILATION for every file"
#endif

#endif
