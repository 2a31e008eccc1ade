# SPDX-License-Identifier: BSL-1.0

# Compiles through ccache if it is installed and no launcher was chosen. ccache requires these
# sloppiness settings for precompiled headers.

find_program(TACHO_CCACHE ccache)
mark_as_advanced(TACHO_CCACHE)
if(TACHO_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER
        ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros
        ${TACHO_CCACHE}
    )
endif()
