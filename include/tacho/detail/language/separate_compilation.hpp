// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_LANGUAGE_SEPARATE_COMPILATION_HPP
#define TACHO_DETAIL_LANGUAGE_SEPARATE_COMPILATION_HPP

#include <tacho/detail/language/cpp20.hpp>

// Every function that no record runs is declared in a header `x.hpp` and defined in `x.ipp` beside
// it.
//
// By default the header includes its definitions, and they are inline: the library is header-only.
// Where TACHO_SEPARATE_COMPILATION is defined, the header only declares; the definitions are
// compiled once, by the CMake target tacho::compiled or by one file that includes <tacho/src.hpp>
// (and <tacho/http/src.hpp> for the exposer).
//
// Both ways give the same types, names and state, so files of both ways can be linked into one
// program. That is why no function defined with TACHO_DECL may have a static local variable: the
// variable of an inline function would not be the variable of the library.

// Declarations of virtual functions say TACHO_DECL too, inside the class: else every header-only
// file would get the class's table of virtual functions, and all that it needs, whether used or
// not.

#if defined(TACHO_SEPARATE_COMPILATION)
# define TACHO_DECL
#else
# define TACHO_DECL inline
#endif

#endif
