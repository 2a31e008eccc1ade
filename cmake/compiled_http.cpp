// SPDX-License-Identifier: BSL-1.0

// The file of tacho::compiled for all definitions that need Boost.

#include <tacho/http/src.hpp>
