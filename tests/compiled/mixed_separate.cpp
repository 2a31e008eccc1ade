// SPDX-License-Identifier: BSL-1.0

#define TACHO_SEPARATE_COMPILATION
#define PART(function) function##_separate
#define PART_NAME "separate"
#include <compiled/mixed_part.ipp>
