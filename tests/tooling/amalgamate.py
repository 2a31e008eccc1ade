#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Tests scripts/amalgamate.py on small trees of its own."""
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TOOL = Path(__file__).resolve().parents[2] / "scripts" / "amalgamate.py"


def header(name, *body):
    guard = name.replace("/", "_").replace(".", "_").upper()
    spdx = "// SPDX-License-Identifier: BSL-1.0"
    return "\n".join([spdx, "", f"#ifndef {guard}", f"#define {guard}", "", *body, "", "#endif", ""])


class Tree(unittest.TestCase):
    """A small library with each of the headers that are entries, amalgamated once; each test changes
    something."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        versions = ("MAJOR 1", "MINOR 2", "PATCH 3")
        self.write("tacho/version.hpp", *(f"#define TACHO_VERSION_{line}" for line in versions))
        self.write("tacho/detail/storage/cell.hpp", "#include <atomic>", "", "struct cell {};")
        self.write(
            "tacho/counter.hpp",
            "#include <tacho/detail/storage/cell.hpp>",
            "",
            "#include <vector> // why",
            "#include <atomic>",
            "",
            "#if defined(_WIN32)",
            "#include <windows.h>",
            "#endif",
            "",
            'auto text = R"(one',
            "",
            "",
            'two)";',
        )
        self.write(
            "tacho/tacho.hpp",
            "#include <tacho/counter.hpp> // IWYU pragma: export",
            "#include <tacho/detail/storage/cell.hpp>",
            "#include <tacho/version.hpp>",
        )
        self.write("tacho/hyperlight/wasm.hpp", "#include <tacho/counter.hpp>", "", "struct wasm {};")
        self.write("tacho/hyperlight/js.hpp", "#include <tacho/counter.hpp>", "", "struct js {};")
        self.write("tacho/process_metrics.hpp", "struct figures {};")
        self.write("tacho/component.hpp", "struct component {};")
        self.write("tacho/hypertrace.hpp", "struct tracer {};")
        self.write("tacho/hypertrace/prometheus.hpp", "struct server {};")
        self.write("tacho/component/status_server.hpp", "struct status {};")
        self.write("tacho/component/scrape_target.hpp", "struct target {};")
        self.write("tacho/monitor.hpp", "#include <thread>", "", "struct monitor {};")
        self.write(
            "tacho/http/exposer.hpp",
            "#include <tacho/counter.hpp>",
            "",
            "#include <boost/asio.hpp>",
            "",
            "#include <string>",
            "",
            "struct exposer {};",
        )
        self.assertEqual(self.run_tool().returncode, 0)

    def write(self, name, *body):
        self.write_raw(name, header(name, *body))

    def write_raw(self, name, text):
        path = self.root / "include" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def run_tool(self, *arguments):
        command = [sys.executable, TOOL, "--root", self.root, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def single(self, name="tacho.hpp"):
        return (self.root / "single_include/tacho" / name).read_text()

    def assert_refused(self, message):
        before = self.single()
        for arguments in ([], ["--check"]):
            result = self.run_tool(*arguments)
            self.assertEqual(result.returncode, 1)
            self.assertIn(message, result.stderr)
        self.assertEqual(self.single(), before)

    def test_a_tree_in_step_passes_the_check(self):
        result = self.run_tool("--check")
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "", ""))

    def test_every_header_is_there_once_within_its_guard(self):
        for name in ("COUNTER", "DETAIL_CELL", "VERSION", "TACHO"):
            self.assertEqual(self.single().count(f"#ifndef TACHO_{name}_HPP\n"), 1)
        self.assertEqual(self.single().count("struct cell {};"), 1)
        self.assertNotIn("#include <tacho/", self.single())

    def test_unconditional_includes_are_hoisted_sorted_and_without_doubles(self):
        self.assertIn("_HPP\n\n#include <atomic>\n#include <vector>\n\n#ifndef", self.single())
        self.assertEqual(self.single().count("#include"), 3)

    def test_third_party_comes_before_the_standard(self):
        self.assertIn("#include <boost/asio.hpp>\n\n#include <atomic>\n", self.single("exposer.hpp"))

    def test_conditional_includes_stay(self):
        self.assertIn("#if defined(_WIN32)\n#include <windows.h>\n#endif", self.single())

    def test_code_is_copied_verbatim(self):
        self.assertIn('auto text = R"(one\n\n\ntwo)";', self.single())

    def test_the_exposer_is_in_its_own_single_header_only(self):
        self.assertIn("struct exposer {};", self.single("exposer.hpp"))
        self.assertIn("struct cell {};", self.single("exposer.hpp"))
        self.assertNotIn("exposer", self.single())
        self.assertNotIn("boost", self.single())

    def test_monitors_are_in_their_own_single_header_only(self):
        self.assertIn("struct monitor {};", self.single("monitor.hpp"))
        self.assertIn("struct cell {};", self.single("monitor.hpp"))
        for name in ("tacho.hpp", "exposer.hpp"):
            self.assertNotIn("monitor", self.single(name))

    def test_the_systems_metrics_are_in_every_single_header(self):
        for name in ("tacho.hpp", "monitor.hpp", "exposer.hpp"):
            self.assertIn("struct wasm {};", self.single(name))
            self.assertIn("struct js {};", self.single(name))

    def test_the_version_and_the_tool_are_named_and_no_path(self):
        self.assertIn("// tacho 1.2.3. Generated by scripts/amalgamate.py.", self.single())
        self.assertNotIn(str(self.root), self.single())

    def test_an_edited_header_fails_the_check_with_a_diff(self):
        self.write("tacho/detail/storage/cell.hpp", "#include <atomic>", "", "struct cell { int edited; };")
        before = self.single()
        result = self.run_tool("--check")
        self.assertEqual(result.returncode, 1)
        self.assertIn("--- single_include/tacho/tacho.hpp", result.stdout)
        self.assertIn("-struct cell {};\n+struct cell { int edited; };", result.stdout)
        self.assertEqual(self.single(), before)

    def test_an_edited_single_header_fails_the_check(self):
        path = self.root / "single_include/tacho/exposer.hpp"
        path.write_text(self.single("exposer.hpp") + "// mine\n")
        self.assertEqual(self.run_tool("--check").returncode, 1)

    def test_an_own_include_inside_if_is_refused(self):
        self.write("tacho/counter.hpp", "#if 1", "#include <tacho/detail/storage/cell.hpp>", "#endif")
        self.assert_refused("include/tacho/counter.hpp:7: an own header must not be included inside")

    def test_an_unknown_own_header_is_refused(self):
        self.write("tacho/counter.hpp", "#include <tacho/gone.hpp>")
        self.assert_refused("include/tacho/counter.hpp:6: there is no header tacho/gone.hpp")

    def test_a_quoted_include_is_refused(self):
        self.write("tacho/counter.hpp", '#include "detail/cell.hpp"')
        self.assert_refused("include/tacho/counter.hpp:6: only <full/path> can be included")

    def test_a_core_header_that_nothing_reaches_is_refused(self):
        self.write("tacho/lonely.hpp", "struct lonely {};")
        self.assert_refused("include/tacho/lonely.hpp: cannot be reached from any entry of tacho.hpp, "
            "monitor.hpp, exposer.hpp")

    def test_an_http_header_that_nothing_reaches_is_refused(self):
        self.write("tacho/http/lonely.hpp", "struct lonely {};")
        self.assert_refused("http/lonely.hpp: cannot be reached from any entry of tacho.hpp, "
            "monitor.hpp, exposer.hpp")

    def test_a_macro_that_could_change_a_hoisted_include_is_refused(self):
        self.write("tacho/counter.hpp", "#define _GNU_SOURCE", "#include <vector>")
        self.assert_refused("include/tacho/counter.hpp:6: includes would move above a macro")

    def test_a_wrong_guard_is_refused(self):
        self.write_raw("tacho/counter.hpp", header("tacho/other.hpp"))
        self.assert_refused("include/tacho/counter.hpp:3: the include guard must be TACHO_COUNTER_HPP")

    def test_a_guard_that_ends_early_is_refused(self):
        self.write("tacho/counter.hpp", "#endif", "struct outside {};", "#if 1")
        self.assert_refused("include/tacho/counter.hpp:6: the include guard must enclose the file")

    def test_a_missing_licence_is_refused(self):
        self.write_raw("tacho/counter.hpp", header("tacho/counter.hpp").split("\n", 2)[2])
        self.assert_refused("include/tacho/counter.hpp:1: must be '// SPDX")


if __name__ == "__main__":
    unittest.main()
