// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_FUZZ_EXPOSITION_HPP
#define TACHO_TESTS_FUZZ_EXPOSITION_HPP

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fuzz/targets.hpp"

// A strict parser of the Prometheus text format 0.0.4, which shares nothing with the library. It
// accepts only text that an exposer should write, and nothing else that Prometheus would forgive.
namespace fuzz {

struct parsed_sample {
    std::string name;
    std::vector<std::pair<std::string, std::string>> labels;
    double value{};

    [[nodiscard]] std::string label(std::string_view wanted) const {
        auto const found = std::ranges::find(labels, wanted, [](auto const& l) { return l.first; });
        return found == labels.end() ? std::string{} : found->second;
    }
};

struct parsed_family {
    std::string name;
    std::string help;
    std::string type;
    std::vector<parsed_sample> samples;
};

/// A finite number in decimal, all of the text. (Not std::from_chars: libc++ 19 has none for a
/// double.)
inline std::optional<double> finite_number(std::string_view text) {
    // strtod would also accept blanks, a plus, hexadecimal digits, and names that are not numbers.
    if (text.empty() || text.front() == '+' ||
        text.find_first_not_of("0123456789.e+-") != text.npos)
        return std::nullopt;
    std::string const ended{text};
    char* end{};
    auto const value = std::strtod(ended.c_str(), &end);
    if (end != ended.c_str() + ended.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

/// Decodes the code point at `at` and moves `at` past it. For bytes that are not UTF-8 it returns
/// -1 and moves `at` by one. It decodes and encodes again, and uses no tables.
inline long decode(std::string_view text, std::size_t& at) {
    auto const byte = [&](std::size_t i) -> unsigned long {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
    };
    auto const first = byte(at);
    auto const length = first < 0x80 ? 1U : first >> 5 == 6 ? 2U : first >> 4 == 14 ? 3U : 4U;
    auto point = length == 1 ? first : first & (0xFFU >> (length + 1));
    bool valid = length < 4 || first >> 3 == 30;
    for (std::size_t i = 1; i < length; ++i) {
        valid = valid && byte(at + i) >> 6 == 2;
        point = point << 6 | (byte(at + i) & 0x3F);
    }
    auto const shortest = point < 0x80 ? 1U : point < 0x800 ? 2U : point < 0x10000 ? 3U : 4U;
    valid = valid && shortest == length && point <= 0x10FFFF && point >> 11 != 0x1B;
    at += valid ? length : 1;
    return valid ? static_cast<long>(point) : -1;
}

[[nodiscard]] inline bool is_valid_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();)
        if (decode(text, at) < 0)
            return false;
    return true;
}

/// The text as the library promises to repair it: U+FFFD for every byte that is not UTF-8.
[[nodiscard]] inline std::string repaired(std::string_view text) {
    std::string made;
    for (std::size_t at = 0; at < text.size();) {
        auto const begin = at;
        if (decode(text, at) < 0)
            made += "\xEF\xBF\xBD";
        else
            made += text.substr(begin, at - begin);
    }
    return made;
}

class exposition_parser {
public:
    explicit exposition_parser(std::string_view text)
        : left_{text} {}

    [[nodiscard]] std::vector<parsed_family> parse() {
        require(is_valid_utf8(left_), "the text is UTF-8");
        std::vector<parsed_family> families;
        while (!left_.empty()) {
            families.push_back(family());
            for (std::size_t i = 0; i + 1 < families.size(); ++i)
                require(
                    families[i].name != families.back().name, "a family's lines are in one group"
                );
        }
        return families;
    }

private:
    [[nodiscard]] bool take_if(std::string_view text) {
        if (!left_.starts_with(text))
            return false;
        left_.remove_prefix(text.size());
        return true;
    }
    void take(std::string_view text) {
        require(
            take_if(text),
            "expected '" + std::string{text} + "' at '" + std::string{left_.substr(0, 40)} + "'"
        );
    }

    [[nodiscard]] std::string take_name(bool colons) {
        auto const belongs = [&](char c, bool first) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
                   (colons && c == ':') || (!first && c >= '0' && c <= '9');
        };
        std::size_t size = 0;
        while (size < left_.size() && belongs(left_[size], size == 0))
            ++size;
        require(size > 0, "expected a name at '" + std::string{left_.substr(0, 40)} + "'");
        std::string name{left_.substr(0, size)};
        left_.remove_prefix(size);
        return name;
    }

    /// Takes the text up to `end`, and `end` too. Refuses escapes that are not required.
    [[nodiscard]] std::string take_escaped(char end, bool quotes) {
        std::string made;
        for (;;) {
            require(!left_.empty(), "the text goes on");
            auto const c = left_.front();
            left_.remove_prefix(1);
            if (c == end)
                return made;
            require(c != '\n', "a line feed is escaped");
            if (c != '\\') {
                made += c;
                continue;
            }
            require(!left_.empty(), "something follows a backslash");
            auto const escaped = left_.front();
            left_.remove_prefix(1);
            require(
                escaped == '\\' || escaped == 'n' || (quotes && escaped == '"'),
                "only what must be is escaped"
            );
            made += escaped == 'n' ? '\n' : escaped;
        }
    }

    [[nodiscard]] double take_value() {
        auto const size = left_.find('\n');
        require(size != left_.npos, "the last line ends");
        auto const text = left_.substr(0, size);
        left_.remove_prefix(size + 1);
        if (text == "NaN")
            return std::numeric_limits<double>::quiet_NaN();
        if (text == "+Inf" || text == "-Inf")
            return text[0] == '+' ? std::numeric_limits<double>::infinity()
                                  : -std::numeric_limits<double>::infinity();
        auto const value = finite_number(text);
        require(value.has_value(), "'" + std::string{text} + "' is a number");
        return *value;
    }

    [[nodiscard]] parsed_sample sample() {
        parsed_sample made;
        made.name = take_name(true);
        if (take_if("{")) {
            do {
                auto name = take_name(false);
                require(!name.starts_with("__"), "no label is reserved");
                for (auto const& other : made.labels)
                    require(other.first != name, "a label is given once");
                take("=\"");
                made.labels.emplace_back(std::move(name), take_escaped('"', true));
            } while (take_if(","));
            take("}");
        }
        take(" ");
        made.value = take_value();
        return made;
    }

    [[nodiscard]] parsed_family family() {
        parsed_family made;
        take("# HELP ");
        made.name = take_name(true);
        take(" ");
        made.help = take_escaped('\n', false);
        take("# TYPE ");
        take(made.name + " ");
        auto const end = left_.find('\n');
        require(end != left_.npos, "a TYPE line ends");
        made.type = left_.substr(0, end);
        left_.remove_prefix(end + 1);
        bool const histogram = made.type == "histogram";
        require(
            histogram || made.type == "counter" || made.type == "gauge" || made.type == "untyped",
            "the type is known: " + made.type
        );
        while (!left_.empty() && !left_.starts_with("# ")) {
            made.samples.push_back(sample());
            auto const& name = made.samples.back().name;
            require(
                histogram ? name == made.name + "_bucket" || name == made.name + "_sum" ||
                                name == made.name + "_count"
                          : name == made.name,
                "a sample has its family's name"
            );
        }
        require(!made.samples.empty(), "a family has samples");
        check_once(made);
        if (histogram)
            check_histograms(made);
        return made;
    }

    static void check_once(parsed_family const& of) {
        for (auto i = of.samples.begin(); i != of.samples.end(); ++i)
            for (auto k = std::next(i); k != of.samples.end(); ++k)
                require(i->name != k->name || i->labels != k->labels, "no series is there twice");
    }

    /// Buckets in ascending order, +Inf, `_sum`, `_count`, all of one series together.
    static void check_histograms(parsed_family const& of) {
        auto at = of.samples.begin();
        auto const end = of.samples.end();
        while (at != end) {
            auto bound = -std::numeric_limits<double>::infinity();
            double most = 0;
            for (bool first = true; at != end && at->name == of.name + "_bucket"; ++at) {
                require(!at->labels.empty() && at->labels.back().first == "le", "le is the last");
                auto const le = at->label("le");
                auto const number = finite_number(le);
                require(number || le == "+Inf", "a bound is a number or +Inf");
                auto const value = number.value_or(std::numeric_limits<double>::infinity());
                require(first || value > bound, "bounds ascend");
                require(at->value >= most, "buckets are cumulative");
                bound = value;
                most = at->value;
                first = false;
            }
            require(bound == std::numeric_limits<double>::infinity(), "there is a +Inf bucket");
            require(at != end && at->name == of.name + "_sum", "the sum follows");
            ++at;
            require(at != end && at->name == of.name + "_count", "the count follows");
            require(at->value == most, "the count is the +Inf bucket");
            ++at;
        }
    }

    std::string_view left_;
};

[[nodiscard]] inline std::vector<parsed_family> parse_exposition(std::string_view text) {
    return exposition_parser{text}.parse();
}

} // namespace fuzz

#endif
