# SPDX-License-Identifier: BSL-1.0

# cmake -D ROOT=... -P headers_listed.cmake: cmake/headers.cmake names what is in include/, no less and no more.

cmake_minimum_required(VERSION 3.25)
include("${ROOT}/cmake/headers.cmake")
set(listed ${TACHO_HEADERS} ${TACHO_HTTP_HEADERS} ${TACHO_ADAPTER_HEADERS})
file(GLOB_RECURSE present RELATIVE "${ROOT}" "${ROOT}/include/*")

set(missing ${present})
list(REMOVE_ITEM missing ${listed})
set(extra ${listed})
list(REMOVE_ITEM extra ${present})
set(unique ${listed})
list(REMOVE_DUPLICATES unique)
if(missing OR extra OR NOT listed STREQUAL unique)
    message(FATAL_ERROR "cmake/headers.cmake: not listed: '${missing}'; not there: '${extra}'; or doubles.")
endif()
# What needs Boost, itself or by what it includes, belongs to tacho::http.
foreach(header IN LISTS listed)
    file(STRINGS "${ROOT}/${header}" needs REGEX "^#include <(boost|tacho/http)/")
    if(needs AND header IN_LIST TACHO_HEADERS)
        message(FATAL_ERROR "cmake/headers.cmake: ${header} belongs to tacho::http.")
    endif()
    if(NOT needs AND NOT header MATCHES "^include/tacho/http/" AND header IN_LIST TACHO_HTTP_HEADERS)
        message(FATAL_ERROR "cmake/headers.cmake: ${header} belongs to tacho::tacho.")
    endif()
endforeach()
