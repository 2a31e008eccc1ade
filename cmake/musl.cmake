# SPDX-License-Identifier: BSL-1.0

# musl in the place of glibc, linked statically, and libc++: all of it comes with Zig's Clang, which is
# a Python package (pip install ziglang).

find_program(TACHO_ZIG python-zig REQUIRED)
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(CMAKE_CXX_COMPILER ${TACHO_ZIG} c++ -target x86_64-linux-musl)
set(TACHO_LINKED_STATICALLY ON) # so the tests leave out shared libraries and plugins
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
