// SPDX-License-Identifier: BSL-1.0

// The one file of tacho::compiled for all that needs nothing but the standard library.

#include <tacho/src.hpp>
