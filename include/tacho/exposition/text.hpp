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
#include <string>
#include <string_view>
#include <utility>

namespace tacho::inline v0 {

/// Writes the Prometheus text format 0.0.4. ("Exposition formats", Prometheus documentation.)
///
/// Allocation: keeps its text in the snapshot's memory; none once that is large enough.
class text_encoder final : public encoder {
public:
    /// `from` has to outlive the encoder, and serve it alone.
    explicit text_encoder(snapshot& from)
        : from_{from}
        , text_{from.text_memory()} {
        text_.clear();
        text_.reserve(2 * max_piece);
    }

    [[nodiscard]] std::string_view content_type() const noexcept override {
        return "text/plain; version=0.0.4; charset=utf-8";
    }

    [[nodiscard]] std::string_view next() override {
        if (sent_ == text_.size()) {
            text_.clear();
            sent_ = 0;
            while (family_ < from_.size() && text_.size() < max_piece)
                write_some();
        }
        auto const piece = std::string_view{text_}.substr(sent_, max_piece);
        sent_ += piece.size();
        return piece;
    }

private:
    /// Lines of the present family until a piece is full.
    void write_some() {
        auto const family = from_[family_];
        auto const& description = family.description();
        for (; series_ < family.size(); ++series_) {
            if (text_.size() >= max_piece)
                return;
            auto const series = family[series_];
            if (!series.present())
                continue;
            if (!std::exchange(head_written_, true))
                write_head(description);
            if (description.type != metric_type::histogram)
                write_value(description.number, series);
            else if (!write_histogram(description, series, description.bounds.size()))
                return;
        }
        ++family_;
        series_ = 0;
        head_written_ = false;
    }

    void write_head(family_description const& description) {
        text_.append("# HELP ").append(description.name).append(1, ' ');
        detail::append_escaped(text_, description.help, {});
        text_.append("\n# TYPE ").append(description.name).append(1, ' ');
        text_.append(to_string(description.type)).append(1, '\n');
    }

    void write_value(number_kind number, series_view const& series) {
        text_.append(series.prefix());
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
        for (; line_ <= bounds; ++line_) {
            if (text_.size() >= max_piece)
                return false;
            cumulative_ += buckets[line_];
            write_name(description, "_bucket{", series.labels());
            text_.append(series.labels().empty() ? "le=\"" : ",le=\"");
            text_.append(description.bound_texts[line_]).append("\"} ");
            write_number(cumulative_);
        }
        auto const labels = series.labels();
        write_name(description, labels.empty() ? "_sum " : "_sum{", labels);
        text_.append(labels.empty() ? "" : "} ");
        write_number(series.sum(bounds));
        write_name(description, labels.empty() ? "_count " : "_count{", labels);
        text_.append(labels.empty() ? "" : "} ");
        write_number(series.count(bounds));
        line_ = 0;
        cumulative_ = 0;
        return true;
    }

    void write_name(
        family_description const& description, std::string_view suffix, std::string_view labels
    ) {
        text_.append(description.name).append(suffix).append(labels);
    }

    template <typename Number>
    void write_number(Number value) {
        char digits[detail::number_room];
        auto* const end = detail::write_number(digits, value);
        *end = '\n';
        text_.append(digits, static_cast<std::size_t>(end - digits) + 1);
    }

    snapshot& from_;
    std::string& text_;
    std::size_t sent_{0};
    std::size_t family_{0};
    std::size_t series_{0};
    std::size_t line_{0};
    bool head_written_{false};
    std::uint64_t cumulative_{0};
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
