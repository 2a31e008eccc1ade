// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_SRC_HPP
#define TACHO_SRC_HPP

/// The definitions of everything but HTTP, for programs that compile them once: define
/// TACHO_SEPARATE_COMPILATION for every file, and include this header in exactly one. With CMake
/// the target tacho::compiled does both. The exposer's are in `<tacho/http/src.hpp>`.

#if !defined(TACHO_SEPARATE_COMPILATION)
# error "<tacho/src.hpp> is for programs that define TACHO_SEPARATE_COMPILATION for every file"
#endif

#endif
