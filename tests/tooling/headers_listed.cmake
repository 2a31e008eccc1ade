# SPDX-License-Identifier: BSL-1.0

# cmake -D ROOT=... -P headers_listed.cmake: cmake/headers.cmake names what is in include/, no less and no more.

include("${ROOT}/cmake/headers.cmake")
set(listed ${TACHO_HEADERS} ${TACHO_HTTP_HEADERS})
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
foreach(header IN LISTS TACHO_HEADERS)
    if(header MATCHES "^include/tacho/http/")
        message(FATAL_ERROR "cmake/headers.cmake: ${header} belongs to tacho::http.")
    endif()
endforeach()
foreach(header IN LISTS TACHO_HTTP_HEADERS)
    if(NOT header MATCHES "^include/tacho/http/")
        message(FATAL_ERROR "cmake/headers.cmake: ${header} belongs to tacho::tacho.")
    endif()
endforeach()
