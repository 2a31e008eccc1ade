// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_DETAIL_STATE_LINE_IPP
#define TACHO_EXPOSITION_DETAIL_STATE_LINE_IPP

#include <tacho/exposition/detail/state_line.hpp>

#include <cstddef>

namespace tacho::inline v0::detail {

TACHO_DECL void write_state(
    piece_writer& to,
    family_description const& description,
    series_view const& series,
    std::size_t state
) {
    auto const labels = series.labels();
    auto const& name = description.name;
    to.write({name, "{", labels, labels.empty() ? "" : ",", name, "=\""});
    to.write_escaped(description.states[state], "\"");
    to.write({series.state() == state ? "\"} 1\n" : "\"} 0\n"});
}

} // namespace tacho::inline v0::detail

#endif
