# SPDX-License-Identifier: BSL-1.0

# cmake --install: the headers, a CMake package and pkg-config files. Each target has an export set
# of its own, because a program that uses the core alone must not be asked for Boost or threads.

include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(TACHO_CMAKE_DIR "${CMAKE_INSTALL_DATADIR}/cmake/tacho")

install(
    TARGETS tacho
    EXPORT tacho-targets
    FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
    FILE_SET adapters DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
    FILE_SET definitions DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
)
install(EXPORT tacho-targets NAMESPACE tacho:: DESTINATION "${TACHO_CMAKE_DIR}")
if(TARGET tacho_http)
    install(
        TARGETS tacho_http
        EXPORT tacho-http-targets
        FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
        FILE_SET definitions DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
    )
    install(EXPORT tacho-http-targets NAMESPACE tacho:: DESTINATION "${TACHO_CMAKE_DIR}")
endif()

if(TACHO_BUILD_COMPILED)
    install(TARGETS tacho_compiled EXPORT tacho-compiled-targets)
    install(EXPORT tacho-compiled-targets NAMESPACE tacho:: DESTINATION "${TACHO_CMAKE_DIR}")
endif()

configure_package_config_file(
    "${CMAKE_CURRENT_LIST_DIR}/tacho-config.cmake.in"
    "${PROJECT_BINARY_DIR}/tacho-config.cmake"
    INSTALL_DESTINATION "${TACHO_CMAKE_DIR}"
    NO_SET_AND_CHECK_MACRO
)
# While the major version is 0, a minor version may break its users. The headers fit every
# processor, the compiled library only the one that it was compiled for.
set(any_processor ARCH_INDEPENDENT)
if(TACHO_BUILD_COMPILED)
    set(any_processor)
endif()
write_basic_package_version_file(
    "${PROJECT_BINARY_DIR}/tacho-config-version.cmake" COMPATIBILITY SameMinorVersion ${any_processor}
)
install(
    FILES "${PROJECT_BINARY_DIR}/tacho-config.cmake" "${PROJECT_BINARY_DIR}/tacho-config-version.cmake"
    DESTINATION "${TACHO_CMAKE_DIR}"
)

set(pkg_config_files tacho)
if(TARGET tacho_http)
    list(APPEND pkg_config_files tacho-http)
endif()
# The relative path from the installed .pc file to the prefix, so that the tree can be moved.
file(RELATIVE_PATH TACHO_PC_PREFIX "/p/${CMAKE_INSTALL_DATADIR}/pkgconfig" "/p")
string(REGEX REPLACE "/$" "" TACHO_PC_PREFIX "${TACHO_PC_PREFIX}")
foreach(name IN LISTS pkg_config_files)
    configure_file("${CMAKE_CURRENT_LIST_DIR}/${name}.pc.in" "${PROJECT_BINARY_DIR}/${name}.pc" @ONLY)
    install(FILES "${PROJECT_BINARY_DIR}/${name}.pc" DESTINATION "${CMAKE_INSTALL_DATADIR}/pkgconfig")
endforeach()

# cpack -G DEB: a package for Debian and Ubuntu, of what is installed.
if(PROJECT_IS_TOP_LEVEL)
    set(CPACK_GENERATOR DEB)
    set(CPACK_PACKAGE_NAME libtacho-dev)
    set(CPACK_PACKAGE_VENDOR tacho)
    set(CPACK_PACKAGE_CONTACT "the authors of tacho")
    set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
    set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
    set(CPACK_DEBIAN_PACKAGE_SECTION libdevel)
    set(CPACK_DEBIAN_PACKAGE_SUGGESTS "libboost1.81-dev | libboost1.83-dev | libboost-dev (>= 1.81)")
    include(CPack)
endif()
