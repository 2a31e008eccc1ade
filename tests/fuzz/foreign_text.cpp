// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition.hpp>
#include <tacho/tacho.hpp>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/targets.hpp"

namespace {

std::string written(std::vector<tacho::parsed_family> const& families) {
    std::string text;
    for (auto const& family : families) {
        text += family.head;
        for (auto const& sample : family.samples)
            text.append(sample.line).append("\n");
    }
    return text;
}

/// The scraped text of a registry's own families and the foreign ones after them; counts the
/// families that are left out.
std::string shown(std::string_view text, tacho::registry const& beside, std::size_t& left_out) {
    tacho::exposition shown;
    shown.add(beside.collect());
    shown.add(tacho::parse_text(text));
    left_out = shown.merge().families;
    std::string all;
    tacho::text_encoder encoder{shown.view()};
    for (auto piece = encoder.next(); !piece.empty(); piece = encoder.next())
        all += piece;
    return all;
}

} // namespace

void fuzz::foreign_text(bytes input) {
    std::string const text{input.begin(), input.end()};
    std::string error;
    std::size_t lines = 0;
    auto const again = written(tacho::parse_text(text, error, lines));
    require(error.empty() == (lines == 0), "what is left out has a reason");
    require(written(tacho::parse_text(again)) == again, "what is taken is taken again");
    auto const families = tacho::parse_text(again);
    tacho::registry const empty;
    std::size_t left_out = 0;
    require(shown(again, empty, left_out) == again, "all of a text is shown");
    require(left_out == 0, "nothing of a text is left out");
    tacho::registry own;
    tacho::counter const counter{own, "a", "A."};
    auto const mixed = shown(again, own, left_out);
    require(mixed.starts_with(tacho::to_text(own)), "what is ours comes first");
    auto const also_there = [](tacho::parsed_family const& family) {
        return std::ranges::any_of(tacho::sample_names(family), [](std::string const& name) {
            return name == "a" || name == "a_total" || name == "a_created";
        });
    };
    require(
        left_out == static_cast<std::size_t>(std::ranges::count_if(families, also_there)),
        "only what has our names is left out"
    );
}
