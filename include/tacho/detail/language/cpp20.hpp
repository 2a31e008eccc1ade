// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_LANGUAGE_CPP20_HPP
#define TACHO_DETAIL_LANGUAGE_CPP20_HPP

// Every header includes this file, itself or through the headers that it includes first. A file
// that cannot be found ends the compilation at once, so that one line says what to do. After an
// #error, compilers go on to complain about hundreds of lines of C++20.

#if defined(_MSVC_LANG)
# if _MSVC_LANG < 202002L
#  include "tacho needs C++20 (/std:c++20)"
# endif
#elif __cplusplus < 202002L
# include "tacho needs C++20 (-std=c++20)"
#endif

#endif
