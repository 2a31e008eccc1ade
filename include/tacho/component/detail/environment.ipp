// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_DETAIL_ENVIRONMENT_IPP
#define TACHO_COMPONENT_DETAIL_ENVIRONMENT_IPP

#include <tacho/component/detail/environment.hpp>
#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/text/in_quotes.hpp>
#include <tacho/error.hpp>

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <system_error>

namespace tacho::inline v0::component::detail {

[[noreturn]] inline void
refuse_variable(std::string_view name, std::string_view value, std::string_view why) {
    std::string message{"tacho: the environment's "};
    message.append(name).append(" is ").append(tacho::detail::in_quotes(value));
    tacho::detail::fail<std::invalid_argument>(message.append(", but ").append(why));
}

TACHO_DECL std::optional<std::string> environment_reader::text(char const* name) const {
    auto const* const found = of_(name);
    return found == nullptr ? std::nullopt : std::optional<std::string>{found};
}

TACHO_DECL int
environment_reader::number(char const* name, int least, int most, int otherwise) const {
    auto const given = text(name);
    if (!given)
        return otherwise;
    int value = 0;
    auto const* const end = given->data() + given->size();
    auto const [stop, error] = std::from_chars(given->data(), end, value);
    if (error != std::errc{} || stop != end || value < least || value > most)
        refuse_variable(
            name,
            *given,
            "must be a number from " + std::to_string(least) + " to " + std::to_string(most)
        );
    return value;
}

TACHO_DECL std::chrono::seconds environment_reader::seconds(char const* name, int otherwise) const {
    return std::chrono::seconds{number(name, 1, 24 * 60 * 60, otherwise)};
}

TACHO_DECL bool environment_reader::flag(char const* name, bool otherwise) const {
    return choice(name, {"true", "1", "yes", "on"}, {"false", "0", "no", "off"}, otherwise);
}

TACHO_DECL bool
environment_reader::choice(char const* name, words yes, words no, bool otherwise) const {
    auto const given = text(name);
    if (!given || given->empty())
        return otherwise;
    auto lower = *given;
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (std::ranges::find(yes, lower) != yes.end())
        return true;
    if (std::ranges::find(no, lower) == no.end()) {
        std::string const first{*yes.begin()};
        refuse_variable(name, *given, "must be " + first + " or " + std::string{*no.begin()});
    }
    return false;
}

} // namespace tacho::inline v0::component::detail

#endif
