# SPDX-License-Identifier: BSL-1.0
"""conan create . --build=missing"""

import pathlib
import re

from conan import ConanFile
from conan.tools.cmake import CMake, CMakeToolchain, cmake_layout


class Tacho(ConanFile):
    name = "tacho"
    description = "Metrics that cost about as much as adding one to a thread-local integer"
    license = "BSL-1.0"
    topics = ("metrics", "prometheus", "lock-free", "header-only")
    package_type = "header-library"
    settings = "os", "compiler", "build_type", "arch"
    options = {"http": [True, False]}
    default_options = {"http": False}
    exports_sources = "CMakeLists.txt", "cmake/*", "include/*", "LICENSE"
    no_copy_source = True

    def set_version(self):
        text = (pathlib.Path(self.recipe_folder) / "include/tacho/version.hpp").read_text()
        self.version = ".".join(re.findall(r"define TACHO_VERSION_[A-Z]+ ([0-9]+)", text))

    def requirements(self):
        if self.options.http:
            self.requires("boost/[>=1.81]", options={"header_only": True}, transitive_headers=True)

    def layout(self):
        cmake_layout(self)

    def package_id(self):
        self.info.settings.clear()  # headers fit every compiler and processor

    def generate(self):
        toolchain = CMakeToolchain(self)
        for part in ("TESTS", "EXAMPLES", "COMPILED"):
            toolchain.cache_variables[f"TACHO_BUILD_{part}"] = False
        toolchain.cache_variables["TACHO_BUILD_HTTP"] = bool(self.options.http)
        toolchain.generate()

    def build(self):
        CMake(self).configure()

    def package(self):
        CMake(self).install()

    def package_info(self):
        self.cpp_info.set_property("cmake_find_mode", "none")  # tacho has a CMake package of its own
        self.cpp_info.builddirs = ["share/cmake/tacho"]
        self.cpp_info.bindirs = []
        self.cpp_info.libdirs = []
