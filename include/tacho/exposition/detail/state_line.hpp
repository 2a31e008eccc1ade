// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_DETAIL_STATE_LINE_HPP
#define TACHO_EXPOSITION_DETAIL_STATE_LINE_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/exposition/detail/piece_writer.hpp>
#include <tacho/family_description.hpp>
#include <tacho/snapshot.hpp>

#include <cstddef>

namespace tacho::inline v0::detail {

/// Writes the line of one state of a stateset, as all text formats have it.
TACHO_DECL void write_state(
    piece_writer& to,
    family_description const& description,
    series_view const& series,
    std::size_t state
);

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/exposition/detail/state_line.ipp> // IWYU pragma: export
#endif

#endif
