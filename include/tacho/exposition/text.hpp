// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_TEXT_HPP
#define TACHO_EXPOSITION_TEXT_HPP

#include <tacho/detail/escape.hpp>
#include <tacho/detail/number_text.hpp>
#include <tacho/exposition/encoder.hpp>
#include <tacho/registry.hpp>
#include <tacho/snapshot.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio> // for what everybody does with to_text(): print it
#include <span>
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

    /// Begins with `from`, which has to outlive the body, and serve it alone.
    explicit text_encoder(snapshot& from) { text_encoder::begin({&from, 1}); }

    [[nodiscard]] std::string_view content_type() const noexcept override { return media_type; }

    void begin(std::span<snapshot> parts) override {
        parts_ = parts;
        at_ = {};
        sent_ = 0;
        text_ = &parts.front().text_memory();
        text_->clear();
        text_->reserve(2 * max_piece);
    }

    [[nodiscard]] std::string_view next() override {
        if (sent_ == text_->size()) {
            text_->clear();
            sent_ = 0;
            while (at_.part < parts_.size() && text_->size() < max_piece)
                write_some();
        }
        auto const piece = std::string_view{*text_}.substr(sent_, max_piece);
        sent_ += piece.size();
        return piece;
    }

private:
    /// Where the next line comes from.
    struct position {
        std::size_t part{0};
        std::size_t family{0};
        std::size_t series{0};
        std::size_t line{0}; // of a histogram
        bool head_written{false};
        std::uint64_t cumulative{0};
    };

    /// Lines of the present family until a piece is full.
    void write_some() {
        auto const& from = parts_[at_.part];
        if (at_.family == from.size()) {
            at_ = {.part = at_.part + 1};
            return;
        }
        auto const family = from[at_.family];
        auto const& description = family.description();
        for (; at_.series < family.size(); ++at_.series) {
            if (text_->size() >= max_piece)
                return;
            auto const series = family[at_.series];
            if (!series.present())
                continue;
            if (!std::exchange(at_.head_written, true))
                write_head(description);
            if (description.type != metric_type::histogram)
                write_value(description.number, series);
            else if (!write_histogram(description, series, description.bounds.size()))
                return;
        }
        at_ = {.part = at_.part, .family = at_.family + 1};
    }

    void write_head(family_description const& description) {
        text_->append("# HELP ").append(description.name).append(1, ' ');
        detail::append_escaped(*text_, description.help, {});
        text_->append("\n# TYPE ").append(description.name).append(1, ' ');
        text_->append(to_string(description.type)).append(1, '\n');
    }

    void write_value(number_kind number, series_view const& series) {
        text_->append(series.prefix());
        switch (number) {
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
    }

    /// False when the piece is full before the last line.
    [[nodiscard]] bool write_histogram(
        family_description const& description, series_view const& series, std::size_t bounds
    ) {
        auto const buckets = series.buckets(bounds);
        for (; at_.line <= bounds; ++at_.line) {
            if (text_->size() >= max_piece)
                return false;
            at_.cumulative += buckets[at_.line];
            write_name(description, "_bucket{", series.labels());
            text_->append(series.labels().empty() ? "le=\"" : ",le=\"");
            text_->append(description.bound_texts[at_.line]).append("\"} ");
            write_number(at_.cumulative);
        }
        auto const labels = series.labels();
        write_name(description, labels.empty() ? "_sum " : "_sum{", labels);
        text_->append(labels.empty() ? "" : "} ");
        write_number(series.sum(bounds));
        write_name(description, labels.empty() ? "_count " : "_count{", labels);
        text_->append(labels.empty() ? "" : "} ");
        write_number(series.count(bounds));
        at_.line = 0;
        at_.cumulative = 0;
        return true;
    }

    void write_name(
        family_description const& description, std::string_view suffix, std::string_view labels
    ) {
        text_->append(description.name).append(suffix).append(labels);
    }

    template <typename Number>
    void write_number(Number value) {
        char digits[detail::number_room];
        auto* const end = detail::write_number(digits, value);
        *end = '\n';
        text_->append(digits, static_cast<std::size_t>(end - digits) + 1);
    }

    std::span<snapshot> parts_{};
    position at_{};
    std::string* text_{nullptr};
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
