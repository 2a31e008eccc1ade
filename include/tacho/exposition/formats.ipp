// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_FORMATS_IPP
#define TACHO_EXPOSITION_FORMATS_IPP

#include <tacho/exposition/formats.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace tacho::inline v0 {

namespace detail {

TACHO_DECL std::unique_ptr<encoder> make_text_encoder() {
    return std::make_unique<text_encoder>();
}

/// Returns the text before the next `separator`, without blanks around it; `rest` is then the text
/// after the separator.
[[nodiscard]] inline std::string_view next_item(std::string_view& rest, char separator) noexcept {
    auto item = rest.substr(0, rest.find(separator));
    rest.remove_prefix((std::min)(rest.size(), item.size() + 1));
    item.remove_prefix((std::min)(item.size(), item.find_first_not_of(" \t")));
    return item.substr(0, item.find_last_not_of(" \t") + 1);
}

[[nodiscard]] inline bool same_token(std::string_view a, std::string_view b) noexcept {
    auto const lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return std::ranges::equal(a, b, {}, lower, lower);
}

/// The value of the parameter `name`, or `fallback` if `parameters`, such as `a=1; b=2`, lack it.
[[nodiscard]] inline std::string_view
parameter(std::string_view parameters, std::string_view name, std::string_view fallback) noexcept {
    while (!parameters.empty()) {
        auto value = next_item(parameters, ';');
        if (same_token(next_item(value, '='), name))
            return value;
    }
    return fallback;
}

/// The weight of an accepted type, in thousandths; 0, which means "not accepted", if it is
/// malformed.
[[nodiscard]] inline int quality(std::string_view parameters) noexcept {
    auto const text = parameter(parameters, "q", "1");
    if (text.empty() || (text[0] != '0' && text[0] != '1') || (text.size() > 1 && text[1] != '.'))
        return 0;
    int thousandths = (text[0] - '0') * 1000;
    int place = 100;
    for (std::size_t i = 2; i < text.size(); ++i, place /= 10) {
        if (text[i] < '0' || text[i] > '9')
            return 0;
        thousandths += (text[i] - '0') * place;
    }
    return thousandths;
}

/// Whether the types are equal and `media_type` has no parameter whose value differs from that of
/// the accepted type.
[[nodiscard]] inline bool accepts(std::string_view accepted, std::string_view media_type) noexcept {
    auto const wanted = next_item(accepted, ';');
    if (wanted != "*/*" && !same_token(wanted, next_item(media_type, ';')))
        return false;
    while (!accepted.empty()) {
        auto value = next_item(accepted, ';');
        auto const name = next_item(value, '=');
        if (!same_token(parameter(media_type, name, value), value))
            return false;
    }
    return true;
}

} // namespace detail

TACHO_DECL exposition_format const&
choose_format(std::string_view accept, std::span<exposition_format const> among) noexcept {
    auto const* chosen = &among.front();
    int best = 0;
    while (!accept.empty()) {
        auto const accepted = detail::next_item(accept, ',');
        auto parameters = accepted;
        static_cast<void>(detail::next_item(parameters, ';'));
        auto const weight = detail::quality(parameters);
        auto const found = std::ranges::find_if(among, [&](auto const& each) {
            return detail::accepts(accepted, each.media_type);
        });
        if (weight > best && found != among.end()) {
            chosen = std::to_address(found);
            best = weight;
        }
    }
    return *chosen;
}

} // namespace tacho::inline v0

#endif
