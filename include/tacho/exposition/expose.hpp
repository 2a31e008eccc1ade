// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_EXPOSE_HPP
#define TACHO_EXPOSITION_EXPOSE_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/exposition/formats.hpp>
#include <tacho/registry.hpp>

#include <string>

namespace tacho::inline v0 {

/// Scrapes `of` and returns it in a format, as `to_text` does in the text format 0.0.4.
///
/// Thread safety: safe. Errors: those of collecting; std::runtime_error for a format that the
/// program does not have.
[[nodiscard]] TACHO_DECL std::string expose(registry_ref const& of, format in);

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/exposition/expose.ipp> // IWYU pragma: export
#endif

#endif
