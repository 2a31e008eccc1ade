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
#include <tacho/misuse.hpp>

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

TACHO_DECL owned_series::~owned_series() {
    if (left != nullptr && left->cells.first != nullptr)
        in.owner.home.release(left->cells);
}

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
    , constants_key{key_of(constant_values)}
    , limit{series_limit} {}

TACHO_DECL series_group::~series_group() {
    while (!all.empty()) { // the last first: then the next run to be allocated is the first
        auto const last = all.take_last();
        if (last->cells.first != nullptr)
            owner.home.release(last->cells);
    }
}

TACHO_DECL std::string series_group::key_of(std::span<std::string const> constants) {
    std::vector<std::string_view> const values{constants.begin(), constants.end()};
    std::string key(series::key_size(values), '\0');
    series::write_key(key.data(), values);
    return key;
}

TACHO_DECL void series_group::count_shown(series const& of, bool shown) noexcept {
    if (&of == overflow())
        return;
    shown ? ++shown_ : --shown_;
    update_flags();
}

TACHO_DECL void series_group::update_flags() noexcept {
    // Relaxed: a thread that misses the change takes the lock, or is answered as it was before.
    full_.store(shown_ >= limit, std::memory_order_relaxed);
    has_owned_.store(!owned_.empty(), std::memory_order_relaxed);
}

TACHO_DECL void series_group::update_dense() noexcept {
    for (auto const& each : dense)
        each->update();
}

TACHO_DECL owned_series* series_group::find_owned(std::span<std::string_view const> values
) const noexcept {
    auto [at, end] = owned_.equal_range(hash(values));
    while (at != end && !at->second->of->has_key(values))
        ++at;
    return at != end ? at->second.get() : nullptr;
}

/// The series of these values, for a handle that is no owner; null when it does not exist.
TACHO_DECL series* series_group::find_to_keep(std::span<std::string_view const> values) {
    if (auto* const found = find(values))
        return found;
    auto* const owned = find_owned(values);
    if (owned == nullptr)
        return nullptr;
    make_room();
    insert(*owned->of);
    owned->stays = true;
    return owned->of;
}

/// The overflow series, shown; null when it had to be made and there was no memory.
TACHO_DECL series* series_group::shown_overflow() {
    if (overflow() == nullptr) {
        std::vector<std::string_view> const values(label_count(), overflow_value);
        auto* const made = owner.series_for(*this, values);
        if (made == nullptr)
            return nullptr;
        if (is_visible(made))
            count_shown(*made, false);
        set_overflow(*made);
    }
    owner.show_again(*this, *overflow());
    return overflow();
}

/// Shows a series that exists, if it is shown already or there is a place for it.
TACHO_DECL series* series_group::shown_if_placed(series& known) {
    if (!is_visible(&known) && &known != overflow() && shown_ >= limit)
        return shown_overflow();
    if (!is_visible(&known)) {
        owner.show_again(*this, known);
        update_dense();
    }
    return &known;
}

TACHO_DECL series* series_group::show_locked(std::span<std::string_view const> values) {
    if (auto* const known = find_to_keep(values))
        return shown_if_placed(*known);
    return shown_ < limit ? owner.series_for(*this, values) : shown_overflow();
}

TACHO_DECL series_table::owned_result
series_group::own_locked(std::span<std::string_view const> values) {
    if (auto* const owned = find_owned(values)) {
        auto* const shown = shown_if_placed(*owned->of);
        if (shown != owned->of)
            return {shown, nullptr};
        ++owned->owners;
        return {shown, owned};
    }
    if (find(values) != nullptr || shown_ >= limit)
        return {show_locked(values), nullptr};
    auto record = std::make_unique<owned_series>(*this, owner.self.lock());
    auto& added = *record;
    auto const place = owned_.emplace(hash(values), std::move(record));
    rollback undo{[&] { owned_.erase(place); }};
    added.of = owner.make_series(*this, values, registry_state::listing::for_owners);
    if (added.of == nullptr)
        return {nullptr, nullptr};
    undo.keep();
    update_flags();
    return {added.of, &added};
}

/// Counts a lookup that got the overflow series. No lock may be held.
TACHO_DECL void series_group::note_refusal() const {
    auto& home = owner.home.slabs();
    home.events.refused_series.fetch_add(1, std::memory_order_relaxed);
    home.tell({
        .what = misuse::kind::no_place,
        .message = "a family has as many series as its limit allows: raise series_limit, choose "
                   "labels with fewer values, or own() those that come and go",
        .metric = family.description.name,
    });
}

/// The result of `attempt`, or `otherwise` when there is no memory: then records are counted as
/// lost.
template <typename Attempt, typename Result>
[[nodiscard]] Result if_memory_lasts(Attempt attempt, Result otherwise) noexcept {
#if defined(__cpp_exceptions)
    try {
        return attempt();
    } catch (...) {
        return otherwise;
    }
#else
    static_cast<void>(otherwise);
    return attempt();
#endif
}

TACHO_DECL series* series_group::show(std::span<std::string_view const> values) noexcept {
    return if_memory_lasts(
        [&]() -> series* {
            clean_values const clean{values};
            auto* const found = find(clean.views());
            if (is_visible(found))
                return found;
            // A full family, and one for which there are no cells, answer without the lock. A
            // series that has an owner can be found under the lock only.
            if (found == nullptr && !has_owned_.load(std::memory_order_relaxed)) {
                if (full_.load(std::memory_order_relaxed) && is_visible(overflow())) {
                    note_refusal();
                    return overflow();
                }
                if (family.shape.place == number_place::cells &&
                    owner.home.refuses(family.shape.cells))
                    return nullptr;
            }
            auto* const shown = [&] {
                auto const guard = owner.home.lock_registration();
                return show_locked(clean.views());
            }();
            if (shown != nullptr && shown == overflow())
                note_refusal();
            return shown;
        },
        static_cast<series*>(nullptr)
    );
}

TACHO_DECL series_table::owned_result series_group::own(std::span<std::string_view const> values
) noexcept {
    return if_memory_lasts(
        [&] {
            clean_values const clean{values};
            auto const owned = [&] {
                auto const guard = owner.home.lock_registration();
                return own_locked(clean.views());
            }();
            if (owned.of != nullptr && owned.of == overflow())
                note_refusal();
            return owned;
        },
        owned_result{nullptr, nullptr}
    );
}

TACHO_DECL void series_group::disown(owned_series& of) noexcept {
    std::shared_ptr<registry_state> keeps; // ends after the lock
    auto const guard = owner.home.lock_registration();
    if (--of.owners != 0)
        return;
    keeps = std::move(of.keeps);
    auto at = owned_.equal_range(of.of->hash).first;
    while (at->second.get() != &of)
        ++at;
    auto last = std::move(at->second);
    owned_.erase(at);
    if (!last->stays) {
        if (is_visible(last->of))
            count_shown(*last->of, false);
        last->left = all.take(*last->of);
        owner.leave(std::move(last));
    }
    update_flags();
}

/// The series of these values, whether it has an owner or not; null when it does not exist.
TACHO_DECL series* series_group::find_any(std::span<std::string_view const> values) const noexcept {
    if (auto* const found = find(values))
        return found;
    auto const* const owned = find_owned(values);
    return owned != nullptr ? owned->of : nullptr;
}

TACHO_DECL bool series_group::hide(std::span<std::string_view const> values) {
    clean_values const clean{values};
    auto const guard = owner.home.lock_registration();
    auto* const found = find_any(clean.views());
    if (!is_visible(found))
        return false;
    owner.hide(*this, *found);
    update_dense();
    return true;
}

TACHO_DECL void series_group::hide_all() {
    auto const guard = owner.home.lock_registration();
    rollback const at_the_end{[&] { update_dense(); }}; // also when memory runs out on the way
    for (auto& each : all)
        if (is_visible(&each))
            owner.hide(*this, each);
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
    for (std::size_t i = 0; i < combinations && shown_ + missing <= limit; ++i)
        if (auto const chosen = combination(values, i);
            !is_visible(find_any(clean_values{chosen}.views())))
            ++missing;
    if (shown_ + missing > limit)
        fail_registration(
            family.description.name,
            "has " + number_text(combinations) +
                " combinations of enum labels, for which its series limit of " +
                number_text(limit) + " has no room"
        );
    std::vector<series*> made;
    rollback undo{[&] { // hides them
        for (auto* const each : made) {
            each->hidden.store(true, std::memory_order_relaxed);
            count_shown(*each, false);
        }
        ++owner.version;
    }};
    std::vector<series*> order;
    made.reserve(combinations);
    order.reserve(combinations);
    for (std::size_t i = 0; i < combinations; ++i) {
        auto const chosen = combination(values, i);
        clean_values const clean{chosen};
        auto* each = find_to_keep(clean.views());
        if (each == nullptr) {
            each = owner.series_for(*this, clean.views());
            if (each == nullptr)
                registry_state::fail_for_room(*this);
            made.push_back(each);
        }
        order.push_back(each);
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
    update_dense();
    return *dense.back();
}

} // namespace tacho::inline v0::detail

#endif
