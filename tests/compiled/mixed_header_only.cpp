// SPDX-License-Identifier: BSL-1.0

#define PART(function) function##_header_only
#define PART_NAME "header_only"
#include <compiled/mixed_part.ipp>
