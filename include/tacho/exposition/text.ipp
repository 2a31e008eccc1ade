// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_TEXT_IPP
#define TACHO_EXPOSITION_TEXT_IPP

#include <tacho/exposition/detail/state_line.hpp>
#include <tacho/exposition/text.hpp>

#include <cstddef>
#include <string_view>
#include <utility>

namespace tacho::inline v0 {

namespace detail {

/// A type's name in the text format, which has fewer.
[[nodiscard]] inline std::string_view text_type(metric_type type) noexcept {
    return type == metric_type::info || type == metric_type::stateset ? "gauge" : to_string(type);
}

} // namespace detail

TACHO_DECL void text_encoder::begin(exposition_view from) {
    from_ = from;
    at_ = {};
    present_ = from_.next();
    head_written_ = false;
    out_.begin(from_.text_memory());
}

TACHO_DECL std::string_view text_encoder::next() {
    if (out_.needs_more()) {
        while (present_ && !out_.full())
            write_some();
        while (!present_ && at_.parsed < from_.parsed().size() && !out_.full())
            write_some(from_.parsed()[at_.parsed]);
    }
    return out_.take();
}

/// Writes lines of the present family until a piece is full.
TACHO_DECL void text_encoder::write_some() {
    // A copy, since the compiler must assume that the text being written may overlap this object.
    auto const of = *present_;
    auto const& description = of.description();
    for (; at_.series < of.size(); ++at_.series) {
        if (out_.full())
            return;
        auto const series = of[at_.series];
        if (!series.present())
            continue;
        if (!std::exchange(head_written_, true))
            write_head(description);
        switch (description.type) {
        case metric_type::histogram:
            if (!write_histogram(description, series, description.bounds.size()))
                return;
            break;
        case metric_type::summary:
            write_sum_and_count(description, series, 0);
            break;
        case metric_type::stateset:
            write_states(description, series);
            break;
        default:
            write_value(description.number, series);
        }
    }
    if (description.announced && !std::exchange(head_written_, true))
        write_head(description);
    at_ = {};
    present_ = from_.next();
    head_written_ = head_written_ && present_ && present_->continues();
}

/// Writes lines of a parsed family until a piece is full.
TACHO_DECL void text_encoder::write_some(parsed_family const& of) {
    if (std::exchange(at_.line, 1) == 0)
        out_.write({of.head});
    for (; at_.series < of.samples.size(); ++at_.series) {
        if (out_.full())
            return;
        out_.write({of.samples[at_.series].line, "\n"});
    }
    at_ = {.parsed = at_.parsed + 1};
}

TACHO_DECL void text_encoder::write_head(family_description const& description) {
    out_.write({"# HELP ", description.name, " "});
    out_.write_escaped(description.help, {});
    out_.write({"\n# TYPE ", description.name, " ", detail::text_type(description.type), "\n"});
}

TACHO_DECL void text_encoder::write_value(number_kind number, series_view const& series) {
    auto const prefix = series.prefix();
    switch (number) {
    case number_kind::unsigned_integer:
        out_.write_line(prefix, series.as_unsigned());
        break;
    case number_kind::signed_integer:
        out_.write_line(prefix, series.as_signed());
        break;
    case number_kind::floating:
        out_.write_line(prefix, series.as_floating());
        break;
    }
}

/// Writes a histogram's lines; returns false if the piece is full before the last line.
TACHO_DECL bool text_encoder::write_histogram(
    family_description const& description, series_view const& series, std::size_t bounds
) {
    auto const buckets = series.buckets(bounds);
    auto const labels = series.labels();
    for (; at_.line <= bounds; ++at_.line) {
        if (out_.full())
            return false;
        at_.cumulative += buckets[at_.line];
        out_.write({description.name, "_bucket{", labels, labels.empty() ? "le=\"" : ",le=\""});
        out_.write({description.bound_texts[at_.line], "\"} "});
        out_.write_line({}, at_.cumulative);
    }
    write_sum_and_count(description, series, bounds);
    at_.line = 0;
    at_.cumulative = 0;
    return true;
}

TACHO_DECL void text_encoder::write_sum_and_count(
    family_description const& description, series_view const& series, std::size_t bounds
) {
    auto const labels = series.labels();
    out_.write({description.name, labels.empty() ? "_sum" : "_sum{", labels});
    out_.write_line(labels.empty() ? " " : "} ", series.sum(bounds));
    out_.write({description.name, labels.empty() ? "_count" : "_count{", labels});
    out_.write_line(labels.empty() ? " " : "} ", series.count(bounds));
}

/// Writes a line for each state of a stateset.
TACHO_DECL void
text_encoder::write_states(family_description const& description, series_view const& series) {
    for (std::size_t i = 0; i < description.states.size(); ++i)
        detail::write_state(out_, description, series, i);
}

} // namespace tacho::inline v0

#endif
