# SPDX-License-Identifier: BSL-1.0

# cmake -D ROOT=... -P headers_tested.cmake: every header has a test file of its own name.
#
# That file tests the header's definitions too (x.ipp), wherever they are compiled. The bundles of all definitions
# (src.hpp) have no test of their own: tacho::compiled is made of them.

cmake_minimum_required(VERSION 3.25)
include("${ROOT}/cmake/headers.cmake")

# What a connection is made of does nothing alone: tests/http/{exposer,limits,requests,scrape}.cpp.
set(tested_together host scrape server session)
list(TRANSFORM tested_together REPLACE "(.+)" "include/tacho/http/detail/\\1.hpp")

# tests/foreign_code/too_old_a_language.cmake compiles every public header with it.
list(APPEND tested_together include/tacho/detail/language/cpp20.hpp)

set(untested)
foreach(header IN LISTS TACHO_HEADERS TACHO_HTTP_HEADERS TACHO_ADAPTER_HEADERS)
    string(REGEX REPLACE "^include/tacho/(.+)[.]hpp$" "tests/unit/\\1.cpp" test "${header}")
    string(REPLACE "tests/unit/http/" "tests/http/" test "${test}")
    if(NOT EXISTS "${ROOT}/${test}" AND NOT header IN_LIST tested_together)
        list(APPEND untested "${header} has no ${test}")
    endif()
endforeach()
if(untested)
    list(JOIN untested "\n" untested)
    message(FATAL_ERROR "${untested}")
endif()
