// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_SERIES_GROUP_IPP
#define TACHO_DETAIL_REGISTRY_SERIES_GROUP_IPP

#include <tacho/detail/language/rollback.hpp>
#include <tacho/detail/registry/clean_values.hpp>
#include <tacho/detail/registry/family_record.hpp>
#include <tacho/detail/registry/fresh_hash_secret.hpp>
#include <tacho/detail/registry/registry_state.hpp>
#include <tacho/detail/registry/series_group.hpp>
#include <tacho/detail/storage/cell_allocator.hpp>
#include <tacho/detail/text/number_text.hpp>
#include <tacho/error.hpp>
#include <tacho/labels.hpp>

#include <atomic>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tacho::inline v0::detail {

// How a family's series come and go while threads record: the cold paths of family::with(),
// remove() and clear().

TACHO_DECL series_group::series_group(
    registry_state& in,
    family_record& of,
    std::vector<std::string> constants,
    std::size_t series_limit
)
    : series_table{fresh_hash_secret(this), of.description.label_names.size() - constants.size()}
    , owner{in}
    , family{of}
    , constant_values{std::move(constants)}
    , limit{series_limit} {}

TACHO_DECL series* series_group::show_locked(std::span<std::string_view const> values) {
    if (auto* const found = find(values)) {
        owner.show_again(*this, *found);
        return found;
    }
    if (size() < limit)
        return owner.series_for(*this, values);
    if (overflow() == nullptr) {
        std::vector<std::string_view> const overflowing(values.size(), overflow_value);
        auto* const made = owner.series_for(*this, overflowing);
        if (made == nullptr)
            return nullptr;
        set_overflow(*made);
    }
    owner.show_again(*this, *overflow());
    return overflow();
}

TACHO_DECL series* series_group::show(std::span<std::string_view const> values) noexcept {
    auto const attempt = [&]() -> series* {
        clean_values const clean{values};
        auto& refused = owner.home.slabs().events.refused_series;
        auto* const found = find(clean.views());
        if (is_visible(found))
            return found;
        // A full family answers without the lock.
        if (found == nullptr && is_visible(overflow())) {
            refused.fetch_add(1, std::memory_order_relaxed);
            return overflow();
        }
        if (found == nullptr && family.shape.place == number_place::cells &&
            owner.home.refuses(family.shape.cells))
            return nullptr;
        auto const guard = owner.home.lock_registration();
        auto* const shown = show_locked(clean.views());
        if (shown != nullptr && shown == overflow())
            refused.fetch_add(1, std::memory_order_relaxed);
        return shown;
    };
#if defined(__cpp_exceptions)
    try {
        return attempt();
    } catch (...) {
        return nullptr; // no memory: records are counted as lost
    }
#else
    return attempt();
#endif
}

TACHO_DECL bool series_group::hide(std::span<std::string_view const> values) {
    clean_values const clean{values};
    auto const guard = owner.home.lock_registration();
    auto* const found = find(clean.views());
    if (!is_visible(found))
        return false;
    owner.hide(*this, *found);
    return true;
}

TACHO_DECL void series_group::hide_all() {
    auto const guard = owner.home.lock_registration();
    for (auto* const each : all)
        if (is_visible(each))
            owner.hide(*this, *each);
}

TACHO_DECL void series_group::unregister() {
    auto const guard = owner.home.lock_registration();
    owner.unregister(family);
}

TACHO_DECL void series_group::refuse_number(std::size_t given) const {
    fail_registration(
        family.description.name,
        "has " + number_text(label_count()) + " labels, but was given " + number_text(given) +
            " values; give one for each label, no_label where there is none"
    );
}

/// The combination of the values of some labels that has this index.
[[nodiscard]] inline std::vector<std::string_view>
combination(std::span<std::span<std::string_view const> const> values, std::size_t index) {
    std::vector<std::string_view> chosen(values.size());
    for (auto label = values.size(); label-- > 0; index /= values[label].size())
        chosen[label] = values[label][index % values[label].size()];
    return chosen;
}

TACHO_DECL dense_table&
series_group::all_combinations(std::span<std::span<std::string_view const> const> values) {
    std::size_t combinations = 1;
    for (auto const of_label : values)
        combinations *= of_label.size();
    std::size_t missing = 0;
    for (std::size_t i = 0; i < combinations && size() + missing <= limit; ++i)
        if (find(combination(values, i)) == nullptr)
            ++missing;
    if (size() + missing > limit)
        fail_registration(
            family.description.name,
            "has " + number_text(combinations) +
                " combinations of enum labels, for which its series limit of " +
                number_text(limit) + " has no room"
        );
    auto const known = all.size();
    rollback undo{[&] { // hides the series made just now
        for (auto const each : std::span{all}.subspan(known))
            each->hidden.store(true, std::memory_order_relaxed);
        ++owner.version;
    }};
    std::vector<series*> order;
    for (std::size_t i = 0; i < combinations; ++i) {
        order.push_back(owner.series_for(*this, combination(values, i)));
        if (order.back() == nullptr)
            registry_state::fail_for_room(*this);
    }
    for (auto const& same : dense)
        if (same->all == order) {
            undo.keep();
            return *same;
        }
    dense.push_back(std::make_unique<dense_table>(order));
    undo.keep();
    for (auto* const each : order)
        owner.show_again(*this, *each);
    return *dense.back();
}

} // namespace tacho::inline v0::detail

#endif
