// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_SNAPSHOT_MEMORY_IPP
#define TACHO_DETAIL_REGISTRY_SNAPSHOT_MEMORY_IPP

#include <tacho/collection.hpp>
#include <tacho/detail/language/floating_bits.hpp>
#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/registry/collected_families.hpp>
#include <tacho/detail/registry/registration_rules.hpp>
#include <tacho/detail/registry/registry_state.hpp>
#include <tacho/detail/registry/snapshot_memory.hpp>
#include <tacho/detail/storage/cell_allocator.hpp>
#include <tacho/detail/storage/merge.hpp>

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace tacho::inline v0::detail {

/// Stands for the cells of infos, which are all 1.
inline constinit cell const value_of_infos{1};

TACHO_DECL void snapshot_memory::plan_callbacks(registry_state const& from) {
    if (callbacks_version == from.version)
        return;
    callbacks.clear();
    for (auto const& family : from.families) {
        if (family.shape.place != number_place::callback)
            continue;
        for (auto const& group : family.groups)
            for (auto const& each : group.all)
                if (auto const found = from.callbacks.find(&each); found != from.callbacks.end())
                    callbacks.push_back({found->second, &each, family.shape.type, 0, false});
    }
    collectors.clear();
    for (auto const& each : from.collectors)
        collectors.push_back(each.callback);
    callbacks_version = from.version;
}

TACHO_DECL void snapshot_memory::call_callbacks(arena_events& events) {
    auto const fail = [&] { events.callback_errors.fetch_add(1, std::memory_order_relaxed); };
    for (auto& each : callbacks) {
        auto const result =
            each.callback->call([&](auto const& function) { each.value = function(); });
        each.valid = result == call_result::done;
        // A counter is neither negative nor NaN.
        bool const wrong =
            each.valid && each.type == metric_type::counter && !is_countable(each.value);
        if (wrong)
            each.valid = false;
        if (wrong || result == call_result::failed)
            fail();
    }
    collected.clear();
    collection into{collected};
    for (auto const& each : collectors) {
        auto const before = collected.mark();
        auto const result = each->call([&](auto const& function) { function(into); });
        if (result == call_result::failed) {
            collected.rewind(before);
            fail();
        }
    }
}

TACHO_DECL void
snapshot_memory::place(std::vector<placed_run>& among, run const& cells, std::size_t value) {
    // Runs that are neighbours in the slabs and in the values are read as one. Sealed runs are
    // never joined.
    if (!among.empty() && !cells.sealed()) {
        auto& last = among.back();
        if (last.cells.kind == cells.kind && last.cells.first + last.cells.cells == cells.first &&
            last.value + last.cells.values() == value) {
            last.cells.cells += cells.cells;
            return;
        }
    }
    among.push_back({cells, value});
}

TACHO_DECL void snapshot_memory::plan_series(
    registry_state const& from, family_record const& family, series const& each
) {
    auto const value = values.size();
    auto const& shape = family.shape;
    switch (shape.place) {
    case number_place::gauge:
        gauges.push_back(
            {shape.type == metric_type::info ? &value_of_infos : unnumbered_cell(each.token), value}
        );
        break;
    case number_place::callback:
        bound.push_back({absent, &each, shown.size(), value});
        break;
    case number_place::cells:
        longest_run = (std::max)(longest_run, each.cells.cells);
        place(from.home.is_beyond(each.cells) ? beyond : runs, each.cells, value);
        if (each.cells.sealed())
            sums.push_back({
                value + each.cells.buckets(),
                each.cells.kind == run_kind::sealed_integer,
                shape.numerator,
                shape.denominator,
            });
        if (auto const* const base = from.home.base(each.cells))
            bases.push_back({value, each.cells.kind, *base});
        break;
    }
    values.resize(value + width_of(each));
    shown.push_back(&each);
}

TACHO_DECL void snapshot_memory::plan_values(registry_state const& from) {
    shown.clear();
    families.clear();
    runs.clear();
    beyond.clear();
    gauges.clear();
    bound.clear();
    sums.clear();
    bases.clear();
    values.clear();
    version = 0; // until the plan is complete
    // Memory is reserved in one step, and no more than is needed: there may be millions of series.
    std::size_t most_series = 0;
    std::size_t most_values = 0;
    for (auto const& family : from.families) {
        if (family.unregistered)
            continue;
        for (auto const& group : family.groups) {
            if (group.all.empty())
                continue;
            most_series += group.all.size();
            most_values += group.all.size() * width_of(group.all.front());
        }
    }
    shown.reserve(most_series);
    values.reserve(most_values);
    for (auto const& family : from.families) {
        if (family.unregistered)
            continue;
        auto const first = shown.size();
        auto const value = values.size();
        for (auto const& group : family.groups)
            for (auto const& each : group.all)
                if (is_visible(&each))
                    plan_series(from, family, each);
        bool const empty = shown.size() == first;
        if (!empty || family.description.announced)
            families.push_back(
                {&family.description,
                 first,
                 shown.size(),
                 value,
                 empty ? 0 : width_of(*shown[first])}
            );
    }
    scratch.resize(longest_run);
    bound_to = 0;
    version = from.version;
    epoch = from.home.epoch();
}

TACHO_DECL void snapshot_memory::bind_callbacks() {
    std::unordered_map<series const*, std::size_t> sources;
    for (std::size_t i = 0; i < callbacks.size(); ++i)
        sources.emplace(callbacks[i].of, i);
    for (auto& each : bound) {
        auto const found = sources.find(each.of);
        each.source = found != sources.end() ? found->second : absent;
    }
    bound_to = callbacks_version;
}

TACHO_DECL void snapshot_memory::plan(registry_state const& from) {
    if (version != from.version || epoch != from.home.epoch())
        plan_values(from);
    if (bound_to != callbacks_version)
        bind_callbacks();
    std::uint64_t left_out = 0;
    std::erase_if(collected.all, [&](auto const& each) {
        if (each->samples.empty())
            return true;
        for (auto const& sample : sample_names(each->description.name, each->description.type))
            if (from.has_sample(sample)) {
                ++left_out;
                return true;
            }
        return false;
    });
    from.home.slabs().events.callback_errors.fetch_add(left_out, std::memory_order_relaxed);
}

TACHO_DECL void snapshot_memory::read(cell_allocator const& home) {
    std::fill(values.begin(), values.end(), 0);
    merge(home.slabs(), runs, values.data(), scratch.data());
    read_beyond(home.slabs(), beyond, values.data(), scratch.data());
    for (auto const& each : bases)
        cell_allocator::subtract(each.base, each.kind, values.data() + each.value);
    for (auto const& each : sums) {
        auto const bits = values[each.value];
        auto const sum =
            each.integer ? wide_sum(bits, values[each.value + 2]) : std::bit_cast<double>(bits);
        values[each.value] = std::bit_cast<std::uint64_t>(sum * each.numerator / each.denominator);
    }
    // Relaxed: a gauge publishes nothing but itself.
    for (auto const& each : gauges)
        values[each.value] = each.from->load(std::memory_order_relaxed);
    for (auto const& each : bound) {
        bool const valid = each.source != absent && callbacks[each.source].valid;
        shown[each.shown] = valid ? each.of : nullptr;
        if (valid)
            values[each.value] = std::bit_cast<std::uint64_t>(callbacks[each.source].value);
    }
    auto const has_value = [](series const* each) { return each != nullptr; };
    present.clear();
    for (std::size_t i = 0; i < families.size(); ++i)
        if (families[i].description->announced ||
            std::any_of(
                shown.begin() + static_cast<std::ptrdiff_t>(families[i].first),
                shown.begin() + static_cast<std::ptrdiff_t>(families[i].last),
                has_value
            ))
            present.push_back(i);
}

} // namespace tacho::inline v0::detail

#endif
