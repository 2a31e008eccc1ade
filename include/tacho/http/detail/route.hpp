// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_DETAIL_ROUTE_HPP
#define TACHO_HTTP_DETAIL_ROUTE_HPP

#include <tacho/http/options.hpp>
#include <tacho/http/page.hpp>

#include <cstdint>
#include <string_view>

namespace tacho::inline v0::http::detail {

enum class route : std::uint8_t { none, landing, metrics, health, page };

constexpr route fixed_route(std::string_view path) noexcept {
    if (path == "/")
        return route::landing;
    if (path == "/-/healthy" || path == "/healthz")
        return route::health;
    return route::none;
}

constexpr bool is_fixed_path(std::string_view path) noexcept {
    return fixed_route(path) != route::none;
}

// The path of a request target, without the query. A target may begin with a scheme and an
// authority (the "absolute form", which proxies send and every server must accept); they are left
// out, too.
constexpr std::string_view path_of(std::string_view target) noexcept {
    target = target.substr(0, target.find_first_of("?#"));
    if (target.starts_with('/'))
        return target;
    auto const authority = target.find("://");
    if (authority == target.npos)
        return target;
    auto const path = target.find('/', authority + 3);
    return path == target.npos ? std::string_view{"/"} : target.substr(path);
}

// The route of a request, and for `route::page` the page; otherwise `shown` is null.
struct destination {
    route to = route::none;
    page const* shown = nullptr;
};

inline destination find_destination(std::string_view target, options const& chosen) noexcept {
    auto const path = path_of(target);
    if (path == chosen.path)
        return {route::metrics};
    for (auto const& each : chosen.pages)
        if (path == each.path)
            return {route::page, &each};
    return {chosen.own_pages ? fixed_route(path) : route::none};
}

} // namespace tacho::inline v0::http::detail

#endif
