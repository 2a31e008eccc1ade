# SPDX-License-Identifier: BSL-1.0

# tacho_dev: the warnings our tests, examples and benchmarks are compiled with. Linked PRIVATE,
# never exported. The presets turn warnings into errors (CMAKE_COMPILE_WARNING_AS_ERROR).

add_library(tacho_dev INTERFACE)
target_link_libraries(tacho_dev INTERFACE Threads::Threads)
if(CMAKE_CXX_COMPILER_ID MATCHES "GNU|Clang" AND NOT MSVC)
    target_compile_options(
        tacho_dev
        INTERFACE
            -Wall
            -Wextra
            -Wpedantic
            -Wshadow
            -Wconversion
            -Wsign-conversion
            -Wold-style-cast
            -Wnon-virtual-dtor
            -Wdouble-promotion
            -Wundef
            -Wmissing-field-initializers
    )
elseif(MSVC)
    target_compile_options(tacho_dev INTERFACE /W4 /permissive- /utf-8)
endif()
