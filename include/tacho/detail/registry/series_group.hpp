// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_SERIES_GROUP_HPP
#define TACHO_DETAIL_REGISTRY_SERIES_GROUP_HPP

#include <tacho/detail/language/rollback.hpp>
#include <tacho/detail/registry/family_record.hpp>
#include <tacho/detail/registry/registry_state.hpp>
#include <tacho/detail/storage/cell_allocator.hpp>
#include <tacho/detail/text/utf8.hpp>
#include <tacho/labels.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// How a family's series come and go while threads record: the long way of family::with(), remove()
// and clear().

namespace tacho::inline v0::detail {

/// Label values with U+FFFD in place of bytes that are no UTF-8: one such byte would cost a whole
/// scrape. Allocates only if there is one.
class clean_values {
public:
    explicit clean_values(std::span<std::string_view const> values)
        : views_{values} {
        if (std::ranges::all_of(values, is_utf8))
            return;
        texts_.reserve(values.size());
        for (auto const each : values)
            clean_.push_back(
                each.data() == nullptr ? each : texts_.emplace_back(to_utf8(each)) // not no_label
            );
        views_ = clean_;
    }

    [[nodiscard]] std::span<std::string_view const> views() const noexcept { return views_; }

private:
    std::vector<std::string> texts_;
    std::vector<std::string_view> clean_;
    std::span<std::string_view const> views_;
};

[[nodiscard]] inline bool is_visible(series const* found) noexcept {
    return found != nullptr && !found->hidden.load(std::memory_order_relaxed);
}

inline series* series_group::show_locked(std::span<std::string_view const> values) {
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

inline series* series_group::show(std::span<std::string_view const> values) noexcept {
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
        return nullptr; // no memory: what is recorded is counted as lost
    }
#else
    return attempt();
#endif
}

inline bool series_group::hide(std::span<std::string_view const> values) {
    clean_values const clean{values};
    auto const guard = owner.home.lock_registration();
    auto* const found = find(clean.views());
    if (!is_visible(found))
        return false;
    owner.hide(*this, *found);
    return true;
}

inline void series_group::hide_all() {
    auto const guard = owner.home.lock_registration();
    for (auto* const each : all)
        if (is_visible(each))
            owner.hide(*this, *each);
}

inline void series_group::unregister() {
    auto const guard = owner.home.lock_registration();
    owner.unregister(family);
}

inline void series_group::refuse_number(std::size_t given) const {
    fail_registration(
        family.description.name,
        "has " + number_text(label_count()) + " labels, but was given " + number_text(given) +
            " values; give one for each label, no_label where there is none"
    );
}

/// Makes all series of a family whose labels are all enums: one for each of `combinations`, in the
/// order of their index. Under the registration lock.
[[nodiscard]] inline dense_table&
make_dense(series_group& group, std::span<std::vector<std::string_view> const> combinations) {
    auto& state = group.owner;
    auto const missing =
        static_cast<std::size_t>(std::ranges::count_if(combinations, [&](auto const& values) {
            return group.find(values) == nullptr;
        }));
    if (group.size() + missing > group.limit)
        fail_registration(
            group.family.description.name,
            "has " + number_text(combinations.size()) +
                " combinations of enum labels, for which its series limit of " +
                number_text(group.limit) + " has no room"
        );
    auto const known = group.all.size();
    rollback undo{[&] { // those made just now are not shown
        for (auto const each : std::span{group.all}.subspan(known))
            each->hidden.store(true, std::memory_order_relaxed);
        ++state.version;
    }};
    std::vector<series*> order;
    for (auto const& values : combinations) {
        order.push_back(state.series_for(group, values));
        if (order.back() == nullptr)
            registry_state::fail_for_room(group);
    }
    auto const same =
        std::ranges::find(group.dense, order, [](auto const& each) { return each->all; });
    if (same != group.dense.end()) {
        undo.keep();
        return **same;
    }
    group.dense.push_back(std::make_unique<dense_table>(order));
    undo.keep();
    for (auto* const each : order)
        state.show_again(group, *each);
    return *group.dense.back();
}

} // namespace tacho::inline v0::detail

#endif
