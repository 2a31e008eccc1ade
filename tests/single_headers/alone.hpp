// SPDX-License-Identifier: BSL-1.0

// A program with a single header sees that file and no other of tacho.
#if defined(TACHO_TESTS_SINGLE_HEADER) && __has_include(<tacho/fwd.hpp>)
# error "This test must see the single header alone."
#endif
