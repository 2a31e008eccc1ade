// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_COMPILED_MIXED_HPP
#define TACHO_TESTS_COMPILED_MIXED_HPP

#include <string>

// A program of two files, one header-only and one that only declares. Each file registers metrics,
// some of the same names, records into them on a thread that has ended since, and shows them all.

void record_header_only();
void record_separate();
[[nodiscard]] std::string text_header_only();
[[nodiscard]] std::string text_separate();

#endif
