// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_SUPPORT_ENCODE_HPP
#define TACHO_TESTS_SUPPORT_ENCODE_HPP

#include <tacho/exposition/encoder.hpp>
#include <tacho/exposition/exposition_view.hpp>
#include <tacho/exposition/formats.hpp>

#include <string>

/// All that an encoder gives for `from`; "too large" if a piece is, because a test of the bytes
/// then fails.
[[nodiscard]] inline std::string encode(tacho::format in, tacho::exposition_view from) {
    auto const made = tacho::make_encoder(in);
    made->begin(from);
    std::string text;
    for (auto piece = made->next(); !piece.empty(); piece = made->next()) {
        if (piece.size() > tacho::max_piece)
            return "too large";
        text.append(piece);
    }
    return text;
}

#endif
