// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_NEGOTIATION_IPP
#define TACHO_EXPOSITION_NEGOTIATION_IPP

#include <tacho/exposition/negotiation.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace tacho::inline v0 {

namespace detail {

/// Returns the text before the next `separator` that is not in quotes, without blanks around it;
/// `rest` is then the text behind the separator.
[[nodiscard]] inline std::string_view next_item(std::string_view& rest, char separator) noexcept {
    std::size_t end = 0;
    for (bool quoted = false; end < rest.size() && (quoted || rest[end] != separator); ++end) {
        quoted = quoted != (rest[end] == '"');
        if (quoted && rest[end] == '\\')
            ++end;
    }
    auto item = rest.substr(0, end);
    rest.remove_prefix((std::min)(rest.size(), end + 1));
    item.remove_prefix((std::min)(item.size(), item.find_first_not_of(" \t")));
    return item.substr(0, item.find_last_not_of(" \t") + 1);
}

[[nodiscard]] inline bool same_token(std::string_view a, std::string_view b) noexcept {
    auto const lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [&](char one, char other) {
               return lower(one) == lower(other);
           });
}

/// The value of the parameter `name` in `parameters`, such as `a=1; b="2"`; std::nullopt if they
/// lack it. (A text in quotes with a backslash is none of the values that are asked for.)
[[nodiscard]] inline std::optional<std::string_view>
parameter(std::string_view parameters, std::string_view name) noexcept {
    while (!parameters.empty()) {
        auto value = next_item(parameters, ';');
        auto const found = next_item(value, '=');
        if (!same_token(found, name))
            continue;
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
            value = value.substr(1, value.size() - 2);
        return value;
    }
    return std::nullopt;
}

/// The weight of a type, in thousandths, from 0 to 1000; 0 if it is no number.
[[nodiscard]] inline int weight_of(std::string_view text) noexcept {
    constexpr int whole = 1000;
    if (text.empty() || text.front() < '0' || text.front() > '9')
        return 0;
    int weight = 0;
    int place = 0; // 0 before the point
    for (char const c : text) {
        if (c == '.' && place == 0) {
            place = whole;
        } else if (c < '0' || c > '9') {
            return 0;
        } else if (place == 0) {
            weight = (std::min)(10 * weight + whole * (c - '0'), 10 * whole);
        } else {
            place /= 10;
            weight += place * (c - '0');
        }
    }
    return (std::min)(weight, whole);
}

/// A type that can be chosen.
struct offered_type {
    tacho::format format;
    bool is_version_0_0_1;
};

/// What is offered for a type and its parameters.
[[nodiscard]] inline std::optional<offered_type>
offered_for(std::string_view type, std::string_view parameters) noexcept {
    auto const version = parameter(parameters, "version");
    if (same_token(type, "text/plain")) {
        if (!version || version == "0.0.4")
            return offered_type{format::text_0_0_4, false};
        if (version == "1.0.0")
            return offered_type{format::text_1_0_0, false};
    }
    if (same_token(type, "application/openmetrics-text"))
        if (!version || version == "1.0.0" || version == "0.0.1")
            return offered_type{format::openmetrics_1, version == "0.0.1"};
    if (same_token(type, "application/vnd.google.protobuf") && is_available(format::protobuf) &&
        parameter(parameters, "proto") == "io.prometheus.client.MetricFamily" &&
        parameter(parameters, "encoding") == "delimited")
        return offered_type{format::protobuf, false};
    if (same_token(type, "application/json"))
        return offered_type{format::json, false};
    return std::nullopt;
}

inline constexpr std::array<std::string_view, 4> escaping_texts{
    "underscores", "dots", "values", "allow-utf-8"
};

#define TACHO_WITH_ESCAPINGS(type)                                                                 \
    {type "; escaping=underscores",                                                                \
     type "; escaping=dots",                                                                       \
     type "; escaping=values",                                                                     \
     type "; escaping=allow-utf-8"}

inline constexpr std::array<std::string_view, 4> text_0_0_4_types =
    TACHO_WITH_ESCAPINGS("text/plain; version=0.0.4; charset=utf-8");
inline constexpr std::array<std::string_view, 4> text_1_0_0_types =
    TACHO_WITH_ESCAPINGS("text/plain; version=1.0.0; charset=utf-8");
inline constexpr std::array<std::string_view, 4> openmetrics_1_types =
    TACHO_WITH_ESCAPINGS("application/openmetrics-text; version=1.0.0; charset=utf-8");
inline constexpr std::array<std::string_view, 4> openmetrics_0_types =
    TACHO_WITH_ESCAPINGS("application/openmetrics-text; version=0.0.1; charset=utf-8");
inline constexpr std::array<std::string_view, 4> protobuf_types = TACHO_WITH_ESCAPINGS(
    "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited"
);

#undef TACHO_WITH_ESCAPINGS

} // namespace detail

TACHO_DECL void negotiation::accept(std::string_view header) noexcept {
    while (!header.empty()) {
        auto parameters = detail::next_item(header, ',');
        auto const type = detail::next_item(parameters, ';');
        consider(type, parameters);
    }
}

TACHO_DECL void negotiation::consider(std::string_view type, std::string_view parameters) noexcept {
    auto const weight = detail::weight_of(detail::parameter(parameters, "q").value_or("1"));
    auto const offered = detail::offered_for(type, parameters);
    if (!offered || weight <= weight_)
        return;
    weight_ = weight;
    format_ = offered->format;
    is_version_0_0_1_ = offered->is_version_0_0_1;
    auto const& texts = detail::escaping_texts;
    auto const stated = detail::parameter(parameters, "escaping").value_or("");
    auto const found = std::find(texts.begin(), texts.end(), stated);
    states_escaping_ = found != texts.end();
    escaping_ = states_escaping_ ? static_cast<tacho::escaping>(found - texts.begin())
                                 : tacho::escaping::underscores;
}

TACHO_DECL std::string_view negotiation::content_type() const noexcept {
    auto const scheme = static_cast<std::size_t>(escaping_);
    switch (format_) {
    case tacho::format::text_0_0_4:
        return states_escaping_ ? detail::text_0_0_4_types[scheme]
                                : "text/plain; version=0.0.4; charset=utf-8";
    case tacho::format::text_1_0_0:
        return detail::text_1_0_0_types[scheme];
    case tacho::format::openmetrics_1:
        return (
            is_version_0_0_1_ ? detail::openmetrics_0_types : detail::openmetrics_1_types
        )[scheme];
    case tacho::format::protobuf:
        return detail::protobuf_types[scheme];
    case tacho::format::json:
        break;
    }
    return "application/json";
}

} // namespace tacho::inline v0

#endif
