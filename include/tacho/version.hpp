// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_VERSION_HPP
#define TACHO_VERSION_HPP

#include <tacho/detail/language/cpp20.hpp>

// The only place the version is written: CMake and scripts/amalgamate.py read it from here.
#define TACHO_VERSION_MAJOR 0
#define TACHO_VERSION_MINOR 1
#define TACHO_VERSION_PATCH 0

#endif
