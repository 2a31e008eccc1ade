// SPDX-License-Identifier: BSL-1.0

// The one file of a program with TACHO_SEPARATE_COMPILATION that has the definitions.
#define TACHO_SOURCE
#include <single_headers/apart.hpp>
