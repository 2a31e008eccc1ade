// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_EXPOSE_IPP
#define TACHO_EXPOSITION_EXPOSE_IPP

#include <tacho/exposition/expose.hpp>
#include <tacho/exposition/exposition_view.hpp>

#include <string>

namespace tacho::inline v0 {

TACHO_DECL std::string expose(registry_ref const& of, format in) {
    auto const made = make_encoder(in);
    auto scraped = of.collect();
    made->begin(exposition_view{{&scraped, 1}});
    std::string text;
    for (auto piece = made->next(); !piece.empty(); piece = made->next())
        text.append(piece);
    return text;
}

} // namespace tacho::inline v0

#endif
