// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_PARSED_FAMILY_IPP
#define TACHO_EXPOSITION_PARSED_FAMILY_IPP

#include <tacho/exposition/parsed_family.hpp>

#include <string>
#include <vector>

namespace tacho::inline v0 {

TACHO_DECL std::vector<std::string> sample_names(parsed_family const& of) {
    std::vector<std::string> names{of.name};
    if (of.type == "histogram")
        names.push_back(of.name + "_bucket");
    if (of.type == "histogram" || of.type == "summary") {
        names.push_back(of.name + "_sum");
        names.push_back(of.name + "_count");
    }
    return names;
}

} // namespace tacho::inline v0

#endif
