// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_DETAIL_FOREIGN_METRICS_IPP
#define TACHO_EXPOSITION_DETAIL_FOREIGN_METRICS_IPP

#include <tacho/detail/language/floating_bits.hpp>
#include <tacho/exposition/detail/foreign_metrics.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#if !defined(__cpp_lib_to_chars)
# include <locale>
# include <sstream>
#endif

namespace tacho::inline v0::detail {

TACHO_DECL double go_number(std::string_view text) {
    bool const negative = text.starts_with('-');
    text.remove_prefix(negative || text.starts_with('+') ? 1 : 0);
    double value = 0;
    if (text.starts_with('n') || text.starts_with('N')) {
        value = std::numeric_limits<double>::quiet_NaN();
    } else if (text.starts_with('i') || text.starts_with('I')) {
        value = std::numeric_limits<double>::infinity();
    } else {
#if defined(__cpp_lib_to_chars)
        std::from_chars(text.data(), text.data() + text.size(), value); // 0 if it is too small
#else
        std::istringstream from{std::string{text}};
        from.imbue(std::locale::classic());
        from >> value;
#endif
    }
    return negative ? -value : value;
}

TACHO_DECL std::string unescaped_help(std::string_view written) {
    std::string text;
    for (std::size_t i = 0; i < written.size(); ++i) {
        bool const pair = written[i] == '\\' && i + 1 < written.size();
        i += pair ? 1 : 0;
        text += pair && written[i] == 'n' ? '\n' : written[i];
    }
    return text;
}

/// The count that `text` is; std::nullopt if it is none.
[[nodiscard]] inline std::optional<std::uint64_t> count_in(std::string_view text) {
    auto const value = go_number(text);
    constexpr double limit = 18446744073709551616.0; // 2 to the power of 64
    if (is_nan(value) || is_infinite(value) || value < 0 || value >= limit)
        return std::nullopt;
    auto const count = static_cast<std::uint64_t>(value);
    return static_cast<double>(count) == value ? std::optional{count} : std::nullopt;
}

/// A distribution under construction, and which of its parts are there.
struct unfinished_distribution {
    foreign_distribution made{};
    bool has_sum{false};
    bool has_count{false};

    /// Takes a line; returns false if it is no part of such a histogram or summary.
    [[nodiscard]] bool take(parsed_family::sample const& line, parsed_family const& of) {
        bool const is_histogram = of.type == "histogram";
        auto const suffix = std::string_view{line.name}.substr(of.name.size());
        bool const is_part = suffix == (is_histogram ? "_bucket" : "");
        bool const has_bound = line.labels.contains("le");
        bool const has_quantile = line.labels.contains("quantile");
        if (has_bound != (is_part && is_histogram) || has_quantile != (is_part && !is_histogram))
            return false;
        if (suffix == "_sum") {
            made.sum = go_number(line.value);
            return !std::exchange(has_sum, true) && !is_nan(made.sum) && made.sum >= 0;
        }
        if (suffix == "_count") {
            auto const count = count_in(line.value);
            made.count = count.value_or(0);
            return !std::exchange(has_count, true) && count.has_value();
        }
        if (!is_part)
            return false;
        if (!is_histogram) {
            auto const quantile = go_number(line.labels.at("quantile"));
            auto const value = go_number(line.value);
            made.quantiles.emplace_back(quantile, value);
            return !is_nan(quantile) && quantile >= 0 && quantile <= 1 &&
                   (is_nan(value) || value >= 0);
        }
        auto const bound = go_number(line.labels.at("le"));
        auto const count = count_in(line.value);
        made.buckets.emplace_back(bound, count.value_or(0));
        return !is_nan(bound) && count.has_value();
    }

    [[nodiscard]] bool is_histogram() {
        auto& all = made.buckets;
        std::sort(all.begin(), all.end());
        if (!has_sum || !has_count || all.empty() || !is_infinite(all.back().first) ||
            all.back().second != made.count || all.front().first < 0)
            return false;
        for (std::size_t i = 1; i < all.size(); ++i)
            if (all[i - 1].first == all[i].first || all[i - 1].second > all[i].second)
                return false;
        return true;
    }

    [[nodiscard]] bool is_summary() {
        auto& all = made.quantiles;
        std::sort(all.begin(), all.end(), [](auto const& a, auto const& b) {
            return a.first < b.first;
        });
        return has_sum && has_count &&
               std::adjacent_find(all.begin(), all.end(), [](auto const& a, auto const& b) {
                   return a.first == b.first;
               }) == all.end();
    }
};

TACHO_DECL std::optional<std::vector<foreign_distribution>>
distributions_of(parsed_family const& family) {
    std::vector<unfinished_distribution> all;
    std::map<std::string_view, std::size_t> places;
    for (auto const& line : family.samples) {
        auto const [place, is_new] = places.try_emplace(line.metric, all.size());
        if (is_new) {
            auto& made = all.emplace_back().made;
            made.labels = line.labels;
            made.labels.erase("le");
            made.labels.erase("quantile");
            made.time = line.time;
        }
        auto& of = all[place->second];
        if (line.time != of.made.time || !of.take(line, family))
            return std::nullopt;
    }
    std::vector<foreign_distribution> whole;
    for (auto& each : all) {
        if (!(family.type == "histogram" ? each.is_histogram() : each.is_summary()))
            return std::nullopt;
        whole.push_back(std::move(each.made));
    }
    return whole;
}

} // namespace tacho::inline v0::detail

#endif
