#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Tests scripts/amalgamate.py on small trees of its own."""
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TOOL = Path(__file__).resolve().parents[2] / "scripts" / "amalgamate.py"
COMPILER = os.environ.get("CXX", "c++")
NAMES = ("tacho.hpp", "exposer.hpp", "monitor.hpp", "hyperlight.hpp", "hypertrace.hpp", "component.hpp", "exposition.hpp", "testing.hpp")
DEFINED_HERE = "#if !defined(TACHO_SEPARATE_COMPILATION) || defined(TACHO_SOURCE)\n"


def header(name, *body):
    guard = name.replace("/", "_").replace(".", "_").upper()
    spdx = "// SPDX-License-Identifier: BSL-1.0"
    return "\n".join([spdx, "", f"#ifndef {guard}", f"#define {guard}", "", *body, "", "#endif", ""])


def defined_in(*names):
    return (
        "#if !defined(TACHO_SEPARATE_COMPILATION)",
        *(f"# include <{name}> // IWYU pragma: export" for name in names),
        "#endif",
    )


class Tree(unittest.TestCase):
    """A small library with each of the headers that are entries, amalgamated once; each test changes something.

    counter.hpp has definitions, which need a header that nothing else needs and that has definitions too.
    """

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        versions = ("MAJOR 1", "MINOR 2", "PATCH 3")
        self.write("tacho/version.hpp", *(f"#define TACHO_VERSION_{line}" for line in versions))
        self.write("tacho/detail/storage/cell.hpp", "#include <atomic>", "", "struct cell {};")
        self.write(
            "tacho/detail/language/separate_compilation.hpp",
            "#if defined(TACHO_SEPARATE_COMPILATION)",
            "# define TACHO_DECL",
            "#else",
            "# define TACHO_DECL inline",
            "#endif",
        )
        self.write(
            "tacho/counter.hpp",
            "#include <tacho/detail/language/separate_compilation.hpp>",
            "#include <tacho/detail/storage/cell.hpp>",
            "",
            "#include <cstdlib> // why",
            "#include <atomic>",
            "",
            "#if defined(_WIN32)",
            "#include <windows.h>",
            "#endif",
            "",
            'inline auto const* text = R"(one',
            "",
            "",
            'two)";',
            "",
            "TACHO_DECL int count();",
            "",
            *defined_in("tacho/counter.ipp"),
        )
        self.write(
            "tacho/counter.ipp",
            "#include <tacho/counter.hpp>",
            "#include <tacho/state.hpp>",
            "",
            "#include <cstdlib>",
            "#include <climits>",
            "",
            "TACHO_DECL int count() { return state{}.ask(); }",
        )
        self.write(
            "tacho/state.hpp",
            "#include <tacho/detail/language/separate_compilation.hpp>",
            "",
            "struct state {",
            "    int ask();",
            "};",
            "",
            *defined_in("tacho/state.ipp"),
        )
        self.write("tacho/state.ipp", "#include <tacho/state.hpp>", "", "TACHO_DECL int state::ask() { return 7; }")
        self.write("tacho/src.hpp", "#include <tacho/counter.ipp>", "#include <tacho/state.ipp>")
        self.write("tacho/http/src.hpp")
        self.write(
            "tacho/tacho.hpp",
            "#include <tacho/counter.hpp> // IWYU pragma: export",
            "#include <tacho/detail/storage/cell.hpp>",
            "#include <tacho/version.hpp>",
        )
        self.write("tacho/hyperlight.hpp", "#include <tacho/counter.hpp>", "", "struct wasm {};")
        self.write("tacho/component.hpp", "#include <tacho/state.hpp>", "", "struct component {};")
        self.write("tacho/hypertrace.hpp", "struct tracer {};")
        self.write("tacho/exposition.hpp", "struct exposition {};")
        self.write("tacho/testing.hpp", "struct testing {};")
        self.write("tacho/monitor.hpp", "#include <thread>", "", "struct monitor {};")
        self.write("tacho/process_metrics.hpp", "#include <tacho/detail/system/figures.hpp>", "", "struct process {};")
        self.write("tacho/detail/system/figures.hpp", "struct figures {};")
        self.write("tacho/hypertrace/prometheus.hpp", "struct server {};")
        for name in ("canary", "health", "prometheus_cpp_registry", "scrape_target", "status_options", "status_server"):
            self.write(f"tacho/component/{name}.hpp", f"struct {name} {{}};")
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
        result = self.run_tool()
        self.assertEqual((result.returncode, result.stderr), (0, ""))

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
        for name in ("COUNTER_HPP", "DETAIL_STORAGE_CELL_HPP", "VERSION_HPP", "TACHO_HPP", "COUNTER_IPP", "STATE_HPP"):
            self.assertEqual(self.single().count(f"#ifndef TACHO_{name}\n"), 1)
        self.assertEqual(self.single().count("struct cell {};"), 1)
        for name in NAMES:
            self.assertNotIn("include <tacho/", self.single(name))

    def test_unconditional_includes_are_hoisted_sorted_and_without_doubles(self):
        self.assertIn("_HPP\n\n#include <atomic>\n#include <cstdlib>\n\n#if !defined", self.single())

    def test_third_party_comes_before_the_standard(self):
        self.assertIn("#include <boost/asio.hpp>\n\n#include <atomic>\n", self.single("exposer.hpp"))

    def test_conditional_includes_stay(self):
        self.assertIn("#if defined(_WIN32)\n#include <windows.h>\n#endif", self.single())

    def test_code_is_copied_verbatim(self):
        self.assertIn('auto const* text = R"(one\n\n\ntwo)";', self.single())

    def test_a_single_header_has_what_its_header_has_and_no_more(self):
        words = {name: name.removesuffix(".hpp") for name in NAMES if name not in ("tacho.hpp", "hyperlight.hpp")}
        words |= {"hyperlight.hpp": "wasm", "hypertrace.hpp": "tracer"}
        for name in NAMES:
            for other, word in words.items():
                self.assertEqual(f"struct {word} {{}};" in self.single(name), name == other, (name, other))
        for name in ("monitor.hpp", "hypertrace.hpp"):
            self.assertNotIn("struct cell", self.single(name))
        for name in ("tacho.hpp", "exposer.hpp", "hyperlight.hpp"):
            self.assertIn("struct cell", self.single(name))

    def test_definitions_come_last_and_may_be_elsewhere(self):
        before, after = self.single().split(f"\n#endif\n\n{DEFINED_HERE}\n")
        self.assertNotIn("include <tacho/counter.ipp>", before)
        for code in ("int count() {", "int state::ask() {", "struct state {"):
            self.assertNotIn(code, before)
            self.assertIn(code, after)
        self.assertIn("TACHO_DECL int count();\n\n#endif\n", before)

    def test_includes_of_definitions_are_hoisted_apart(self):
        self.assertIn(f"\n\n{DEFINED_HERE}#include <climits>\n#endif\n\n#ifndef", self.single())
        self.assertEqual(self.single().count("#include <cstdlib>"), 1)

    def test_a_header_that_users_need_too_is_not_among_the_definitions(self):
        before, after = self.single("component.hpp").split(DEFINED_HERE)
        self.assertIn("struct state {", before)
        self.assertNotIn("struct state {", after)

    def test_a_single_header_without_definitions_has_no_condition(self):
        for name in ("monitor.hpp", "hypertrace.hpp"):
            self.assertNotIn("TACHO_SOURCE", self.single(name))

    def compile(self, flags, **sources):
        files = []
        for name, text in sources.items():
            files.append(self.root / f"{name}.cpp")
            files[-1].write_text(text)
        command = [COMPILER, "-std=c++20", *flags, "-o", self.root / "program", *files]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def assert_seven(self, *flags, **sources):
        result = self.compile(flags, **sources)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(subprocess.run([self.root / "program"], check=False).returncode, 7)

    def test_definitions_are_inline_or_in_one_file(self):
        single, plain = f"-I{self.root}/single_include", f"-I{self.root}/include"
        uses = "#include <tacho/tacho.hpp>\nint main() { return count(); }\n"
        other = "#include <tacho/hyperlight.hpp>\nint other() { return count(); }\n"
        source = f"#define TACHO_SOURCE\n#include <tacho/hyperlight.hpp>\n{other}"
        apart = "-DTACHO_SEPARATE_COMPILATION"
        self.assert_seven(single, uses=uses)
        self.assert_seven(single, uses=uses, other=other)
        self.assert_seven(single, apart, uses=uses, source=source)
        self.assert_seven(plain, apart, uses=uses, source=f"#include <tacho/src.hpp>\n{other}")
        for files in ({"uses": uses}, {"uses": uses, "source": source, "twice": f"#define TACHO_SOURCE\n{uses}"}):
            self.assertNotEqual(self.compile((single, apart), **files).returncode, 0)

    def test_single_headers_and_plain_ones_meet_in_one_file(self):
        plain = ("-I", str(self.root / "include"), "-I", str(self.root))
        first, second = "#include <single_include/tacho/tacho.hpp>\n", "#include <single_include/tacho/component.hpp>\n"
        mine = "#include <tacho/tacho.hpp>\n#include <tacho/component.hpp>\n"
        program = "int main() { return count(); }\n"
        for apart in ((), ("-DTACHO_SEPARATE_COMPILATION", "-DTACHO_SOURCE")):
            for order in ((first, second), (second, mine, first), (mine, first, second)):
                self.assert_seven(*plain, *apart, uses="".join(order) + program)

    def test_the_version_and_the_tool_are_named_and_no_path(self):
        self.assertIn("// tacho 1.2.3: what <tacho/tacho.hpp> has. Generated by scripts/amalgamate.py.", self.single())
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

    def test_a_header_that_nothing_reaches_is_refused(self):
        for name in ("tacho/lonely.hpp", "tacho/http/lonely.hpp", "tacho/lonely.ipp"):
            self.write(name, "struct lonely {};")
            self.assert_refused(f"include/{name}: cannot be reached from any entry of {', '.join(NAMES)}")
            (self.root / "include" / name).unlink()

    def test_what_is_said_to_be_in_no_single_header_must_not_be_in_one(self):
        self.write("tacho/monitor.hpp", "#include <tacho/process_metrics.hpp>")
        self.assert_refused("include/tacho/process_metrics.hpp: is in a single header, though")

    def test_definitions_in_another_place_are_refused(self):
        self.write("tacho/tacho.hpp", "#include <tacho/counter.ipp>")
        self.assert_refused("include/tacho/tacho.hpp:6: definitions are included by '#if")
        self.write("tacho/tacho.hpp", *defined_in("tacho/counter.ipp"), "struct after {};")
        self.assert_refused("include/tacho/tacho.hpp:7: an own header must not be included inside #if")
        self.write("tacho/tacho.hpp", *defined_in("tacho/counter.hpp"))
        self.assert_refused("include/tacho/tacho.hpp:7: an own header must not be included inside #if")

    def test_definitions_that_are_not_there_are_refused(self):
        self.write("tacho/tacho.hpp", *defined_in("tacho/gone.ipp"))
        self.assert_refused("include/tacho/tacho.hpp:7: there is no header tacho/gone.ipp")

    def test_a_macro_that_could_change_a_hoisted_include_is_refused(self):
        self.write("tacho/counter.hpp", "#define _GNU_SOURCE", "#include <cstdlib>")
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
