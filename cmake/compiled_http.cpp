// SPDX-License-Identifier: BSL-1.0

// The one file of tacho::compiled for all that needs Boost.

#include <tacho/http/src.hpp>
