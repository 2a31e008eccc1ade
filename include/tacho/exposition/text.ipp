// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_TEXT_IPP
#define TACHO_EXPOSITION_TEXT_IPP

#include <tacho/detail/text/escape.hpp>
#include <tacho/detail/text/number_text.hpp>
#include <tacho/exposition/text.hpp>

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace tacho::inline v0 {

TACHO_DECL void text_encoder::begin(exposition_view from) {
    from_ = from;
    at_ = {};
    present_ = from_.next();
    head_written_ = false;
    sent_ = 0;
    text_ = &from_.text_memory();
    end_ = 0;
    // The memory keeps this size; the bytes after `end_` stay as they are.
    text_->resize((std::max)(text_->size(), 2 * max_piece));
}

TACHO_DECL std::string_view text_encoder::next() {
    if (sent_ == end_) {
        end_ = 0;
        sent_ = 0;
        while (present_ && end_ < max_piece)
            write_some();
        while (!present_ && at_.parsed < from_.parsed().size() && end_ < max_piece)
            write_some(from_.parsed()[at_.parsed]);
    }
    auto const piece = std::string_view{*text_}.substr(0, end_).substr(sent_, max_piece);
    sent_ += piece.size();
    return piece;
}

/// Writes lines of the present family until a piece is full.
TACHO_DECL void text_encoder::write_some() {
    // A copy, since the compiler must assume that the text being written may overlap this object.
    auto const of = *present_;
    auto const& description = of.description();
    for (; at_.series < of.size(); ++at_.series) {
        if (end_ >= max_piece)
            return;
        auto const series = of[at_.series];
        if (!series.present())
            continue;
        if (!std::exchange(head_written_, true))
            write_head(description);
        if (description.type != metric_type::histogram)
            write_value(description.number, series);
        else if (!write_histogram(description, series, description.bounds.size()))
            return;
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
        write({of.head});
    for (; at_.series < of.samples.size(); ++at_.series) {
        if (end_ >= max_piece)
            return;
        write({of.samples[at_.series].line, "\n"});
    }
    at_ = {.parsed = at_.parsed + 1};
}

TACHO_DECL void text_encoder::write_head(family_description const& description) {
    write({"# HELP ", description.name, " "});
    auto* const help = room(2 * description.help.size());
    end_ += static_cast<std::size_t>(detail::write_escaped(help, description.help, {}) - help);
    write({"\n# TYPE ", description.name, " ", to_string(description.type), "\n"});
}

TACHO_DECL void text_encoder::write_value(number_kind number, series_view const& series) {
    auto const prefix = series.prefix();
    switch (number) {
    case number_kind::unsigned_integer:
        write(prefix, series.as_unsigned());
        break;
    case number_kind::signed_integer:
        write(prefix, series.as_signed());
        break;
    case number_kind::floating:
        write(prefix, series.as_floating());
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
        if (end_ >= max_piece)
            return false;
        at_.cumulative += buckets[at_.line];
        write({description.name, "_bucket{", labels, labels.empty() ? "le=\"" : ",le=\""});
        write({description.bound_texts[at_.line], "\"} "});
        write({}, at_.cumulative);
    }
    write({description.name, labels.empty() ? "_sum" : "_sum{", labels});
    write(labels.empty() ? " " : "} ", series.sum(bounds));
    write({description.name, labels.empty() ? "_count" : "_count{", labels});
    write(labels.empty() ? " " : "} ", series.count(bounds));
    at_.line = 0;
    at_.cumulative = 0;
    return true;
}

/// Room for this many bytes after the text.
TACHO_DECL char* text_encoder::room(std::size_t bytes) {
    if (text_->size() - end_ < bytes) [[unlikely]]
        text_->resize(2 * (end_ + bytes));
    return text_->data() + end_;
}

TACHO_DECL void text_encoder::write(std::initializer_list<std::string_view> texts) {
    for (auto const each : texts)
        end_ += each.copy(room(each.size()), each.size());
}

/// Writes the end of a line: `before` and a number. One step, since a scrape may have millions.
template <typename Number>
void text_encoder::write(std::string_view before, Number value) {
    auto* const begin = room(before.size() + detail::number_room);
    auto* const end = detail::write_number(begin + before.copy(begin, before.size()), value);
    *end = '\n';
    end_ += static_cast<std::size_t>(end - begin) + 1;
}

} // namespace tacho::inline v0

#endif
