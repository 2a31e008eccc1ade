// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_TEXT_HPP
#define TACHO_EXPOSITION_TEXT_HPP

#include <tacho/detail/text/escape.hpp>
#include <tacho/detail/text/number_text.hpp>
#include <tacho/exposition/detail/sections.hpp>
#include <tacho/exposition/encoder.hpp>
#include <tacho/exposition/text_parser.hpp>
#include <tacho/registry.hpp>
#include <tacho/snapshot.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio> // for what everybody does with to_text(): print it
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace tacho::inline v0 {

/// Writes the Prometheus text format 0.0.4. ("Exposition formats", Prometheus documentation.)
///
/// Allocation: keeps its text in the first snapshot's memory; none once that is large enough.
class text_encoder final : public encoder {
public:
    static constexpr std::string_view media_type = "text/plain; version=0.0.4; charset=utf-8";

    /// `begin` has to be called first.
    text_encoder() = default;

    /// Begins with `from`; see `begin`.
    explicit text_encoder(sections from) { text_encoder::begin(from); }

    /// Begins with `from`, which has to outlive the body, and serve it alone.
    explicit text_encoder(snapshot& from) { text_encoder::begin(sections{{&from, 1}}); }

    [[nodiscard]] std::string_view content_type() const noexcept override { return media_type; }

    void begin(sections from) override {
        from_ = from;
        at_ = {};
        present_ = from_.next();
        head_written_ = false;
        sent_ = 0;
        text_ = &from_.text_memory();
        end_ = 0;
        // A size that it keeps: what lies behind `end_` is left as it is.
        text_->resize(std::max(text_->size(), 2 * max_piece));
    }

    [[nodiscard]] std::string_view next() override {
        if (sent_ == end_) {
            end_ = 0;
            sent_ = 0;
            while (present_ && end_ < max_piece)
                write_some();
            while (!present_ && at_.foreign < from_.foreign().size() && end_ < max_piece)
                write_some(from_.foreign()[at_.foreign]);
        }
        auto const piece = std::string_view{*text_}.substr(0, end_).substr(sent_, max_piece);
        sent_ += piece.size();
        return piece;
    }

private:
    /// Where the next line comes from.
    struct position {
        std::size_t series{0}; // of a section, or sample of a foreign family
        std::size_t line{0};   // of a histogram
        std::uint64_t cumulative{0};
        std::size_t foreign{0};
    };

    /// Lines of the present section until a piece is full.
    void write_some() {
        // A copy: what is written could be anything, this object too, for all a compiler knows.
        auto const of = *present_;
        auto const& description = of.description();
        for (; at_.series < of.size(); ++at_.series) {
            if (end_ >= max_piece)
                return;
            if (of.leaves_out(at_.series)) [[unlikely]]
                continue;
            auto const series = of.family()[at_.series];
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

    /// The same of a foreign family.
    void write_some(parsed_family const& of) {
        if (std::exchange(at_.line, 1) == 0)
            write({of.head});
        for (; at_.series < of.samples.size(); ++at_.series) {
            if (end_ >= max_piece)
                return;
            write({of.samples[at_.series].line, "\n"});
        }
        at_ = {.foreign = at_.foreign + 1};
    }

    void write_head(family_description const& description) {
        write({"# HELP ", description.name, " "});
        auto* const help = room(2 * description.help.size());
        end_ += static_cast<std::size_t>(detail::write_escaped(help, description.help, {}) - help);
        write({"\n# TYPE ", description.name, " ", to_string(description.type), "\n"});
    }

    void write_value(number_kind number, series_view const& series) {
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

    /// False when the piece is full before the last line.
    [[nodiscard]] bool write_histogram(
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

    /// Room for as many bytes behind the text.
    [[nodiscard]] char* room(std::size_t bytes) {
        if (text_->size() - end_ < bytes) [[unlikely]]
            text_->resize(2 * (end_ + bytes));
        return text_->data() + end_;
    }

    void write(std::initializer_list<std::string_view> texts) {
        for (auto const each : texts)
            end_ += each.copy(room(each.size()), each.size());
    }

    /// The end of a line: `before` and a number. In one step, of which there may be millions.
    template <typename Number>
    void write(std::string_view before, Number value) {
        auto* const begin = room(before.size() + detail::number_room);
        auto* const end = detail::write_number(begin + before.copy(begin, before.size()), value);
        *end = '\n';
        end_ += static_cast<std::size_t>(end - begin) + 1;
    }

    sections from_{};
    std::optional<section> present_{};
    bool head_written_{false}; // of the family
    position at_{};
    std::string* text_{nullptr}; // memory: the text is what lies before `end_`
    std::size_t end_{0};
    std::size_t sent_{0}; // of the text
};

/// Scrapes `of` and gives its text to `sink`, in pieces of `std::string_view`.
template <typename Sink>
    requires std::invocable<Sink&, std::string_view>
void write_text(registry_ref const& of, Sink&& sink) {
    auto scraped = of.collect();
    text_encoder encoder{scraped};
    for (auto piece = encoder.next(); !piece.empty(); piece = encoder.next())
        sink(piece);
}

/// Scrapes `of` and gives its text, in the Prometheus text format 0.0.4.
[[nodiscard]] inline std::string to_text(registry_ref const& of = default_registry()) {
    std::string text;
    write_text(of, [&](std::string_view piece) { text.append(piece); });
    return text;
}

} // namespace tacho::inline v0

#endif
