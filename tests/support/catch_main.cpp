// SPDX-License-Identifier: BSL-1.0

// Catch2's own main() and all of its code, for a standard library or a processor that the system's
// package is not compiled for.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
