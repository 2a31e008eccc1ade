# SPDX-License-Identifier: BSL-1.0

# cmake -D COMPILER=... -D FLAGS=a|b -D ROOT=... -D BUILD=<folder> -P fast_math.cmake
#
# A program of two files: both compiled with FLAGS, and one of them, linked first or last.

cmake_minimum_required(VERSION 3.25)
string(REPLACE "|" ";" FLAGS "${FLAGS}")
file(MAKE_DIRECTORY "${BUILD}")

execute_process(COMMAND ${COMPILER} --version RESULT_VARIABLE there OUTPUT_QUIET ERROR_QUIET)
if(NOT there EQUAL 0)
    message("SKIPPED: there is no ${COMPILER}")
    return()
endif()

function(compile part kind)
    execute_process(
        COMMAND
            ${COMPILER} -std=c++20 -Wno-nan-infinity-disabled -Wno-overriding-option ${ARGN} -I ${ROOT}/include
            -D PART=${part} -c ${ROOT}/tests/compilers/fast_math.cpp -o ${BUILD}/${part}-${kind}.o
        COMMAND_ERROR_IS_FATAL ANY
    )
endfunction()

set(failed FALSE)
function(link_and_run)
    execute_process(
        COMMAND ${COMPILER} -pthread ${ARGN} -o program
        WORKING_DIRECTORY ${BUILD}
        COMMAND_ERROR_IS_FATAL ANY
    )
    execute_process(COMMAND ${BUILD}/program RESULT_VARIABLE status OUTPUT_VARIABLE said TIMEOUT 60)
    if(NOT status EQUAL 0)
        message("${COMPILER} ${FLAGS}, linked ${ARGN}: ${status}\n${said}")
        set(failed TRUE PARENT_SCOPE)
    endif()
endfunction()

compile(1 fast ${FLAGS})
compile(2 fast ${FLAGS})
compile(2 usual -O2)
link_and_run(1-fast.o 2-fast.o)
link_and_run(1-fast.o 2-usual.o)
link_and_run(2-usual.o 1-fast.o)
if(failed)
    message(FATAL_ERROR "a number that is not finite is not what it should be")
endif()
