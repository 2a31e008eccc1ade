// SPDX-License-Identifier: BSL-1.0

#include <array>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fuzz/exposition.hpp"
#include "fuzz/input.hpp"
#include "fuzz/targets.hpp"
#include "single_include/tacho/tacho.hpp"

namespace {

enum class verb : std::uint8_t { get, post };
[[maybe_unused]] constexpr std::array<std::string_view, 2> label_values(verb) {
    return {"get", "post"};
}

using runtime_histogram = tacho::histogram<tacho::runtime_buckets>;

struct owners {
    std::vector<std::unique_ptr<tacho::callback_gauge>> gauges;
    std::vector<std::unique_ptr<tacho::callback_counter>> counters;
};

tacho::metric_options some_options(fuzz::input& from) {
    tacho::metric_options made;
    for (auto count = from.below(4); count > 0; --count) {
        auto name = from.name();
        made.labels.push_back({std::move(name), from.text()});
    }
    if (from.below(4) == 0)
        made.unit = from.name();
    if (from.below(4) == 0)
        made.series_limit = from.below(4);
    return made;
}

// Registers one metric of any kind, and records into it.
void register_one(fuzz::input& from, tacho::registry& in, owners& keep) {
    auto const kind = from.below(13);
    auto const text = from.name();
    auto const name = tacho::runtime(text);
    auto const help = from.text();
    auto const options = some_options(from);
    switch (kind) {
    case 0:
        return tacho::counter{in, name, help, options}.inc(from.byte());
    case 1:
        return tacho::float_counter{in, name, help, options}.inc(from.real());
    case 2:
        return tacho::up_down_counter{in, name, help, options}.inc();
    case 3:
        return tacho::gauge{in, name, help, options}.set(from.real());
    case 4: {
        auto const bounds = from.reals(6);
        runtime_histogram const made{in, name, help, bounds, options};
        return made.observe(from.real());
    }
    case 5:
        return tacho::histogram<>{in, name, help, options}.observe(from.real());
    case 6:
        return tacho::histogram<tacho::microsecond_buckets<1, 10>>{in, name, help, options}.observe(
            from.byte()
        );
    case 7: {
        tacho::family<tacho::counter, "a", "le"> const made{in, name, help, options};
        for (auto count = from.below(4); count > 0; --count) {
            auto const first = from.text();
            made.with(first, from.text()).inc();
        }
        if (from.below(2) == 1)
            made.remove(from.text(), from.text());
        return;
    }
    case 8: {
        tacho::family<tacho::gauge, tacho::enum_label<verb>("verb")> const made{
            in, name, help, options
        };
        return made.with(verb::post).set(from.real());
    }
    case 9: {
        auto const bounds = from.reals(6);
        tacho::family<runtime_histogram, "a"> const made{in, name, help, bounds, options};
        return made.with(from.text()).observe(from.real());
    }
    case 10: {
        tacho::family<tacho::histogram<>, "a"> const made{in, name, help, options};
        made.with(from.text()).observe(from.real());
        return made.clear();
    }
    case 11: {
        auto const value = from.real();
        keep.gauges.push_back(std::make_unique<tacho::callback_gauge>(
            in, name, help, [value] { return value; }, options
        ));
        return;
    }
    default: {
        std::function<double()> function;
        if (from.below(8) != 0)
            function = [value = from.real()] { return value; };
        keep.counters.push_back(
            std::make_unique<tacho::callback_counter>(in, name, help, function, options)
        );
    }
    }
}

} // namespace

void fuzz::validation(bytes given) {
    fuzz::input from{given};
    tacho::registry registry;
    owners keep;
    for (auto count = from.below(10); count > 0; --count) {
        auto const before = tacho::to_text(registry);
        bool refused = false;
        try {
            register_one(from, registry, keep);
        } catch (std::exception const& error) {
            refused = true;
            fuzz::require(
                is_valid_utf8(error.what()) && *error.what() != '\0', "a refusal can be read"
            );
        }
        auto const after = tacho::to_text(registry);
        static_cast<void>(parse_exposition(after));
        fuzz::require(!refused || after == before, "a refusal leaves all as it was");
    }
}
