// SPDX-License-Identifier: BSL-1.0

// Catch2 v2 has one header, v3 has another; the tests use only features of both.
#ifndef TACHO_TESTS_SUPPORT_CATCH_HPP
#define TACHO_TESTS_SUPPORT_CATCH_HPP

#if __has_include(<catch2/catch_all.hpp>)
# include <catch2/catch_all.hpp>
#else
# include <catch2/catch.hpp>
#endif

#endif
