// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_TEXT_PARSER_IPP
#define TACHO_EXPOSITION_TEXT_PARSER_IPP

#include <tacho/detail/text/escape.hpp>
#include <tacho/detail/text/in_quotes.hpp>
#include <tacho/detail/text/name_rules.hpp>
#include <tacho/detail/text/number_text.hpp>
#include <tacho/detail/text/utf8.hpp>
#include <tacho/error.hpp>
#include <tacho/exposition/text_parser.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tacho::inline v0 {

namespace detail {

/// Whether Go's ParseFloat reads `text`; hexadecimal numbers are refused here, as in the text
/// format.
[[nodiscard]] inline bool is_go_number(std::string_view text) {
    bool const has_sign = text.starts_with('+') || text.starts_with('-');
    text.remove_prefix(has_sign ? 1 : 0);
    std::string lower{text.substr(0, 9)};
    for (char& c : lower)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (lower == "nan")
        return !has_sign;
    if (lower == "inf" || lower == "infinity")
        return true;
    if (text.find_first_not_of("0123456789.eE+-") != text.npos || text.starts_with('-'))
        return false;
    double value = 0;
    auto const [end, result] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end != text.data() + text.size() || result == std::errc::invalid_argument)
        return false;
    if (result != std::errc::result_out_of_range)
        return true;
    // Too small is 0, too large is refused. The place of the first digit that is not 0, and the
    // exponent, tell which.
    auto const mantissa = text.substr(0, text.find_first_of("eE"));
    auto const first = mantissa.find_first_of("123456789");
    if (first == mantissa.npos)
        return true;
    auto const point = (std::min)(mantissa.find('.'), mantissa.size());
    auto const place = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first);
    std::int64_t exponent = 0;
    if (mantissa.size() < text.size()) {
        auto digits = text.substr(mantissa.size() + 1);
        bool const negative = digits.starts_with('-');
        digits.remove_prefix(negative || digits.starts_with('+') ? 1 : 0);
        digits.remove_prefix((std::min)(digits.find_first_not_of('0'), digits.size()));
        if (digits.size() > 15)
            return negative;
        std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
        exponent = negative ? -exponent : exponent;
    }
    return place + exponent < 0;
}

/// Whether Go's ParseInt reads `text` as a time in milliseconds that is not before 1970.
[[nodiscard]] inline bool is_go_time(std::string_view text) {
    std::int64_t value = 0;
    auto const [end, result] = std::from_chars(text.data(), text.data() + text.size(), value);
    return result == std::errc{} && end == text.data() + text.size() && !text.starts_with('-');
}

/// A name of Prometheus 3 as earlier versions can read it: every character that it could not have
/// becomes an underscore. (Prometheus, "UTF-8 names", underscore escaping.)
[[nodiscard]] inline std::string legacy_name(std::string_view name, bool colons) {
    std::string made;
    while (!name.empty()) {
        auto const c = name.front();
        bool const allowed = is_letter(c) || (is_digit(c) && !made.empty()) || (c == ':' && colons);
        made += allowed ? c : '_';
        name.remove_prefix(utf8_sequence(name));
    }
    return made;
}

/// Reads the Prometheus text format 0.0.4 as the parser of a Prometheus 3 server does. ("Exposition
/// formats", Prometheus documentation.)
class text_parser {
public:
    void read(std::string_view text) {
        text_ = text;
        while (at_ < text_.size()) {
            ++line_;
            skip_blanks();
            if (peek() == '#')
                read_comment();
            else if (peek() != '\n')
                read_sample();
            else
                ++at_;
        }
        assign();
    }

    [[nodiscard]] std::vector<parsed_family>& families() noexcept { return families_; }

    [[nodiscard]] std::string error() const {
        if (left_out_ < 2)
            return error_;
        return error_ + "; so are " + number_text(left_out_ - 1) + " more";
    }
    [[nodiscard]] std::size_t left_out() const noexcept { return left_out_; }

private:
    using label_map = std::map<std::string, std::string>;

    /// A line with a sample.
    struct sample {
        std::size_t line;
        std::string name;
        label_map labels; // without those whose value is empty
        std::string text; // to be shown
    };

    /// Notes that a line is left out. Its text is in `whole`.
    void leave_out(std::size_t line, std::string_view whole, std::string_view why) {
        constexpr std::size_t shown = 120;
        if (left_out_++ != 0)
            return;
        error_ = "tacho: line " + number_text(line) + " of the foreign text, ";
        error_.append(in_quotes(whole.substr(0, shown))).append(", ").append(why);
        error_.append("; it is left out");
    }

    // Reading characters. A line feed stands for the end of the text.

    [[nodiscard]] char peek() const noexcept { return at_ < text_.size() ? text_[at_] : '\n'; }
    void skip_blanks() noexcept {
        while (peek() == ' ' || peek() == '\t')
            ++at_;
    }
    [[nodiscard]] std::string_view rest_of_line() const noexcept {
        return text_.substr(at_, (std::min)(text_.find('\n', at_), text_.size()) - at_);
    }
    [[nodiscard]] static std::string_view without_blanks_behind(std::string_view text) noexcept {
        while (text.ends_with(' ') || text.ends_with('\t'))
            text.remove_suffix(1);
        return text;
    }
    [[nodiscard]] bool next_is(char wanted) noexcept {
        if (peek() != wanted || wanted == '\n')
            return false;
        ++at_;
        skip_blanks();
        return true;
    }

    /// Takes the text before the next blank or line feed, and the blanks behind it.
    [[nodiscard]] std::string_view next_word() noexcept {
        auto const first = at_;
        while (peek() != ' ' && peek() != '\t' && peek() != '\n')
            ++at_;
        auto const word = text_.substr(first, at_ - first);
        skip_blanks();
        return word;
    }

    /// Takes as many characters as belong to a name, colons included.
    [[nodiscard]] std::string_view next_name() noexcept {
        auto const first = at_;
        while (is_letter(peek()) || is_digit(peek()) || peek() == ':')
            ++at_;
        auto const name = text_.substr(first, at_ - first);
        skip_blanks();
        return name;
    }

    /// Takes a text in quotes, of which the first is next, and decodes it. A backslash that escapes
    /// nothing is a backslash. Returns why it is none, or an empty text.
    [[nodiscard]] std::string_view read_quoted(std::string& into) {
        for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
            char const c = text_[at_];
            if (c == '\n')
                rewrites_ = true; // a reader before Prometheus 3 refuses it
            if (c != '\\') {
                into += c;
                continue;
            }
            ++at_;
            if (at_ == text_.size() || text_[at_] == '\n')
                break;
            char const escaped = text_[at_];
            if (escaped == 'n')
                into += '\n';
            else if (escaped == '\\' || escaped == '"')
                into += escaped;
            else
                into.append(1, '\\').append(1, escaped), rewrites_ = true;
        }
        if (peek() != '"')
            return "has a text in quotes without an end";
        ++at_;
        skip_blanks();
        return is_utf8(into) ? "" : "has a text that is not UTF-8";
    }

    // Comments: HELP and TYPE. All others have no meaning.

    void read_comment() {
        auto const whole = without_blanks_behind(rest_of_line());
        auto const end = at_ + rest_of_line().size();
        if (auto const why = read_metadata(end); !why.empty())
            leave_out(line_, whole, why);
        at_ = end + 1;
    }

    [[nodiscard]] std::string_view read_metadata(std::size_t end) {
        ++at_;
        if (peek() != ' ' && peek() != '\t')
            return {};
        skip_blanks();
        auto const what = next_word();
        if ((what != "HELP" && what != "TYPE") || at_ >= end)
            return {}; // a plain comment, which may begin with one of these words
        std::string name;
        if (peek() == '"') {
            std::string decoded;
            if (auto const why = read_quoted(decoded); !why.empty())
                return why;
            name = legacy_name(decoded, true);
        } else {
            name = next_word();
        }
        if (!is_metric_name(name))
            return "has no metric's name";
        auto const said =
            without_blanks_behind(text_.substr((std::min)(at_, end), end - (std::min)(at_, end)));
        auto& family = family_of(name);
        if (family.name != name)
            return "is about a sample of another metric";
        return what == "TYPE" ? set_type(family, said) : set_help(family, said);
    }

    [[nodiscard]] std::string_view set_type(parsed_family& of, std::string_view said) {
        constexpr std::string_view types[]{"counter", "gauge", "histogram", "summary", "untyped"};
        if (std::find(std::begin(types), std::end(types), said) == std::end(types))
            return "must say counter, gauge, histogram, summary or untyped";
        if (!of.type.empty())
            return of.type == said ? "" : "is a second and different TYPE of this name";
        of.type = said;
        for (auto const& each : sample_names(of))
            if (auto const found = named_.find(each); found != named_.end() &&
                                                      found->second != named_.at(of.name) &&
                                                      !families_[found->second].type.empty()) {
                of.type.clear();
                return "has a sample's name that another TYPE has";
            }
        // A family of such a name that has only a HELP so far is none.
        for (auto const& each : sample_names(of))
            named_[each] = named_.at(of.name);
        return {};
    }

    [[nodiscard]] std::string_view set_help(parsed_family& of, std::string_view said) {
        if (!is_utf8(said))
            return "has a text that is not UTF-8";
        std::string text;
        for (std::size_t i = 0; i < said.size(); ++i) {
            bool const pair = said[i] == '\\' && i + 1 < said.size() &&
                              (said[i + 1] == '\\' || said[i + 1] == 'n');
            text.append(said[i] == '\\' && !pair ? "\\\\" : said.substr(i, pair ? 2 : 1));
            i += pair ? 1 : 0;
        }
        bool const is_first = helped_.insert(of.name).second;
        if (is_first)
            of.help = std::move(text);
        return is_first || of.help == text ? "" : "is a second and different HELP of this name";
    }

    // Samples.

    void read_sample() {
        sample made{line_, {}, {}, {}};
        auto const first = at_;
        rewrites_ = false;
        if (auto const why = read_parts(made); !why.empty()) {
            at_ = first;
            leave_out(line_, without_blanks_behind(rest_of_line()), why);
            at_ += rest_of_line().size() + 1;
            return;
        }
        line_ += static_cast<std::size_t>(std::count(
            text_.begin() + static_cast<std::ptrdiff_t>(first),
            text_.begin() + static_cast<std::ptrdiff_t>(at_),
            '\n'
        ));
        ++at_;
        samples_.push_back(std::move(made));
    }

    /// Returns why the line is no sample, or an empty text. At the end, a line feed is next.
    [[nodiscard]] std::string_view read_parts(sample& made) {
        auto const first = at_;
        made.name = next_name();
        std::string labels; // as they would be written
        if (next_is('{'))
            if (auto const why = read_labels(made, labels); !why.empty())
                return why;
        if (!is_metric_name(made.name))
            return "does not begin with a metric's name";
        auto const value = next_word();
        if (!is_go_number(value))
            return "has no number for a value";
        auto const time = next_word();
        if (peek() != '\n' || (!time.empty() && !is_go_time(time)))
            return "has something behind its value that is no time in milliseconds";
        if (!rewrites_) {
            made.text = without_blanks_behind(text_.substr(first, at_ - first));
            return {};
        }
        made.text = made.name;
        if (!labels.empty())
            made.text.append("{").append(labels).append("}");
        made.text.append(" ").append(value);
        if (!time.empty())
            made.text.append(" ").append(time);
        return {};
    }

    /// Reads the labels and the brace behind them. A label with an empty value counts as absent.
    [[nodiscard]] std::string_view read_labels(sample& of, std::string& written) {
        std::set<std::string> names;
        while (!next_is('}')) {
            std::string name;
            if (peek() == '"') {
                std::string decoded;
                if (auto const why = read_quoted(decoded); !why.empty())
                    return why;
                rewrites_ = true;
                if (peek() != '=') { // the metric's name
                    if (!of.name.empty() || decoded.empty() || !names.empty())
                        return "has a text in quotes that is no label";
                    of.name = legacy_name(decoded, true);
                    if (!next_is(',') && peek() != '}')
                        return "has no end of its labels";
                    continue;
                }
                name = legacy_name(decoded, false);
            } else {
                name = next_name();
            }
            if (!is_label_name(name))
                return "has a label without a name";
            if (name == "__name__")
                return "has a label that Prometheus keeps for itself";
            if (!next_is('=') || peek() != '"')
                return "has a label without a value in quotes";
            std::string value;
            if (auto const why = read_quoted(value); !why.empty())
                return why;
            if (!names.insert(name).second)
                return "has a label twice";
            written.append(written.empty() ? "" : ",");
            append_label(written, name, value);
            if (!value.empty())
                of.labels.emplace(std::move(name), std::move(value));
            if (!next_is(',') && peek() != '}')
                return "has no end of its labels";
        }
        return {};
    }

    // Families.

    /// The family of this name, or of which it is a sample's name; a new family if it is new.
    [[nodiscard]] parsed_family& family_of(std::string_view name) {
        auto const [found, made] = named_.try_emplace(std::string{name}, families_.size());
        if (made) {
            families_.push_back({.name = std::string{name}});
            begins_.push_back(line_);
        }
        return families_[found->second];
    }

    /// Gives every sample to its family, and brings the families into the order in which they
    /// begin.
    void assign() {
        std::unordered_map<std::string, std::size_t> seen;
        for (auto& each : samples_) {
            line_ = each.line;
            auto& family = family_of(each.name);
            auto& begin = begins_[named_.at(each.name)];
            begin = (std::min)(begin, each.line);
            if (auto const why = place(each, family, seen); !why.empty())
                leave_out(each.line, each.text, why);
        }
        std::vector<std::pair<std::size_t, std::size_t>> order; // first line, family
        for (std::size_t i = 0; i < families_.size(); ++i)
            if (named_.at(families_[i].name) == i)
                order.emplace_back(begins_[i], i);
        std::sort(order.begin(), order.end());
        std::vector<parsed_family> sorted;
        for (auto const& [line, i] : order)
            sorted.push_back(std::move(families_[i]));
        families_ = std::move(sorted);
        for (auto& each : families_) {
            if (helped_.contains(each.name))
                each.head.append("# HELP ").append(each.name).append(" ").append(each.help).append(
                    "\n"
                );
            if (!each.type.empty())
                each.head.append("# TYPE ").append(each.name).append(" ").append(each.type).append(
                    "\n"
                );
        }
    }

    [[nodiscard]] static std::string_view
    place(sample& each, parsed_family& into, std::unordered_map<std::string, std::size_t>& seen) {
        bool const distribution = into.type == "histogram" || into.type == "summary";
        auto const bound = each.labels.find(into.type == "histogram" ? "le" : "quantile");
        if (distribution && bound != each.labels.end() && !is_go_number(bound->second))
            return "has no number for a bound";
        auto series = each.name;
        auto metric = distribution ? into.name : each.name;
        for (auto const& [label, value] : each.labels) {
            auto const part = "\n" + label + "=" + value;
            series.append(part);
            if (!distribution || (label != "le" && label != "quantile"))
                metric.append(part);
        }
        if (!seen.try_emplace(std::move(series), each.line).second)
            return "is a series that was there before";
        into.samples.push_back({std::move(metric), std::move(each.text)});
        return {};
    }

    std::string_view text_{};
    std::size_t at_{0}; // the next character
    std::size_t line_{0};
    bool rewrites_{false}; // the line has to be written again
    std::string error_{};
    std::size_t left_out_{0};
    std::vector<sample> samples_{};
    std::vector<parsed_family> families_{};
    std::vector<std::size_t> begins_{};                    // the first line of each family
    std::unordered_map<std::string, std::size_t> named_{}; // families by sample name
    std::set<std::string> helped_{};                       // families with a HELP
};

} // namespace detail

TACHO_DECL std::vector<parsed_family>
parse_text(std::string_view text, std::string& error, std::size_t& left_out) {
    detail::text_parser parser;
    parser.read(text);
    error = parser.error();
    left_out = parser.left_out();
    return std::move(parser.families());
}

TACHO_DECL std::vector<parsed_family> parse_text(std::string_view text, std::string& error) {
    std::size_t left_out = 0;
    return parse_text(text, error, left_out);
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
