# SPDX-License-Identifier: BSL-1.0

# cmake -D ROOT=... -D COMPILER=... -P too_old_a_language.cmake: each public header, compiled as C++17, gives one
# error, and that says what is needed.

cmake_minimum_required(VERSION 3.25)
file(GLOB_RECURSE headers RELATIVE "${ROOT}" "${ROOT}/include/*.hpp" "${ROOT}/single_include/*.hpp")
list(FILTER headers EXCLUDE REGEX "/detail/|/src[.]hpp$")
set(wrong)
foreach(header IN LISTS headers)
    execute_process(
        COMMAND "${COMPILER}" -std=c++17 -fsyntax-only "-I${ROOT}/include" -x c++ "${ROOT}/${header}"
        ERROR_VARIABLE said
        RESULT_VARIABLE status
    )
    # A header whose dependency is not installed would fail for another reason.
    if(said MATCHES "boost/[^\n]*(No such file|not found)|prometheus/[^\n]*(No such file|not found)")
        continue()
    endif()
    string(REGEX MATCHALL "error:[^\n]*" errors "${said}")
    list(LENGTH errors count)
    if(status EQUAL 0 OR NOT count EQUAL 1 OR NOT errors MATCHES "tacho needs C[+][+]20 [(]-std=c[+][+]20[)]")
        list(APPEND wrong "${header} gives ${count} errors: ${errors}")
    endif()
endforeach()
if(wrong)
    list(JOIN wrong "\n" wrong)
    message(FATAL_ERROR "${wrong}")
endif()
