// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_LANGUAGE_VISIBILITY_HPP
#define TACHO_DETAIL_LANGUAGE_VISIBILITY_HPP

#include <tacho/detail/language/cpp20.hpp>

#include <cstddef> // __GLIBC__

// The attribute macros of the library.
//
// TACHO_SHARED_STATE: one copy in a process, also when a library is built with hidden visibility.
// TACHO_MODULE_STATE: one copy in each program and library.
// TACHO_THREAD_LOCAL: the program's own thread-locals need no look-up (GCC does not see that by
// itself), and the initial-exec model makes one as cheap in a shared library. Only glibc keeps room
// for it in libraries that are loaded late. Define TACHO_NO_INITIAL_EXEC to compile libraries
// without the model.

#if defined(__GNUC__) && !defined(_WIN32)
# define TACHO_SHARED_STATE [[gnu::visibility("default")]]
#else
# define TACHO_SHARED_STATE
#endif

#if defined(__GNUC__) && !defined(_WIN32)
# define TACHO_MODULE_STATE [[gnu::visibility("hidden")]]
#else
# define TACHO_MODULE_STATE
#endif

#if defined(__ELF__) && (defined(__PIE__) || !defined(__PIC__))
# define TACHO_THREAD_LOCAL [[gnu::tls_model("local-exec")]]
#elif defined(__GLIBC__) && !defined(TACHO_NO_INITIAL_EXEC)
# define TACHO_THREAD_LOCAL [[gnu::tls_model("initial-exec")]]
#else
# define TACHO_THREAD_LOCAL
#endif

#endif
