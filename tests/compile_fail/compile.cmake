# SPDX-License-Identifier: BSL-1.0

# cmake -D HALF=accept|reject -D TARGET=... -D CONFIG=... -D BUILD_DIR=... -D SOURCE=... -P compile.cmake

file(STRINGS "${SOURCE}" expectation LIMIT_COUNT 1 REGEX "^// EXPECT( IN A NOTE)?: ")
string(REGEX MATCH "^// EXPECT IN A NOTE" in_a_note "${expectation}")
string(REGEX REPLACE "^// EXPECT( IN A NOTE)?: " "" expectation "${expectation}")
if(expectation STREQUAL "")
    message(FATAL_ERROR "${SOURCE} has no line that begins with '// EXPECT: '.")
endif()

execute_process(
    COMMAND "${CMAKE_COMMAND}" --build "${BUILD_DIR}" --config "${CONFIG}" --target "${TARGET}"
    RESULT_VARIABLE status
    OUTPUT_VARIABLE output
    ERROR_VARIABLE output
)

if(in_a_note) # of a constant expression that is none, which Clang reports first
    set(first_error "${output}")
else()
    string(REGEX MATCH "[^\n]*error: [^\n]*" first_error "${output}")
endif()

if(HALF STREQUAL "accept")
    if(NOT status EQUAL 0)
        message(FATAL_ERROR "Without TACHO_REJECT it must compile:\n${output}")
    endif()
elseif(status EQUAL 0)
    message(FATAL_ERROR "With TACHO_REJECT it must not compile, and it does.")
elseif(NOT first_error MATCHES "${expectation}")
    message(FATAL_ERROR "It is rejected, but the first error does not match '${expectation}':\n${output}")
else()
    message(STATUS "Rejected with '${CMAKE_MATCH_0}'.")
endif()
