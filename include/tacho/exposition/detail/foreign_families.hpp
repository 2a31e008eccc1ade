// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_DETAIL_FOREIGN_FAMILIES_HPP
#define TACHO_EXPOSITION_DETAIL_FOREIGN_FAMILIES_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/exposition/parsed_family.hpp>

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace tacho::inline v0::detail {

/// A line of a foreign text that has a sample.
struct foreign_sample {
    std::size_t line;
    std::string name;
    std::map<std::string, std::string> labels; // decoded, without those whose value is empty
    std::string value{};
    std::string time{};
    std::string text{}; // to be shown
};

/// Puts the families of a foreign text together, whose parts may come in any order: first every
/// HELP and TYPE, then every sample. (The containers are trees: keys of a hash table could be
/// chosen to collide.)
///
/// Functions that take a line return why it is left out, or an empty text.
class foreign_families {
public:
    [[nodiscard]] std::string_view
    set_type(std::string_view name, std::string_view said, std::size_t line);
    [[nodiscard]] std::string_view
    set_help(std::string_view name, std::string_view said, std::size_t line);
    /// Takes the text of `sample`, unless the line is left out.
    [[nodiscard]] std::string_view add(foreign_sample& sample);

    /// Gives the families in the order of their first lines.
    [[nodiscard]] std::vector<parsed_family> take();

private:
    [[nodiscard]] std::size_t index_of(std::string_view name, std::size_t line);

    std::vector<parsed_family> families_{};
    std::vector<std::size_t> begins_{};          // the first line of each family
    std::map<std::string, std::size_t> named_{}; // families by sample name
    std::set<std::string> helped_{};             // names with a HELP
    std::set<std::string> seen_{};               // series
};

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/exposition/detail/foreign_families.ipp> // IWYU pragma: export
#endif

#endif
