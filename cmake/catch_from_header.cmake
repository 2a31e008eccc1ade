# SPDX-License-Identifier: BSL-1.0

# Compiles Catch2::Catch2WithMain from Catch2 2.13's single header, since the system's library fits
# only the system's standard library and processor.

find_path(TACHO_CATCH_INCLUDES catch2/catch.hpp NO_CMAKE_FIND_ROOT_PATH)
find_path(TACHO_CATCH_MODULES Catch.cmake PATHS /usr/lib/cmake/Catch2 NO_CMAKE_FIND_ROOT_PATH)
mark_as_advanced(TACHO_CATCH_INCLUDES TACHO_CATCH_MODULES)
if(NOT TACHO_CATCH_INCLUDES OR NOT TACHO_CATCH_MODULES)
    message(FATAL_ERROR "This preset compiles Catch2 2.13 from its header (Debian 12: catch2).")
endif()

# A folder that holds Catch2 alone: the system's folder also holds headers of the build machine's
# own libraries.
set(catch_alone "${PROJECT_BINARY_DIR}/catch2_alone")
file(MAKE_DIRECTORY "${catch_alone}")
file(CREATE_LINK "${TACHO_CATCH_INCLUDES}/catch2" "${catch_alone}/catch2" SYMBOLIC)

add_library(tacho_catch_main STATIC "${PROJECT_SOURCE_DIR}/tests/support/catch_main.cpp")
target_compile_features(tacho_catch_main PUBLIC cxx_std_20)
target_include_directories(tacho_catch_main SYSTEM PUBLIC "${catch_alone}")
add_library(Catch2::Catch2WithMain ALIAS tacho_catch_main)

list(APPEND CMAKE_MODULE_PATH "${TACHO_CATCH_MODULES}")
include(Catch)
