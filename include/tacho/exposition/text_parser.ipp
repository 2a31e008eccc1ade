// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_TEXT_PARSER_IPP
#define TACHO_EXPOSITION_TEXT_PARSER_IPP

#include <tacho/detail/text/escape.hpp>
#include <tacho/detail/text/in_quotes.hpp>
#include <tacho/detail/text/name_rules.hpp>
#include <tacho/detail/text/number_text.hpp>
#include <tacho/detail/text/utf8.hpp>
#include <tacho/error.hpp>
#include <tacho/exposition/detail/foreign_families.hpp>
#include <tacho/exposition/detail/foreign_words.hpp>
#include <tacho/exposition/text_parser.hpp>

#include <algorithm>
#include <cstddef>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tacho::inline v0 {

namespace detail {

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
        for (auto& each : samples_)
            if (auto const why = families_.add(each); !why.empty())
                leave_out(each.line, each.text, why);
    }

    [[nodiscard]] std::vector<parsed_family> take_families() { return families_.take(); }

    [[nodiscard]] std::string error() const {
        if (left_out_ < 2)
            return error_;
        return error_ + "; so are " + number_text(left_out_ - 1) + " more";
    }
    [[nodiscard]] std::size_t left_out() const noexcept { return left_out_; }

private:
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
        return what == "TYPE" ? families_.set_type(name, said, line_)
                              : families_.set_help(name, said, line_);
    }

    // Samples.

    void read_sample() {
        foreign_sample made{line_, {}, {}};
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
    [[nodiscard]] std::string_view read_parts(foreign_sample& made) {
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
        made.value = value;
        if (!time.empty()) // without zeros in front
            made.time = time.substr((std::min)(time.find_first_not_of('0'), time.size() - 1));
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
    [[nodiscard]] std::string_view read_labels(foreign_sample& of, std::string& written) {
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

    std::string_view text_{};
    std::size_t at_{0}; // the next character
    std::size_t line_{0};
    bool rewrites_{false}; // the line has to be written again
    std::string error_{};
    std::size_t left_out_{0};
    std::vector<foreign_sample> samples_{};
    foreign_families families_{};
};

} // namespace detail

TACHO_DECL std::vector<parsed_family>
parse_text(std::string_view text, std::string& error, std::size_t& left_out) {
    detail::text_parser parser;
    parser.read(text);
    error = parser.error();
    left_out = parser.left_out();
    return parser.take_families();
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
