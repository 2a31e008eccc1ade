# SPDX-License-Identifier: BSL-1.0

# cmake -D TESTS=... -D LISTED=a|b -P tests_listed.cmake: no file of test cases is forgotten.

string(REPLACE "|" ";" LISTED "${LISTED}")
file(
    GLOB_RECURSE present
    RELATIVE "${TESTS}"
    "${TESTS}/unit/*.cpp"
    "${TESTS}/stress/*.cpp"
    "${TESTS}/allocation/*.cpp"
    "${TESTS}/http/*.cpp"
)
list(REMOVE_ITEM present ${LISTED})
if(present)
    message(FATAL_ERROR "tests/CMakeLists.txt gives these files to no tacho_add_test(): ${present}")
endif()
