# SPDX-License-Identifier: BSL-1.0

# cmake -D SOURCE=... -D BINARY=... -D GENERATOR=... -D CXX=... [-D OPTIONS=-Da=b|-Dc=d] [-D PROGRAMS=a|b]
#       [-D REFUSED=<regular expression>] -P consume.cmake
#
# Configures a project from nothing, builds it and runs its programs; or, with REFUSED, checks that it
# is not configured and that the message says why.

string(REPLACE "|" ";" OPTIONS "${OPTIONS}")
string(REPLACE "|" ";" PROGRAMS "${PROGRAMS}")
file(REMOVE_RECURSE "${BINARY}")

execute_process(
    COMMAND
        "${CMAKE_COMMAND}" -S "${SOURCE}" -B "${BINARY}" -G "${GENERATOR}" "-DCMAKE_CXX_COMPILER=${CXX}"
        ${OPTIONS}
    RESULT_VARIABLE status
    OUTPUT_VARIABLE output
    ERROR_VARIABLE output
)
string(REGEX REPLACE "[ \n]+" " " message "${output}")
if(REFUSED)
    if(status EQUAL 0)
        message(FATAL_ERROR "It must not be configured, and it was:\n${output}")
    elseif(NOT message MATCHES "${REFUSED}")
        message(FATAL_ERROR "Nothing matches '${REFUSED}':\n${output}")
    endif()
    return()
elseif(NOT status EQUAL 0)
    message(FATAL_ERROR "Not configured:\n${output}")
endif()

execute_process(COMMAND "${CMAKE_COMMAND}" --build "${BINARY}" COMMAND_ERROR_IS_FATAL ANY)
foreach(program IN LISTS PROGRAMS)
    execute_process(COMMAND "${BINARY}/${program}" COMMAND_ERROR_IS_FATAL ANY)
endforeach()
