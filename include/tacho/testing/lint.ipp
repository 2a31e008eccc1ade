// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTING_LINT_IPP
#define TACHO_TESTING_LINT_IPP

#include <tacho/detail/text/in_quotes.hpp>
#include <tacho/snapshot.hpp>
#include <tacho/testing/lint.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tacho::inline v0 {

namespace detail {

/// Looks at one family.
class family_lint {
public:
    family_lint(family_view const& of, std::vector<lint_problem>& found)
        : of_{of.description()}
        , name_{of_.name}
        , found_{found} {
        for (std::size_t at = 0; at <= name_.size();) {
            auto const end = (std::min)(name_.find('_', at), name_.size());
            words_.push_back(name_.substr(at, end - at));
            at = end + 1;
        }
        check_help();
        check_unit();
        check_suffixes();
        check_type_in_name();
        check_characters();
        check_labels(of);
    }

private:
    void complain(std::string text) { found_.push_back({of_.name, std::move(text)}); }

    void check_help() {
        if (of_.help.empty())
            complain("has no help text: say what it counts or measures");
    }

    void check_unit() {
        if (auto const found = std::find_if(words_.begin(), words_.end(), other_than_base);
            found != words_.end())
            complain(
                "is in " + std::string{*found} + ": use the base unit " +
                std::string{base_of(*found)}
            );
        for (auto const word : std::span{words_}.subspan(1)) // the first names a thing
            if (auto const lower = in_lower_case(word);
                std::find(abbreviations.begin(), abbreviations.end(), lower) != abbreviations.end())
                complain("has the abbreviated unit " + in_quotes(word) + ": write the unit out");
    }

    /// The base unit of a word that is a unit; empty for other words.
    [[nodiscard]] static std::string_view base_of(std::string_view word) {
        for (auto const& [unit, base] : units)
            if (is_unit(word, unit))
                return base;
        return {};
    }

    [[nodiscard]] static bool other_than_base(std::string_view word) {
        auto const base = base_of(word);
        return !base.empty() && base != word;
    }

    /// Whether a word is this unit, alone or with a prefix such as milli.
    [[nodiscard]] static bool is_unit(std::string_view word, std::string_view unit) {
        if (!word.ends_with(unit))
            return false;
        word.remove_suffix(unit.size());
        return word.empty() || std::find(prefixes.begin(), prefixes.end(), word) != prefixes.end();
    }

    [[nodiscard]] static std::string in_lower_case(std::string_view word) {
        std::string lower{word};
        for (char& c : lower)
            c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        return lower;
    }

    void check_suffixes() {
        if (of_.type == metric_type::untyped)
            return;
        bool const is_counter = of_.type == metric_type::counter;
        bool const is_histogram = of_.type == metric_type::histogram;
        bool const is_distribution = is_histogram || of_.type == metric_type::summary;
        if (is_counter && !name_.ends_with("_total"))
            complain("is a counter: its name ends in _total");
        if (!is_counter && name_.ends_with("_total"))
            complain("is no counter: only their names end in _total");
        if (!is_histogram && name_.ends_with("_bucket"))
            complain("is no histogram: only their samples' names end in _bucket");
        for (std::string_view const suffix : {"_count", "_sum"})
            if (!is_distribution && name_.ends_with(suffix))
                complain(
                    "is neither a histogram nor a summary: only their samples' names end in " +
                    std::string{suffix}
                );
    }

    void check_type_in_name() {
        if (of_.type == metric_type::untyped)
            return;
        for (std::string_view const type : {"counter", "gauge", "histogram", "summary"})
            if (std::any_of(words_.begin() + 1, words_.end(), [&](std::string_view word) {
                    return in_lower_case(word) == type;
                }))
                complain("has a type in its name: leave out " + std::string{type});
    }

    void check_characters() {
        if (name_.find(':') != std::string_view::npos)
            complain("has a colon in its name: those are for recording rules");
        if (is_camel_case(name_))
            complain("has a name in camelCase: write it in snake_case");
    }

    [[nodiscard]] static bool is_camel_case(std::string_view name) {
        for (std::size_t i = 1; i < name.size(); ++i)
            if (name[i - 1] >= 'a' && name[i - 1] <= 'z' && name[i] >= 'A' && name[i] <= 'Z')
                return true;
        return false;
    }

    /// Each label is complained about once, although many series may have it.
    void check_labels(family_view const& of) {
        std::vector<std::string> seen;
        for (std::size_t i = 0; i < of.size(); ++i) {
            auto const series = of[i];
            for (std::size_t k = 0; series.present() && k < series.label_count(); ++k) {
                std::string label{series.label(k).name};
                if (std::find(seen.begin(), seen.end(), label) != seen.end())
                    continue;
                if (is_camel_case(label))
                    complain("has the label " + in_quotes(label) + ": write it in snake_case");
                bool const is_typed = of_.type != metric_type::untyped;
                if (label == "le" && is_typed && of_.type != metric_type::histogram)
                    complain("has the label le, which only histograms have");
                if (label == "quantile" && is_typed && of_.type != metric_type::summary)
                    complain("has the label quantile, which only summaries have");
                seen.push_back(std::move(label));
            }
        }
    }

    using pair = std::pair<std::string_view, std::string_view>;

    /// Units and their base units.
    static constexpr std::array<pair, 24> units{{
        {"amperes", "amperes"},    {"bytes", "bytes"},     {"celsius", "celsius"},
        {"grams", "grams"},        {"joules", "joules"},   {"kelvin", "kelvin"},
        {"meters", "meters"},      {"metres", "metres"},   {"seconds", "seconds"},
        {"volts", "volts"},        {"minutes", "seconds"}, {"hours", "seconds"},
        {"days", "seconds"},       {"weeks", "seconds"},   {"kelvins", "kelvin"},
        {"fahrenheit", "celsius"}, {"rankine", "celsius"}, {"inches", "meters"},
        {"yards", "meters"},       {"miles", "meters"},    {"bits", "bytes"},
        {"calories", "joules"},    {"pounds", "grams"},    {"ounces", "grams"},
    }};

    static constexpr std::array<std::string_view, 19> prefixes{
        "pico", "nano", "micro", "milli", "centi", "deci", "deca", "hecto", "kilo", "kibi",
        "mega", "mibi", "mebi",  "giga",  "gibi",  "tera", "tebi", "peta",  "pebi",
    };

    static constexpr std::array<std::string_view, 14> abbreviations{
        "s", "ms", "us", "ns", "sec", "b", "kb", "mb", "gb", "tb", "pb", "m", "h", "d"
    };

    family_description const& of_;
    std::string_view name_;
    std::vector<lint_problem>& found_;
    std::vector<std::string_view> words_{};
};

} // namespace detail

TACHO_DECL std::vector<lint_problem> lint(registry_ref const& of) {
    std::vector<lint_problem> found;
    auto const shown = of.collect();
    for (std::size_t i = 0; i < shown.size(); ++i)
        static_cast<void>(detail::family_lint{shown[i], found});
    return found;
}

} // namespace tacho::inline v0

#endif
