# SPDX-License-Identifier: BSL-1.0

# cmake -D COMPILER=... -D STANDARD=20 -D FLAGS=a|b -D EMULATOR=a|b -D ROOT=... -D PROGRAM=... -P ...
#
# Skipped where a tool is not installed.

cmake_minimum_required(VERSION 3.25)
string(REPLACE "|" ";" FLAGS "${FLAGS}")
string(REPLACE "|" ";" EMULATOR "${EMULATOR}")

# The tool is tried first, with a program that uses nothing of tacho.
file(WRITE "${PROGRAM}.nothing.cpp" "#include <string>\nint main() {}\n")
execute_process(
    COMMAND ${COMPILER} -std=c++${STANDARD} ${FLAGS} "${PROGRAM}.nothing.cpp" -o "${PROGRAM}.nothing"
    RESULT_VARIABLE compiles_nothing
    ERROR_VARIABLE said
)
if(compiles_nothing EQUAL 0)
    execute_process(COMMAND ${EMULATOR} "${PROGRAM}.nothing" RESULT_VARIABLE runs_nothing ERROR_VARIABLE said)
endif()
if(NOT compiles_nothing EQUAL 0 OR NOT runs_nothing EQUAL 0)
    message("SKIPPED: ${COMPILER} ${FLAGS} ${EMULATOR}: ${compiles_nothing} ${runs_nothing} ${said}")
    return()
endif()

execute_process(
    COMMAND
        ${COMPILER} -std=c++${STANDARD} -O2 -pthread ${FLAGS} -Wall -Wextra -Wpedantic -Wshadow -Wconversion
        -Wsign-conversion -Werror -I ${ROOT}/include -I ${ROOT}/tests
        "${ROOT}/tests/compilers/everything.cpp" -o "${PROGRAM}"
    COMMAND_ERROR_IS_FATAL ANY
)
execute_process(
    COMMAND ${EMULATOR} "${PROGRAM}" ${STANDARD}
    COMMAND_ERROR_IS_FATAL ANY
)
