// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_TEXT_PARSER_IPP
#define TACHO_EXPOSITION_TEXT_PARSER_IPP

#include <tacho/detail/text/in_quotes.hpp>
#include <tacho/detail/text/name_rules.hpp>
#include <tacho/detail/text/number_text.hpp>
#include <tacho/detail/text/utf8.hpp>
#include <tacho/error.hpp>
#include <tacho/exposition/text_parser.hpp>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tacho::inline v0 {

namespace detail {

/// Reads the Prometheus text format 0.0.4 line by line. ("Exposition formats", Prometheus
/// documentation.)
class text_parser {
public:
    /// Reads a text. Returns false if the text is invalid; `error` then names the reason.
    [[nodiscard]] bool read(std::string_view text) {
        while (!text.empty()) {
            ++line_;
            auto const end = (std::min)(text.find('\n'), text.size());
            rest_ = whole_ = trimmed(text.substr(0, end));
            text.remove_prefix((std::min)(text.size(), end + 1));
            if (!read_line())
                return false;
        }
        return true;
    }

    [[nodiscard]] std::vector<parsed_family>& families() noexcept { return families_; }
    [[nodiscard]] std::string const& error() const noexcept { return error_; }

private:
    using label_map = std::map<std::string_view, std::string_view>;

    /// Sets `error` for the current line; returns false.
    [[nodiscard]] bool refuse(std::string_view why) {
        constexpr std::size_t shown = 120;
        error_ = "tacho: line " + number_text(line_) + " of the foreign text, ";
        error_.append(in_quotes(whole_.substr(0, shown))).append(", ").append(why);
        return false;
    }

    [[nodiscard]] bool read_line() {
        if (!is_utf8(whole_) || whole_.find('\0') != std::string_view::npos)
            return refuse("is not UTF-8 text");
        if (rest_.starts_with('#'))
            return rest_.size() == 1 || !is_blank(rest_[1]) || read_comment();
        return rest_.empty() || read_sample();
    }

    [[nodiscard]] static bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }
    [[nodiscard]] static std::string_view trimmed(std::string_view text) noexcept {
        while (!text.empty() && is_blank(text.front()))
            text.remove_prefix(1);
        while (!text.empty() && is_blank(text.back()))
            text.remove_suffix(1);
        return text;
    }

    /// Takes the text before the next blank, or the whole rest; the rest then begins after the
    /// blanks.
    [[nodiscard]] std::string_view next_word() noexcept {
        auto const word = rest_.substr(0, rest_.find_first_of(" \t"));
        rest_ = trimmed(rest_.substr(word.size()));
        return word;
    }

    /// Takes as many characters as belong to a name, colons included.
    [[nodiscard]] std::string_view next_name() noexcept {
        auto const* const end = std::ranges::find_if(rest_, [](char c) {
            return !is_letter(c) && !is_digit(c) && c != ':';
        });
        auto const name = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
        rest_ = trimmed(rest_.substr(name.size()));
        return name;
    }

    [[nodiscard]] bool next_is(char wanted) noexcept {
        if (!rest_.starts_with(wanted))
            return false;
        rest_ = trimmed(rest_.substr(1));
        return true;
    }

    /// Reads HELP and TYPE; all other comments have no meaning.
    [[nodiscard]] bool read_comment() {
        rest_ = trimmed(rest_.substr(1));
        auto const what = next_word();
        if (what != "HELP" && what != "TYPE")
            return true;
        auto const name = next_word();
        if (name.empty())
            return true; // a plain comment that begins with one of these words
        if (!is_metric_name(name))
            return refuse("has no metric's name");
        auto& family = family_of(name);
        if (what == "TYPE") {
            if (!family.type.empty())
                return refuse("is a second TYPE of this name");
            if (!family.samples.empty())
                return refuse("comes after samples of this name");
            for (std::string_view const type :
                 {"counter", "gauge", "histogram", "summary", "untyped"})
                if (rest_ == type)
                    family.type = type;
            if (family.type.empty())
                return refuse("must say counter, gauge, histogram, summary or untyped");
            for (auto const& sample : sample_names(family))
                if (sample != family.name && !names_.emplace(sample, names_.at(family.name)).second)
                    return refuse("has a sample's name that was there before");
        } else if (!helped_.insert(family.name).second) {
            return refuse("is a second HELP of this name");
        } else {
            family.help = rest_;
        }
        // The line is written again, with single blanks: Prometheus refuses a second blank before a
        // type.
        family.head.append("# ").append(what).append(" ").append(name).append(" ");
        family.head.append(rest_).append("\n");
        return true;
    }

    [[nodiscard]] bool read_sample() {
        auto const name = next_name();
        if (!is_metric_name(name))
            return refuse("does not begin with a metric's name");
        auto& family = family_of(name);
        auto series = std::string{name};
        label_map labels;
        if (!read_labels(labels))
            return false;
        for (auto const& [label, value] : labels)
            series.append("\n").append(label).append("=").append(value);
        if (!is_number(next_word()))
            return refuse("has no number for a value");
        constexpr std::size_t most_digits = 18; // a number of so many digits fits into 64 bits
        auto const time = next_word();
        if (!rest_.empty() || !std::ranges::all_of(time, is_digit) || time.size() > most_digits)
            return refuse("has something behind its value that is no time in milliseconds");
        if (!seen_.insert(std::move(series)).second)
            return refuse("is a series that was there before");
        bool const distribution = family.type == "histogram" || family.type == "summary";
        auto metric = distribution ? std::string{family.name} : std::string{name};
        for (auto const& [label, value] : labels)
            if (!distribution || (label != "le" && label != "quantile"))
                metric.append("\n").append(label).append("=").append(value);
        family.samples.push_back({std::move(metric), std::string{whole_}});
        return true;
    }

    /// Reads the labels in order of their names; a label with an empty value counts as absent.
    [[nodiscard]] bool read_labels(label_map& labels) {
        if (!next_is('{'))
            return true;
        while (!next_is('}')) {
            auto const name = next_name();
            if (!is_label_name(name))
                return refuse("has a label without a name");
            if (name == "__name__")
                return refuse("has a label that Prometheus keeps for itself");
            if (!next_is('=') || !rest_.starts_with('"'))
                return refuse("has a label without a value in quotes");
            std::string_view value;
            if (!read_quoted(value))
                return false;
            if (!labels.emplace(name, value).second)
                return refuse("has a label twice");
            if (!next_is(',') && !rest_.starts_with('}'))
                return refuse("has no end of its labels");
        }
        std::erase_if(labels, [](auto const& each) { return each.second.empty(); });
        return true;
    }

    [[nodiscard]] bool read_quoted(std::string_view& value) {
        std::size_t end = 1;
        for (; end < rest_.size() && rest_[end] != '"'; ++end)
            if (rest_[end] == '\\') {
                ++end;
                if (end == rest_.size() ||
                    std::string_view{"\\\"n"}.find(rest_[end]) == std::string_view::npos)
                    return refuse("has a backslash before what needs none");
            }
        if (end >= rest_.size())
            return refuse("has a label's value without an end");
        value = rest_.substr(1, end - 1);
        rest_ = trimmed(rest_.substr(end + 1));
        return true;
    }

    /// Whether Go's ParseFloat reads `text`; hexadecimal numbers are refused here.
    [[nodiscard]] static bool is_number(std::string_view text) {
        bool const has_sign = text.starts_with('+') || text.starts_with('-');
        std::string lower{text.substr(has_sign ? 1 : 0)};
        std::ranges::transform(lower, lower.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        if (lower == "nan")
            return !has_sign;
        if (lower == "inf" || lower == "infinity")
            return true;
        auto rest = std::string_view{lower};
        auto const digits = [&] {
            auto const count = (std::min)(rest.find_first_not_of("0123456789"), rest.size());
            rest.remove_prefix(count);
            return count;
        };
        auto significant = digits();
        if (rest.starts_with('.')) {
            rest.remove_prefix(1);
            significant += digits();
        }
        if (significant == 0)
            return false;
        // No number of so many digits is too large for a double.
        constexpr std::size_t most_digits = 300;
        if (significant > most_digits)
            return false;
        if (rest.starts_with('e')) {
            rest.remove_prefix(rest.starts_with("e+") || rest.starts_with("e-") ? 2 : 1);
            auto const exponent = rest;
            if (digits() == 0)
                return false;
            if (!fits_in_double(lower, exponent.substr(0, exponent.size() - rest.size())))
                return false;
        }
        return rest.empty();
    }

    /// Whether the number is not too large for a double. It uses only the exponent and the number
    /// of digits before the dot, since strtod would depend on the locale.
    [[nodiscard]] static bool fits_in_double(std::string const& number, std::string_view exponent) {
        if (number[number.find('e') + 1] == '-')
            return true;
        auto const first = (std::min)(exponent.find_first_not_of('0'), exponent.size());
        if (exponent.size() - first > 3)
            return false;
        auto const whole = (std::min)(number.find_first_of(".e"), number.size());
        std::size_t power = 0;
        for (char const c : exponent)
            power = power * 10 + static_cast<std::size_t>(c - '0');
        return power + whole <= 308; // slightly below the largest double
    }

    /// The family with a sample of this name; a new family if the name is new.
    [[nodiscard]] parsed_family& family_of(std::string_view sample) {
        auto const [found, made] = names_.try_emplace(std::string{sample}, families_.size());
        if (made)
            families_.push_back({.name = std::string{sample}});
        return families_[found->second];
    }

    std::string error_{};
    std::string_view whole_{}; // the line
    std::string_view rest_{};  // what is not yet read of the line
    std::size_t line_{0};
    std::vector<parsed_family> families_{};
    std::map<std::string, std::size_t, std::less<>> names_{}; // families by sample name
    std::set<std::string, std::less<>> helped_{};
    std::set<std::string, std::less<>> seen_{}; // series
};

} // namespace detail

TACHO_DECL std::vector<parsed_family> parse_text(std::string_view text, std::string& error) {
    detail::text_parser parser;
    bool const right = parser.read(text);
    error = parser.error();
    return right ? std::move(parser.families()) : std::vector<parsed_family>{};
}

TACHO_DECL std::vector<parsed_family> parse_text(std::string_view text) {
    std::string error;
    auto families = parse_text(text, error);
    if (!error.empty())
        detail::fail<std::invalid_argument>(error);
    return families;
}

} // namespace tacho::inline v0

#endif
