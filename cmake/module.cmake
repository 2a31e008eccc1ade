# SPDX-License-Identifier: BSL-1.0

# tacho::module: `import tacho;` (docs/guide.md, "Modules"). Built because a program links it, and only
# then. CMake can do that since 3.28, with Ninja and a compiler whose module scanner is installed.

if(CMAKE_VERSION VERSION_LESS 3.28)
    return()
endif()
add_library(tacho_module STATIC EXCLUDE_FROM_ALL)
add_library(tacho::module ALIAS tacho_module)
target_sources(
    tacho_module
    PUBLIC FILE_SET CXX_MODULES BASE_DIRS "${CMAKE_CURRENT_LIST_DIR}" FILES "${CMAKE_CURRENT_LIST_DIR}/tacho.cppm"
)
target_link_libraries(tacho_module PUBLIC tacho::tacho Threads::Threads)
set_target_properties(tacho_module PROPERTIES CXX_SCAN_FOR_MODULES ON POSITION_INDEPENDENT_CODE ON)
