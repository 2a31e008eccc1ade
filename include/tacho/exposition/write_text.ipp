// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_WRITE_TEXT_IPP
#define TACHO_EXPOSITION_WRITE_TEXT_IPP

#include <tacho/exposition/text.hpp>
#include <tacho/exposition/write_text.hpp>
#include <tacho/registry.hpp>
#include <tacho/self_metrics.hpp>

#include <string>
#include <string_view>

namespace tacho::inline v0 {

TACHO_DECL void detail::write_text(
    registry_ref const& of, void (*sink)(void* context, std::string_view), void* context
) {
    auto scraped = of.collect();
    text_encoder encoder{scraped};
    for (auto piece = encoder.next(); !piece.empty(); piece = encoder.next())
        sink(context, piece);
}

TACHO_DECL std::string to_text(registry_ref const& of, text_options const& chosen) {
    std::string text;
    write_text(of, [&](std::string_view piece) { text.append(piece); });
    if (!chosen.self_metrics)
        return text;
    registry apart;
    self_metrics const all{apart};
    auto scraped = apart.collect();
    scraped.leave_out([&](std::string const& name) {
        return text.find("# TYPE " + name + " ") != std::string::npos;
    });
    text_encoder encoder{scraped};
    for (auto piece = encoder.next(); !piece.empty(); piece = encoder.next())
        text.append(piece);
    return text;
}

} // namespace tacho::inline v0

#endif
