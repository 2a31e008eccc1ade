// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_DETAIL_VALIDATE_HPP
#define TACHO_HTTP_DETAIL_VALIDATE_HPP

#include <tacho/http/detail/listen.hpp>
#include <tacho/http/detail/route.hpp>
#include <tacho/http/options.hpp>
#include <tacho/http/page.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace tacho::inline v0::http::detail {

[[noreturn]] inline void
refuse_option(std::string_view name, std::string_view value, std::string_view reason) {
    std::string message{"tacho::http::options: "};
    message.append(name).append(" is ").append(value).append(", but ").append(reason);
    throw std::invalid_argument{message};
}

// Shows bytes that are not printable as \xNN, because a NUL would end the message.
inline std::string in_quotes(std::string_view value) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text{'"'};
    for (char const c : value) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte < 0x7f)
            text += c;
        else
            text.append("\\x").append(1, digits[byte / 16]).append(1, digits[byte % 16]);
    }
    return text += '"';
}

inline void
validate_number(std::string_view name, std::size_t value, std::size_t lowest, std::size_t highest) {
    if (value < lowest || value > highest)
        refuse_option(
            name,
            std::to_string(value),
            "must be from " + std::to_string(lowest) + " to " + std::to_string(highest)
        );
}

// With the upper limit, `now + timeout` is far from the latest time of the clock.
inline void validate_timeout(std::string_view name, std::chrono::milliseconds value) {
    constexpr std::chrono::milliseconds longest = std::chrono::hours{24};
    if (value <= value.zero() || value > longest)
        refuse_option(
            name,
            std::to_string(value.count()) + " ms",
            "must be more than 0 and at most 24 hours (" + std::to_string(longest.count()) + " ms)"
        );
}

inline constexpr char const* accepted_addresses =
    "must be an IP address or a host name, with or without a port: 127.0.0.1, 127.0.0.1:9100, ::1, "
    "[::1]:9100, localhost";

inline void validate_address(std::string_view value) {
    if (value.empty())
        refuse_option("address", in_quotes(value), accepted_addresses);
    if (value.starts_with("unix:") || value.find('/') != value.npos || !find_place(value, 0))
        refuse_option("address", in_quotes(value), accepted_addresses);
    if (value.find('\0') != value.npos)
        refuse_option("address", in_quotes(value), "must not contain a NUL");
}

inline void validate_path(std::string_view name, std::string_view value, bool own_pages) {
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                         "0123456789/-._~";
    if (!value.starts_with('/'))
        refuse_option(name, in_quotes(value), "must start with '/'");
    if (value.size() > 1024)
        refuse_option(name, in_quotes(value), "must not be longer than 1024 bytes");
    if (value.find_first_not_of(allowed) != value.npos)
        refuse_option(name, in_quotes(value), "must be letters, digits and / - . _ ~ only");
    if (own_pages && is_fixed_path(value))
        refuse_option(name, in_quotes(value), "the exposer itself answers there");
}

inline void validate_pages(options const& chosen) {
    for (auto each = chosen.pages.begin(); each != chosen.pages.end(); ++each) {
        validate_path("a page's path", each->path, chosen.own_pages);
        auto const same = [&](page const& other) { return other.path == each->path; };
        if (each->path == chosen.path || std::any_of(chosen.pages.begin(), each, same))
            refuse_option("a page's path", in_quotes(each->path), "something else is there");
        auto const& type = each->content_type;
        if (type.empty() || type.size() > 100 ||
            !std::ranges::all_of(type, [](char c) { return c >= ' ' && c <= '~'; }))
            refuse_option(
                "a page's content_type", in_quotes(type), "must be 1 to 100 printable characters"
            );
        if (!each->make)
            refuse_option("a page's make", "empty", "must be a function");
    }
}

// Throws `std::invalid_argument` with the name of the option, its value and the reason.
inline void validate(options const& chosen) {
    validate_address(chosen.address);
    validate_path("path", chosen.path, chosen.own_pages);
    validate_pages(chosen);
    validate_number("header_limit", chosen.header_limit, 256, std::size_t{1} << 20);
    validate_number("max_connections", chosen.max_connections, 1, 65536);
    validate_number("max_scrapes", chosen.max_scrapes, 1, 65536);
    validate_timeout("idle_timeout", chosen.idle_timeout);
    validate_timeout("header_timeout", chosen.header_timeout);
    validate_timeout("write_timeout", chosen.write_timeout);
    validate_timeout("response_timeout", chosen.response_timeout);
    validate_timeout("stop_timeout", chosen.stop_timeout);
}

} // namespace tacho::inline v0::http::detail

#endif
