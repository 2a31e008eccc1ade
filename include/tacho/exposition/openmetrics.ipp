// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_OPENMETRICS_IPP
#define TACHO_EXPOSITION_OPENMETRICS_IPP

#include <tacho/detail/language/floating_bits.hpp>
#include <tacho/detail/text/escape.hpp>
#include <tacho/detail/text/number_text.hpp>
#include <tacho/exposition/detail/foreign_metrics.hpp>
#include <tacho/exposition/detail/state_line.hpp>
#include <tacho/exposition/openmetrics.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tacho::inline v0 {

namespace detail {

/// A floating number of OpenMetrics, which is known by its point or exponent. ("Numbers")
struct openmetrics_number {
    double value;
};

[[nodiscard]] inline char* write_number(char* to, openmetrics_number number) noexcept {
    auto* const end = write_number(to, number.value);
    std::string_view const text{to, static_cast<std::size_t>(end - to)};
    if (is_nan(number.value) || is_infinite(number.value) ||
        text.find_first_of(".e") != std::string_view::npos)
        return end;
    end[0] = '.';
    end[1] = '0';
    return end + 2;
}

/// What a bound's text lacks to be a floating number of OpenMetrics.
[[nodiscard]] inline std::string_view bound_suffix(std::string_view text) noexcept {
    return text.find_first_of(".eI") == std::string_view::npos ? ".0" : "";
}

/// A name without `suffix`; empty if it does not end in it.
[[nodiscard]] inline std::string_view
without_suffix(std::string_view name, std::string_view suffix) noexcept {
    if (!name.ends_with(suffix))
        return {};
    name.remove_suffix(suffix.size());
    return name;
}

[[nodiscard]] inline std::string_view counter_base(std::string_view name) noexcept {
    return without_suffix(name, "_total");
}

[[nodiscard]] inline bool ends_in_unit(std::string_view name, std::string_view unit) noexcept {
    return name.size() > unit.size() && name.ends_with(unit) &&
           name[name.size() - unit.size() - 1] == '_';
}

/// A foreign number as OpenMetrics has it: what is no number by its own spelling.
[[nodiscard]] inline std::string number_in(std::string const& text) {
    auto const value = go_number(text);
    if (is_nan(value) || is_infinite(value))
        return number_text(value);
    return text;
}

/// A time in milliseconds as one in seconds, without an exponent.
[[nodiscard]] inline std::string seconds_text(std::string_view milliseconds) {
    constexpr std::size_t places = 3;
    std::string text{milliseconds};
    if (text.size() <= places)
        text.insert(0, places + 1 - text.size(), '0');
    return text.insert(text.size() - places, 1, '.');
}

/// Whether all values of a foreign family can be a counter's.
[[nodiscard]] inline bool counts_only(parsed_family const& of) {
    for (auto const& each : of.samples)
        if (auto const value = go_number(each.value); is_nan(value) || value < 0)
            return false;
    return true;
}

} // namespace detail

TACHO_DECL void openmetrics_encoder::begin(exposition_view from) {
    from_ = from;
    note_names();
    head_written_ = false;
    series_ = 0;
    parsed_ = 0;
    ended_ = false;
    present_ = from_.next();
    out_.begin(from_.text_memory());
}

/// Remembers the names that a counter's name without `_total` must not be.
TACHO_DECL void openmetrics_encoder::note_names() {
    std::size_t count = 0;
    auto const for_each = [&](auto const& note) {
        for (auto all = from_; auto const each = all.next();) {
            auto const& of = each->description();
            note(of.name, of.type == metric_type::histogram || of.type == metric_type::summary);
        }
        for (auto const& each : from_.parsed())
            note(each.name, each.type == "histogram" || each.type == "summary");
    };
    constexpr std::array<std::string_view, 4> suffixes{"_bucket", "_count", "_sum", "_created"};
    for_each([&](std::string const&, bool distribution) {
        count += 1 + (distribution ? suffixes.size() : 0);
    });
    names_.clear(count);
    families_.clear(count);
    for_each([&](std::string const& name, bool distribution) {
        families_.insert(name);
        names_.insert(name);
        for (auto const suffix : suffixes)
            if (distribution)
                names_.insert(scratch_.assign(name).append(suffix));
    });
}

/// Whether a counter of this base shares no name with another family. ("Suffixes")
TACHO_DECL bool openmetrics_encoder::is_free(std::string_view base) {
    constexpr std::string_view created = "_created";
    return !base.empty() && !base.ends_with(created) && !names_.contains(base) &&
           !names_.contains(scratch_.assign(base).append(created));
}

TACHO_DECL std::string_view openmetrics_encoder::next() {
    if (out_.needs_more()) {
        while (present_ && !out_.full())
            write_some();
        while (!present_ && parsed_ < from_.parsed().size() && !out_.full())
            write_foreign(from_.parsed()[parsed_++]);
        if (!present_ && parsed_ == from_.parsed().size() && !std::exchange(ended_, true))
            out_.write({"# EOF\n"});
    }
    return out_.take();
}

/// Writes series of the present family until a piece is full.
TACHO_DECL void openmetrics_encoder::write_some() {
    auto const of =
        *present_; // a copy: the text could overlap this object, for all the compiler knows
    auto const& description = of.description();
    for (; series_ < of.size(); ++series_) {
        if (out_.full())
            return;
        auto const series = of[series_];
        if (!series.present())
            continue;
        if (!std::exchange(head_written_, true))
            write_head(description);
        switch (description.type) {
        case metric_type::histogram:
            write_histogram(description, series);
            break;
        case metric_type::summary:
            write_summary(description, series);
            break;
        case metric_type::stateset:
            for (std::size_t i = 0; i < description.states.size(); ++i)
                detail::write_state(out_, description, series, i);
            break;
        default:
            write_value(description.number, series);
        }
    }
    if (description.announced && !std::exchange(head_written_, true))
        write_head(description);
    series_ = 0;
    present_ = from_.next();
    head_written_ = head_written_ && present_ && present_->continues();
}

TACHO_DECL void openmetrics_encoder::write_head(family_description const& description) {
    std::string_view name = description.name;
    auto type = description.type == metric_type::untyped ? "unknown" : to_string(description.type);
    if (description.type == metric_type::counter || description.type == metric_type::info) {
        auto const base = description.type == metric_type::counter
                              ? detail::counter_base(name)
                              : detail::without_suffix(name, "_info");
        // An info gives way to a counter of the same base.
        bool const has_type =
            is_free(base) && (description.type == metric_type::counter ||
                              !families_.contains(scratch_.assign(base).append("_total")));
        type = has_type ? type : "unknown";
        name = has_type ? base : name;
    }
    write_metadata(name, type, description.unit, description.help);
}

TACHO_DECL void openmetrics_encoder::write_metadata(
    std::string_view name, std::string_view type, std::string_view unit, std::string_view help
) {
    out_.write({"# TYPE ", name, " ", type, "\n"});
    if (!unit.empty() && detail::ends_in_unit(name, unit))
        out_.write({"# UNIT ", name, " ", unit, "\n"});
    if (help.empty())
        return;
    out_.write({"# HELP ", name, " "});
    out_.write_escaped(help, "\"");
    out_.write({"\n"});
}

TACHO_DECL void openmetrics_encoder::write_value(number_kind number, series_view const& series) {
    auto const prefix = series.prefix();
    switch (number) {
    case number_kind::unsigned_integer:
        out_.write_line(prefix, series.as_unsigned());
        break;
    case number_kind::signed_integer:
        out_.write_line(prefix, series.as_signed());
        break;
    case number_kind::floating:
        out_.write_line(prefix, detail::openmetrics_number{series.as_floating()});
        break;
    }
}

TACHO_DECL void openmetrics_encoder::write_histogram(
    family_description const& description, series_view const& series
) {
    auto const bounds = description.bounds.size();
    auto const buckets = series.buckets(bounds);
    auto const labels = series.labels();
    std::uint64_t cumulative = 0;
    for (std::size_t i = 0; i <= bounds; ++i) {
        cumulative += buckets[i];
        auto const& bound = description.bound_texts[i];
        out_.write({description.name, "_bucket{", labels, labels.empty() ? "le=\"" : ",le=\""});
        out_.write({bound, detail::bound_suffix(bound), "\"} "});
        out_.write_line({}, cumulative);
    }
    auto const sum = series.sum(bounds);
    if (detail::is_nan(sum) || sum < 0 || (bounds > 0 && description.bounds.front() < 0))
        return;
    out_.write({description.name, labels.empty() ? "_count" : "_count{", labels});
    out_.write_line(labels.empty() ? " " : "} ", series.count(bounds));
    out_.write({description.name, labels.empty() ? "_sum" : "_sum{", labels});
    out_.write_line(labels.empty() ? " " : "} ", detail::openmetrics_number{sum});
}

TACHO_DECL void openmetrics_encoder::write_summary(
    family_description const& description, series_view const& series
) {
    auto const labels = series.labels();
    out_.write({description.name, labels.empty() ? "_count" : "_count{", labels});
    out_.write_line(labels.empty() ? " " : "} ", series.count(0));
    auto const sum = series.sum(0);
    if (detail::is_nan(sum) || sum < 0)
        return;
    out_.write({description.name, labels.empty() ? "_sum" : "_sum{", labels});
    out_.write_line(labels.empty() ? " " : "} ", detail::openmetrics_number{sum});
}

/// Writes a family of a foreign text.
TACHO_DECL void openmetrics_encoder::write_foreign(parsed_family const& of) {
    auto const help = detail::unescaped_help(of.help);
    if (of.type == "gauge" || of.type == "counter") {
        auto const base = detail::counter_base(of.name);
        bool const is_gauge = of.type == "gauge";
        if (!is_gauge && (!is_free(base) || !detail::counts_only(of)))
            return write_unknown(of, help);
        write_metadata(is_gauge ? of.name : base, of.type, {}, help);
        for (auto const& each : of.samples)
            write_sample(each.name, each.labels, detail::number_in(each.value), each.time);
        return;
    }
    bool const is_distribution = (of.type == "histogram" || of.type == "summary") &&
                                 !families_.contains(of.name + "_created");
    auto const whole = is_distribution ? detail::distributions_of(of) : std::nullopt;
    if (!whole)
        return write_unknown(of, help);
    write_metadata(of.name, of.type, {}, help);
    for (auto const& each : *whole)
        write_distribution(of.name, each);
}

/// Writes each sample name of a foreign family as a family of its own.
TACHO_DECL void openmetrics_encoder::write_unknown(parsed_family const& of, std::string_view help) {
    std::map<std::string_view, std::vector<parsed_family::sample const*>> by_name;
    for (auto const& each : of.samples)
        by_name[each.name].push_back(&each);
    for (auto const& [name, samples] : by_name) {
        write_metadata(name, "unknown", {}, help);
        for (auto const* const each : samples)
            write_sample(each->name, each->labels, detail::number_in(each->value), each->time);
    }
}

TACHO_DECL void openmetrics_encoder::write_distribution(
    std::string const& name, detail::foreign_distribution const& of
) {
    using detail::number_text, detail::openmetrics_number;
    auto labels = of.labels;
    for (auto const& [bound, count] : of.buckets) {
        labels["le"] = number_text(openmetrics_number{bound});
        write_sample(name + "_bucket", labels, number_text(count), of.time);
    }
    for (auto const& [quantile, value] : of.quantiles) {
        labels["quantile"] = number_text(openmetrics_number{quantile});
        write_sample(name, labels, number_text(openmetrics_number{value}), of.time);
    }
    write_sample(name + "_count", of.labels, number_text(of.count), of.time);
    write_sample(name + "_sum", of.labels, number_text(openmetrics_number{of.sum}), of.time);
}

TACHO_DECL void openmetrics_encoder::write_sample(
    std::string_view name,
    std::map<std::string, std::string> const& labels,
    std::string_view value,
    std::string_view milliseconds
) {
    scratch_.clear();
    for (auto const& [label, text] : labels) {
        scratch_.append(scratch_.empty() ? "{" : ",");
        detail::append_label(scratch_, label, text);
    }
    out_.write({name, scratch_, scratch_.empty() ? " " : "} ", value});
    if (!milliseconds.empty())
        out_.write({" ", detail::seconds_text(milliseconds)});
    out_.write({"\n"});
}

} // namespace tacho::inline v0

#endif
