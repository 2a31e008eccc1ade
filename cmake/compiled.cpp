// SPDX-License-Identifier: BSL-1.0

// The file of tacho::compiled for all definitions that need only the standard library.

#include <tacho/src.hpp>
