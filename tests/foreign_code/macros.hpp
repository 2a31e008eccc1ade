// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_FOREIGN_CODE_MACROS_HPP
#define TACHO_TESTS_FOREIGN_CODE_MACROS_HPP

// Names that headers of others define as macros. None of our headers may use one as a name, unless
// it keeps the macro from being expanded. What these stand for compiles nowhere.

#define TACHO_TESTS_FOREIGN ]] this name is a macro [[

// windows.h
#define min(a, b) TACHO_TESTS_FOREIGN
#define max(a, b) TACHO_TESTS_FOREIGN
#define small TACHO_TESTS_FOREIGN
#define interface TACHO_TESTS_FOREIGN
#define near TACHO_TESTS_FOREIGN
#define far TACHO_TESTS_FOREIGN
#define ERROR TACHO_TESTS_FOREIGN
#define DELETE TACHO_TESTS_FOREIGN
#define GetObject TACHO_TESTS_FOREIGN
#define SendMessage TACHO_TESTS_FOREIGN

// Qt
#define slots TACHO_TESTS_FOREIGN
#define signals TACHO_TESTS_FOREIGN
#define emit TACHO_TESTS_FOREIGN
#define foreach(a, b) TACHO_TESTS_FOREIGN
#define forever TACHO_TESTS_FOREIGN

// AssertMacros.h of macOS, and others
#define check(a) TACHO_TESTS_FOREIGN
#define verify(a) TACHO_TESTS_FOREIGN
#define require(a, b) TACHO_TESTS_FOREIGN

// sys/sysmacros.h
#define major(a) TACHO_TESTS_FOREIGN
#define minor(a) TACHO_TESTS_FOREIGN

// X11
#define Bool TACHO_TESTS_FOREIGN
#define None TACHO_TESTS_FOREIGN
#define Status TACHO_TESTS_FOREIGN
#define Success TACHO_TESTS_FOREIGN
#define Always TACHO_TESTS_FOREIGN
#define True TACHO_TESTS_FOREIGN
#define False TACHO_TESTS_FOREIGN

// complex.h, ctype.h of some systems
#define I TACHO_TESTS_FOREIGN
#define _U TACHO_TESTS_FOREIGN

#endif
