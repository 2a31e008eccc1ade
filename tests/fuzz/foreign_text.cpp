// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition.hpp>
#include <tacho/tacho.hpp>

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/targets.hpp"
#include "support/encode.hpp"

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

[[nodiscard]] std::ptrdiff_t samples_in(std::string_view text) {
    std::ptrdiff_t count = 0;
    for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1)
        count += text[at] != '#' ? 1 : 0;
    return count;
}

/// The text in another format.
std::string in_format(tacho::format format, std::string_view text) {
    tacho::exposition shown;
    shown.add(tacho::registry{}.collect());
    shown.add(tacho::parse_text(text));
    shown.merge();
    return encode(format, shown.view());
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
    auto const open_metrics = in_format(tacho::format::openmetrics_1, again);
    require(open_metrics.ends_with("# EOF\n"), "OpenMetrics has an end");
    require(samples_in(open_metrics) == samples_in(again), "OpenMetrics has every sample");
    require(in_format(tacho::format::json, again).ends_with("]}\n"), "JSON has an end");
    if (tacho::is_available(tacho::format::protobuf))
        require(
            in_format(tacho::format::protobuf, again).empty() == (samples_in(again) == 0),
            "protobuf has families if there are samples"
        );
    tacho::registry own;
    tacho::counter const counter{own, "a", "A."};
    auto const mixed = shown(again, own, left_out);
    require(mixed.starts_with(tacho::to_text(own)), "what is ours comes first");
    auto const also_there = [](tacho::parsed_family const& family) {
        return std::ranges::any_of(tacho::sample_names(family), [](std::string const& name) {
            return name == "a";
        });
    };
    require(
        left_out == static_cast<std::size_t>(std::ranges::count_if(families, also_there)),
        "only what has our names is left out"
    );
}
