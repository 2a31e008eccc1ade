// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_DETAIL_ANSWER_HPP
#define TACHO_HTTP_DETAIL_ANSWER_HPP

#include <tacho/http/options.hpp>

#include <string>
#include <string_view>

namespace tacho::inline v0::http::detail {

// An answer whose whole text is known before it is sent.
struct answer {
    std::string_view status;
    std::string_view body;
    std::string_view content_type = "text/plain; charset=utf-8";
    std::string_view allow{};
};

namespace answers {

inline constexpr answer healthy{"200 OK", "OK\n"};
inline constexpr answer bad_request{"400 Bad Request", "Bad request.\n"};
inline constexpr answer method_not_allowed{
    .status = "405 Method Not Allowed",
    .body = "Only GET and HEAD are answered here.\n",
    .allow = "GET, HEAD",
};
inline constexpr answer content_too_large{
    "413 Content Too Large", "A request must not have a body here.\n"
};
inline constexpr answer header_too_large{
    "431 Request Header Fields Too Large", "The request's header is too large.\n"
};
inline constexpr answer collect_failed{
    "500 Internal Server Error", "The metrics could not be collected.\n"
};
inline constexpr answer page_failed{"500 Internal Server Error", "The page could not be made.\n"};
inline constexpr answer busy{"503 Service Unavailable", "Too many scrapes, try again later.\n"};

} // namespace answers

[[nodiscard]] inline std::string escaped_for_html(std::string_view text) {
    std::string escaped;
    for (char const c : text)
        if (c == '&' || c == '<' || c == '>')
            escaped.append(c == '&' ? "&amp;" : c == '<' ? "&lt;" : "&gt;");
        else
            escaped += c;
    return escaped;
}

// The page at `/`. Paths need no escaping: validate_path refuses the characters that HTML escapes.
[[nodiscard]] inline std::string landing_page(options const& chosen) {
    std::string page{
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>tacho</title></head>\n<body>\n"
        "<h1>tacho</h1>\n<ul>\n"
    };
    auto const link = [&](std::string_view path, std::string_view what) {
        page.append("<li><a href=\"").append(path).append("\">").append(path).append("</a>: ");
        page.append(what).append("</li>\n");
    };
    link(chosen.path, "the metrics");
    for (auto const& each : chosen.pages)
        link(each.path, escaped_for_html(each.title));
    link("/-/healthy", "whether the process answers");
    link("/healthz", "the same");
    page.append("</ul>\n</body>\n</html>\n");
    return page;
}

} // namespace tacho::inline v0::http::detail

#endif
