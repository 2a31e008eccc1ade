// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_DETAIL_ROUTE_HPP
#define TACHO_HTTP_DETAIL_ROUTE_HPP

#include <cstdint>
#include <string_view>

namespace tacho::inline v0::http::detail {

enum class route : std::uint8_t { none, landing, metrics, health };

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

// The path of a request target: without query, and without scheme and authority, which a server
// must accept too ("absolute form"), because proxies send them.
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

constexpr route find_route(std::string_view target, std::string_view metrics_path) noexcept {
    auto const path = path_of(target);
    return path == metrics_path ? route::metrics : fixed_route(path);
}

} // namespace tacho::inline v0::http::detail

#endif
