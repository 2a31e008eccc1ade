// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_NEGOTIATION_IPP
#define TACHO_EXPOSITION_NEGOTIATION_IPP

#include <tacho/exposition/detail/header_words.hpp>
#include <tacho/exposition/negotiation.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace tacho::inline v0 {

namespace detail {

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
