// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_PROCESS_CHECK_HPP
#define TACHO_TESTS_PROCESS_CHECK_HPP

#include <cstdio>
#include <cstdlib>
#include <string>

// For programs whose end is part of the test, so that they cannot use Catch2. A program that CTest
// is to count as skipped exits with this.
inline constexpr int skipped = 77;

/// Ends the process at once, without the destructors that may be under test.
inline void check(bool holds, std::string const& sentence) {
    if (holds)
        return;
    std::fprintf(stderr, "FAILED: %s\n", sentence.c_str());
    std::_Exit(1);
}

template <typename Number>
void check_equal(Number actual, Number expected, std::string const& what) {
    check(
        actual == expected,
        what + ": expected " + std::to_string(expected) + ", got " + std::to_string(actual)
    );
}

#endif
