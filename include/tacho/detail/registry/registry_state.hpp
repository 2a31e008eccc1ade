// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_REGISTRY_STATE_HPP
#define TACHO_DETAIL_REGISTRY_REGISTRY_STATE_HPP

#include <tacho/detail/registry/departures.hpp>
#include <tacho/detail/registry/family_record.hpp>
#include <tacho/detail/registry/gapped_list.hpp>
#include <tacho/detail/registry/guarded_callback.hpp>
#include <tacho/detail/registry/registration_rules.hpp>
#include <tacho/detail/registry/series.hpp>
#include <tacho/detail/registry/series_group.hpp>
#include <tacho/detail/storage/cell_allocator.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tacho::inline v0 {

class collection;

namespace detail {

using number_callback = guarded_callback<double()>;
using collector_callback = guarded_callback<void(collection&)>;

struct registered_collector {
    std::shared_ptr<collector_callback> callback;
    std::uint32_t position{0}; // in its registry
};

/// The contents of a registry: names, series and their text.
///
/// Thread safety: everything needs the registration lock of `home`. Errors: registration_error,
/// std::bad_alloc; in either case the registry is unchanged.
class registry_state {
public:
    explicit registry_state(cell_allocator& from);
    registry_state(registry_state const&) = delete;
    registry_state& operator=(registry_state const&) = delete;
    ~registry_state();

    /// The group for a metric of this name, shape and constant labels: an existing one, or one that
    /// was just made.
    struct found_group {
        series_group& group;
        bool made;
        bool made_family;
    };
    [[nodiscard]] found_group group_for(metric_declaration const& declared);

    /// The series of these values in `group`, made if it does not exist; null when no cells are
    /// left for it.
    [[nodiscard]] series* series_for(series_group& group, std::span<std::string_view const> values);

    /// Makes a series in `group`, which has none of these values; null when no cells are left for
    /// it. A series for owners is not found by lookups without the lock.
    enum class listing : bool { for_lookups, for_owners };
    [[nodiscard]] series*
    make_series(series_group& group, std::span<std::string_view const> values, listing where);

    /// The group of a metric without variable labels, with its one series.
    [[nodiscard]] found_group only_group(metric_declaration const& declared);
    [[nodiscard]] series& only_series(metric_declaration const& declared) {
        return only_group(declared).group.all.front();
    }

    /// Makes a series for a callback. Refuses a series that already has one.
    [[nodiscard]] series_group&
    bind(metric_declaration const& declared, std::shared_ptr<number_callback> const& callback);
    /// Takes the series of a callback out of the registry.
    void unbind(series_group& from) noexcept;

    [[noreturn]] static void fail_for_room(series_group const& group);

    /// Destroys a group that was just made and could not be filled, and its family if it was made
    /// with it.
    void forget(found_group const& made) noexcept;

    /// Takes the family of this name out of the registry; returns false when no family has it. The
    /// family's memory and cells are used again, so no handle to it may be left. Refuses a family
    /// of which a series still has an owner, or which has a callback.
    bool retire(std::string_view name);

    /// Something is no longer part of the registry.
    void leave(std::unique_ptr<departing> gone) noexcept;

    /// Leaves a family out of scrapes for good, and frees its name. Its cells still take the
    /// records of its handles.
    void unregister(family_record& family) noexcept;

    void hide(series_group& group, series& shown);
    void show_again(series_group& group, series& hidden);

    [[nodiscard]] bool has_sample(std::string_view name) const { return names_.contains(name); }

    cell_allocator& home;
    std::uint64_t version{1}; // changes with every change of what a scrape shows
    std::weak_ptr<registry_state> self{};
    gapped_list<family_record> families{}; // in the order they were made
    std::unordered_map<series const*, std::shared_ptr<number_callback>> callbacks{};
    gapped_list<registered_collector> collectors{}; // in the order they were made
    departures left{};

private:
    struct found_family {
        family_record& family;
        bool made;
    };
    [[nodiscard]] found_family family_for(metric_declaration const& declared);
    static void search_at_run_time(family_record& family, metric_shape const& shape);
    [[nodiscard]] std::unique_ptr<family_record> take(family_record& family) noexcept;
    [[nodiscard]] static std::unique_ptr<series_group> take(series_group& group) noexcept;
    void free_names(family_record const& of) noexcept;

    // Of every sample that a family may expose; the texts are the family's.
    std::unordered_map<std::string_view, family_record*> names_{};
};

} // namespace detail

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/registry/registry_state.ipp> // IWYU pragma: export
# include <tacho/detail/registry/series_group.ipp>   // IWYU pragma: export
#endif

#endif
