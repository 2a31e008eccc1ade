// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTING_LINT_HPP
#define TACHO_TESTING_LINT_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/registry.hpp>

#include <string>
#include <vector>

namespace tacho::inline v0 {

/// Something about a metric that Prometheus' naming practices advise against.
struct lint_problem {
    std::string metric{};
    std::string text{}; // what is wrong, and what to do

    friend bool operator==(lint_problem const&, lint_problem const&) = default;
};

/// What the names, labels and help texts of a registry's metrics have against the practices of
/// Prometheus ("Metric and label naming", Prometheus documentation), in the order of the families:
/// what `promtool check metrics` complains about, and mebibytes, which it overlooks. For a test of
/// a program's own:
///
///     for (auto const& [metric, text] : tacho::lint(registry))
///         fail(metric + ": " + text);
///
/// Thread safety: safe. Errors: those of collecting.
[[nodiscard]] TACHO_DECL std::vector<lint_problem> lint(registry_ref const& of);

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/testing/lint.ipp> // IWYU pragma: export
#endif

#endif
