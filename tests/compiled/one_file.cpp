// SPDX-License-Identifier: BSL-1.0

// The definitions, as a program without CMake compiles them: in one file of its own.

#include <tacho/http/src.hpp>
#include <tacho/src.hpp>
