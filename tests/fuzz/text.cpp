// SPDX-License-Identifier: BSL-1.0

#include <tacho/tacho.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "fuzz/exposition.hpp"
#include "fuzz/input.hpp"
#include "fuzz/targets.hpp"

namespace {

using labels = std::vector<std::pair<std::string, std::string>>;

bool same_number(double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}

// The expected contents of the text, kept in the simplest way.
struct expected_series {
    labels of;
    double value{0};
    double magnitude{0};          // of a sum: the sum of its finite summands' absolute values
    std::vector<double> counts{}; // a histogram's, not cumulative
};

struct expected_family {
    std::string name;
    std::string help;
    std::string type;
    std::vector<double> bounds{};
    std::vector<expected_series> series{};
};

expected_family& family_of(
    std::vector<expected_family>& all,
    std::string_view name,
    std::string_view help,
    std::string_view type
) {
    auto const found = std::ranges::find(all, name, &expected_family::name);
    if (found != all.end())
        return *found;
    all.push_back({std::string{name}, fuzz::repaired(help), std::string{type}});
    return all.back();
}

expected_series& series_of(expected_family& family, labels const& of) {
    auto const found = std::ranges::find(family.series, of, &expected_series::of);
    if (found != family.series.end())
        return *found;
    family.series.push_back({of});
    return family.series.back();
}

labels repaired(std::vector<tacho::label> const& given) {
    labels made;
    for (auto const& each : given)
        made.emplace_back(each.name, fuzz::repaired(each.value));
    return made;
}

std::vector<tacho::label> some_labels(fuzz::input& from) {
    std::vector<tacho::label> made;
    for (auto count = from.below(4); count > 0; --count) {
        auto name = from.name();
        made.push_back({std::move(name), from.text()});
    }
    return made;
}

void register_one(fuzz::input& from, tacho::registry& in, std::vector<expected_family>& expected) {
    auto const kind = from.below(4);
    auto const name = from.name();
    auto const help = from.text();
    tacho::metric_options options;
    options.labels = some_labels(from);
    auto const series = [&](std::string_view type) -> expected_series& {
        return series_of(family_of(expected, name, help, type), repaired(options.labels));
    };
    switch (kind) {
    case 0: {
        tacho::counter const made{in, tacho::runtime(name), help, options};
        auto const n = from.number();
        made.inc(n);
        series("counter").value += n;
        break;
    }
    case 1: {
        tacho::gauge const made{in, tacho::runtime(name), help, options};
        auto const value = from.real();
        made.set(value);
        series("gauge").value = value;
        break;
    }
    case 2: {
        tacho::up_down_counter const made{in, tacho::runtime(name), help, options};
        auto const up = from.byte();
        auto const down = from.byte();
        made.inc(std::uint32_t{up});
        made.dec(std::uint32_t{down});
        series("gauge").value += double{1} * up - down;
        break;
    }
    default: {
        auto bounds = from.reals(5);
        tacho::histogram<tacho::runtime_buckets> const made{
            in, tacho::runtime(name), help, bounds, options
        };
        if (bounds.back() == std::numeric_limits<double>::infinity())
            bounds.pop_back();
        auto& there = series("histogram");
        family_of(expected, name, help, "histogram").bounds = bounds;
        there.counts.resize(bounds.size() + 1);
        for (double const value : from.reals(6)) {
            made.observe(value);
            std::size_t at = 0;
            while (at < bounds.size() && !(value <= bounds[at]))
                ++at;
            ++there.counts[at];
            there.value += value;
            there.magnitude += std::isfinite(value) ? std::abs(value) : 0;
        }
    }
    }
}

// Gives some families as a collector; a wrong family or sample leaves no trace.
void collect_some(fuzz::input from, tacho::collection& to, std::vector<expected_family>& expected) {
    for (auto count = from.below(4); count > 0; --count) {
        auto const name = "collected:" + from.name();
        auto const help = from.text();
        bool const counts = from.below(2) == 1;
        auto const of = some_labels(from);
        auto const value = from.real();
        auto const type = counts ? tacho::metric_type::counter : tacho::metric_type::gauge;
        expected_family* family = nullptr;
        try {
            auto sink = to.family(name, help, type);
            family = &family_of(expected, name, help, counts ? "counter" : "gauge");
            sink.sample(of, value);
        } catch (tacho::registration_error const&) {
            continue;
        }
        auto written = repaired(of);
        std::erase_if(written, [](auto const& each) { return each.second.empty(); });
        std::ranges::sort(written);
        if (std::ranges::find(family->series, written, &expected_series::of) ==
            family->series.end())
            family->series.push_back({written, value});
    }
}

// Summands may be added in any order: each addition rounds, and a sum that overflows in one order
// need not do so in another.
bool is_sum(double value, expected_series const& of) {
    constexpr double most_additions = 1000;
    if (!std::isfinite(of.magnitude) || same_number(value, of.value))
        return true;
    return std::abs(value - of.value) <=
           most_additions * std::numeric_limits<double>::epsilon() * of.magnitude;
}

void check_histogram(
    expected_family const& wanted,
    expected_series const& series,
    std::span<fuzz::parsed_sample const> samples
) {
    double total = 0;
    for (std::size_t i = 0; i <= wanted.bounds.size(); ++i) {
        total += series.counts[i];
        auto of = samples[i].labels;
        auto const le = of.back().second;
        of.pop_back();
        fuzz::require(of == series.of, "a bucket has its series' labels");
        fuzz::require(samples[i].value == total, "a bucket has its observations");
        fuzz::require(
            i == wanted.bounds.size() ? le == "+Inf" : fuzz::finite_number(le) == wanted.bounds[i],
            "a bucket has its bound"
        );
    }
    auto const& sum = samples[wanted.bounds.size() + 1];
    fuzz::require(sum.labels == series.of, "a sum has its series' labels");
    fuzz::require(is_sum(sum.value, series), "a sum is that of its observations");
}

void check_family(expected_family const& wanted, fuzz::parsed_family const& found) {
    fuzz::require(found.name == wanted.name, "families are in order: " + found.name);
    fuzz::require(found.help == wanted.help, "help comes back: " + found.name);
    fuzz::require(found.type == wanted.type, "types come back: " + found.name);
    bool const histogram = wanted.type == "histogram";
    auto const lines = histogram ? wanted.bounds.size() + 3 : 1;
    fuzz::require(found.samples.size() == wanted.series.size() * lines, "all series are there");
    for (std::size_t i = 0; i < wanted.series.size(); ++i) {
        auto const& series = wanted.series[i];
        auto const samples = std::span{found.samples}.subspan(i * lines, lines);
        if (histogram) {
            check_histogram(wanted, series, samples);
        } else {
            fuzz::require(samples[0].labels == series.of, "labels come back: " + found.name);
            fuzz::require(
                same_number(samples[0].value, series.value), "values come back: " + found.name
            );
        }
    }
}

} // namespace

void fuzz::text(bytes given) {
    fuzz::input from{given};
    tacho::registry registry;
    std::vector<expected_family> expected;
    for (auto count = from.below(8); count > 0; --count) {
        try {
            register_one(from, registry, expected);
        } catch (tacho::registration_error const&) { // the others are as they were
        }
    }
    // Scrapes twice, because the second scrape reuses the memory of the first.
    for (int i = 0; i < 2; ++i) {
        std::vector<expected_family> collected;
        tacho::collector const collecting{registry, [&](tacho::collection& to) {
                                              collect_some(from, to, collected);
                                          }};
        auto const found = parse_exposition(tacho::to_text(registry));
        fuzz::require(found.size() >= expected.size(), "all families are there");
        for (std::size_t k = 0; k < expected.size(); ++k)
            check_family(expected[k], found[k]);
        std::erase_if(collected, [](auto const& each) { return each.series.empty(); });
        std::size_t at = expected.size();
        for (auto const& each : collected) {
            // A family that clashes with a registered one is left out.
            if (at < found.size() && found[at].name == each.name)
                check_family(each, found[at++]);
            else
                fuzz::require(
                    std::ranges::any_of(
                        expected,
                        [](auto const& other) { return other.name.starts_with("collected:"); }
                    ),
                    "what was collected is there: " + each.name
                );
        }
        fuzz::require(at == found.size(), "nothing else is there");
    }
}
