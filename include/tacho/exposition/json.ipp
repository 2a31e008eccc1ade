// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_JSON_IPP
#define TACHO_EXPOSITION_JSON_IPP

#include <tacho/detail/language/floating_bits.hpp>
#include <tacho/detail/text/json_text.hpp>
#include <tacho/detail/text/number_text.hpp>
#include <tacho/exposition/detail/foreign_metrics.hpp>
#include <tacho/exposition/json.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace tacho::inline v0 {

TACHO_DECL void json_encoder::begin(exposition_view from) {
    from_ = from;
    series_ = 0;
    parsed_ = 0;
    has_family_ = false;
    in_family_ = false;
    ended_ = false;
    present_ = from_.next();
    out_.begin(from_.text_memory());
    out_.write({"{\"format\":\"tacho\",\"version\":1,\"families\":["});
}

TACHO_DECL std::string_view json_encoder::next() {
    if (out_.needs_more()) {
        while (present_ && !out_.full())
            write_some();
        while (!present_ && parsed_ < from_.parsed().size() && !out_.full())
            write_foreign(from_.parsed()[parsed_++]);
        if (!present_ && parsed_ == from_.parsed().size() && !std::exchange(ended_, true))
            out_.write({"\n]}\n"});
    }
    return out_.take();
}

/// Writes series of the present family until a piece is full.
TACHO_DECL void json_encoder::write_some() {
    auto const of =
        *present_; // a copy: the text could overlap this object, for all the compiler knows
    auto const& description = of.description();
    auto const begin = [&] {
        if (!in_family_)
            begin_family(
                description.name, to_string(description.type), description.unit, description.help
            );
    };
    for (; series_ < of.size(); ++series_) {
        if (out_.full())
            return;
        auto const series = of[series_];
        if (!series.present())
            continue;
        begin();
        write_series(description, series);
    }
    if (description.announced)
        begin();
    series_ = 0;
    present_ = from_.next();
    if (in_family_ && !(present_ && present_->continues()))
        end_family();
}

TACHO_DECL void json_encoder::begin_family(
    std::string_view name, std::string_view type, std::string_view unit, std::string_view help
) {
    out_.write({std::exchange(has_family_, true) ? ",\n" : "\n", "{\"name\":"});
    write_text(name);
    out_.write({",\"type\":\"", type.empty() ? "untyped" : type, "\",\"help\":"});
    write_text(help);
    if (!unit.empty()) {
        out_.write({",\"unit\":"});
        write_text(unit);
    }
    out_.write({",\"series\":["});
    in_family_ = true;
    has_series_ = false;
}

TACHO_DECL void json_encoder::end_family() {
    out_.write({"]}"});
    in_family_ = false;
}

TACHO_DECL void json_encoder::begin_series() {
    out_.write({std::exchange(has_series_, true) ? ",\n" : "\n", "{"});
}

TACHO_DECL void
json_encoder::write_series(family_description const& description, series_view const& series) {
    begin_series();
    out_.write({"\"labels\":{"});
    bool first = true;
    for (std::size_t i = 0; i < series.label_count(); ++i) {
        auto const [name, value] = series.label(i);
        if (value.empty()) // as if it were not there
            continue;
        out_.write({std::exchange(first, false) ? "" : ","});
        write_text(name);
        out_.write({":"});
        write_text(value);
    }
    if (description.type == metric_type::stateset) {
        out_.write({"},\"states\":{"});
        for (std::size_t i = 0; i < description.states.size(); ++i) {
            out_.write({i == 0 ? "" : ","});
            write_text(description.states[i]);
            out_.write({series.state() == i ? ":1" : ":0"});
        }
        return out_.write({"}}"});
    }
    if (description.type != metric_type::histogram && description.type != metric_type::summary) {
        out_.write({"},\"value\":"});
        switch (description.number) {
        case number_kind::unsigned_integer:
            write_number(series.as_unsigned());
            break;
        case number_kind::signed_integer:
            write_number(series.as_signed());
            break;
        case number_kind::floating:
            write_number(series.as_floating());
            break;
        }
        return out_.write({"}"});
    }
    auto const bounds = description.bounds.size();
    out_.write({"},\"count\":"});
    write_number(series.count(bounds));
    out_.write({",\"sum\":"});
    write_number(series.sum(bounds));
    if (description.type == metric_type::summary)
        return out_.write({"}"});
    out_.write({",\"buckets\":["});
    std::uint64_t cumulative = 0;
    for (std::size_t i = 0; i <= bounds; ++i) {
        cumulative += series.buckets(bounds)[i];
        out_.write({i == 0 ? "[" : ",[", i == bounds ? "\"+Inf\"" : description.bound_texts[i], ","}
        );
        write_number(cumulative);
        out_.write({"]"});
    }
    out_.write({"]}"});
}

/// Writes a family of a foreign text: its samples, one by one.
TACHO_DECL void json_encoder::write_foreign(parsed_family const& of) {
    begin_family(of.name, of.type, {}, detail::unescaped_help(of.help));
    for (auto const& each : of.samples) {
        begin_series();
        if (each.name != of.name)
            out_.write({"\"name\":\"", each.name, "\","});
        out_.write({"\"labels\":{"});
        bool first = true;
        for (auto const& [name, value] : each.labels) {
            out_.write({std::exchange(first, false) ? "" : ","});
            write_text(name);
            out_.write({":"});
            write_text(value);
        }
        out_.write({"},\"value\":"});
        write_number(detail::go_number(each.value));
        if (!each.time.empty())
            out_.write({",\"timestamp_ms\":", each.time});
        out_.write({"}"});
    }
    end_family();
}

TACHO_DECL void json_encoder::write_text(std::string_view text) {
    out_.ends_at(detail::write_json_text(out_.room(detail::json_room(text)), text));
}

template <typename Number>
void json_encoder::write_number(Number value) {
    bool is_number = true;
    if constexpr (std::is_floating_point_v<Number>)
        is_number = !detail::is_nan(value) && !detail::is_infinite(value);
    auto* to = out_.room(detail::number_room + 2);
    if (!is_number)
        *to++ = '"';
    to = detail::write_number(to, value);
    if (!is_number)
        *to++ = '"';
    out_.ends_at(to);
}

} // namespace tacho::inline v0

#endif
