# SPDX-License-Identifier: BSL-1.0
"""readme_samples.py README.md BUILD_FOLDER GENERATOR COMPILER: the README's other samples work.

The README's CMake, given an installation and a program, builds the program. The program consists of all
samples, each in a scope of its own; code before a sample's last blank line stands outside of main().
"""
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from support import check, check_equal, samples

readme = Path(sys.argv[1]).read_text()
build_folder, generator, compiler = sys.argv[2:]


def blocks(language):
    found = re.findall(
        rf"^```{re.escape(language)}\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE
    )
    check(found, f"the README should have a block of {language}")
    return found


def run(*command):
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    check(result.returncode == 0, f"{command} should succeed:\n{result.stdout}")
    return result.stdout


check_equal(len(blocks("cpp")), 1, "the number of whole programs, which is the quick start")

program = """
#include <tacho/tacho.hpp>

#include <cstdio>
"""
body = 'constexpr std::string_view name = "given_total";\n'
for sample in blocks("c++"):
    *declarations, statements = sample.split("\n\n")
    program += "\n\n".join(declarations) + "\n"
    body += f"{{\n{statements}}}\n"
program += f"int main() {{\n{body}std::fputs(tacho::to_text().c_str(), stdout);\n}}\n"

(cmake,) = blocks("cmake")
project = f"""
cmake_minimum_required(VERSION 3.25)
project(readme LANGUAGES CXX)
add_executable(app main.cpp)
{cmake}"""

with tempfile.TemporaryDirectory() as folder:
    folder = Path(folder)
    (folder / "main.cpp").write_text(program)
    (folder / "CMakeLists.txt").write_text(project)
    run("cmake", "--install", build_folder, "--prefix", str(folder / "installed"))
    run(
        *("cmake", "-S", str(folder), "-B", str(folder / "build"), "-G", generator),
        f"-DCMAKE_CXX_COMPILER={compiler}",
        "-DCMAKE_CXX_FLAGS=-Wall -Wextra -Werror",
        f"-DCMAKE_PREFIX_PATH={folder}/installed",
    )
    run("cmake", "--build", str(folder / "build"))
    printed = samples(run(str(folder / "build/app")))

check_equal(printed.get('calls_total{verb="get"}'), "1", "the calls of the sample of enum labels")
check_equal(printed.get("given_total"), "0", "the sample of a name given at run time")
