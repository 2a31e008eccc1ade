// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_PARSED_FAMILY_HPP
#define TACHO_EXPOSITION_PARSED_FAMILY_HPP

#include <tacho/detail/language/separate_compilation.hpp>

#include <map>
#include <string>
#include <vector>

namespace tacho::inline v0 {

/// A foreign family: a family of a text in the Prometheus text format that another program has
/// written.
struct parsed_family {
    struct sample {
        /// Equal for every spelling of one series, and for all lines of one histogram or summary.
        std::string metric;
        std::string line; // as it was written, without blanks around it and without line feed

        // What the line says.
        std::string name{};
        std::map<std::string, std::string> labels{}; // without those whose value is empty
        std::string value{};                         // as it was written
        std::string time{};                          // in milliseconds; empty if there is none
    };

    std::string name{};
    std::string type{}; // empty where the text states none
    std::string help{}; // as it is written: escaped
    std::string head{}; // its HELP and TYPE lines, as far as the text has them
    std::vector<sample> samples{};
};

/// The names that the samples of a parsed family may have.
[[nodiscard]] TACHO_DECL std::vector<std::string> sample_names(parsed_family const& of);

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/exposition/parsed_family.ipp> // IWYU pragma: export
#endif

#endif
