// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_DETAIL_PIECE_WRITER_IPP
#define TACHO_EXPOSITION_DETAIL_PIECE_WRITER_IPP

#include <tacho/exposition/detail/piece_writer.hpp>

#include <algorithm>
#include <string>

namespace tacho::inline v0::detail {

TACHO_DECL void piece_writer::begin(std::string& memory) {
    memory_ = &memory;
    end_ = 0;
    sent_ = 0;
    memory.resize((std::max)(memory.size(), 2 * max_piece));
}

} // namespace tacho::inline v0::detail

#endif
