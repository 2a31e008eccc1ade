// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTING_HPP
#define TACHO_TESTING_HPP

/// What tests of a program need of its metrics: values by name and labels, how they change,
/// comparison with an expected text, and a lint of names. (docs/guide.md, "Testing your metrics".)

#include <tacho/testing/difference.hpp> // IWYU pragma: export
#include <tacho/testing/lint.hpp>       // IWYU pragma: export
#include <tacho/testing/values.hpp>     // IWYU pragma: export

#endif
