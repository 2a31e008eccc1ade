// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_NAME_RULES_HPP
#define TACHO_COMPONENT_NAME_RULES_HPP

#include <tacho/detail/language/separate_compilation.hpp>

#include <string>
#include <string_view>

namespace tacho::inline v0::component {

/// A metric's name, made from any text by Dynamo's rule: characters that a name cannot contain
/// become `_`, and a `_` is put before a first character that a name cannot begin with (a digit, a
/// colon). Empty if nothing but `_` is left, which is no name.
[[nodiscard]] TACHO_DECL std::string metric_name_from(std::string_view text);

/// A label's name, made from any text by Dynamo's rule: characters that a name cannot contain,
/// colons among them, become `_`; two leading `_` are removed, because such names belong to
/// Prometheus; a `_` is put before a leading digit. Empty if nothing but `_` is left.
[[nodiscard]] TACHO_DECL std::string label_name_from(std::string_view text);

} // namespace tacho::inline v0::component

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/component/name_rules.ipp> // IWYU pragma: export
#endif

#endif
