# SPDX-License-Identifier: BSL-1.0

# Finds each dependency only if an enabled option needs it; the core has none.

set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED) # tacho::compiled has monitors, whose thread it starts

if(TACHO_BUILD_HTTP)
    find_package(Boost 1.81 CONFIG QUIET)
    if(NOT TARGET Boost::headers)
        message(
            FATAL_ERROR
            "tacho::http needs the headers of Boost 1.81 or newer (Debian: libboost1.81-dev). "
            "Install them, or configure with -DTACHO_BUILD_HTTP=OFF."
        )
    endif()
endif()

option(TACHO_CATCH_MAIN_FROM_HEADER "Compile Catch2 2.13 from its header, for another library or machine" OFF)
if(TACHO_BUILD_TESTS AND TACHO_CATCH_MAIN_FROM_HEADER)
    include(cmake/catch_from_header.cmake)
elseif(TACHO_BUILD_TESTS)
    # Catch2 2.13 and 3 both offer Catch2::Catch2WithMain and Catch.cmake.
    find_package(Catch2 CONFIG QUIET)
    if(NOT TARGET Catch2::Catch2WithMain)
        message(
            FATAL_ERROR
            "The tests need Catch2 2.13 or 3 with its main library (Debian: catch2). "
            "Install it, or configure with -DTACHO_BUILD_TESTS=OFF."
        )
    endif()
    include(Catch)
endif()

if(TACHO_BUILD_BENCHMARKS)
    find_package(benchmark REQUIRED)
endif()
