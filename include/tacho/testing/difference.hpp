// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTING_DIFFERENCE_HPP
#define TACHO_TESTING_DIFFERENCE_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/registry.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace tacho::inline v0::testing {

/// How the text of a registry differs from an expected one; empty if it does not. A line that is
/// only expected begins with `- `, one that is only there with `+ `, and the lines around them with
/// blanks.
///
/// With `families`, only the families of these names are compared, and a name that neither has is
/// told in a line that begins with `! `. The order of families and of
/// series does not count, and neither do empty lines and blanks at the ends of lines, so that an
/// expected text may be indented.
///
///     auto const problem = tacho::testing::difference(registry, R"(
///         # HELP requests_total Requests.
///         # TYPE requests_total counter
///         requests_total{code="200"} 1
///     )");
///     assert(problem.empty() || (std::fputs(problem.c_str(), stderr), false));
///
/// Thread safety: safe. Errors: those of collecting.
[[nodiscard]] TACHO_DECL std::string difference(
    registry_ref const& from,
    std::string_view expected,
    std::vector<std::string> const& families = {}
);

} // namespace tacho::inline v0::testing

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/testing/difference.ipp> // IWYU pragma: export
#endif

#endif
