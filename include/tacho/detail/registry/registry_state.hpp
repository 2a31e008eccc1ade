// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_REGISTRY_STATE_HPP
#define TACHO_DETAIL_REGISTRY_REGISTRY_STATE_HPP

#include <tacho/detail/registry/family_record.hpp>
#include <tacho/detail/registry/guarded_callback.hpp>
#include <tacho/detail/registry/registration_rules.hpp>
#include <tacho/detail/registry/series.hpp>
#include <tacho/detail/registry/series_group.hpp>
#include <tacho/detail/storage/cell_allocator.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <memory_resource>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tacho::inline v0 {

class collection;

namespace detail {

using number_callback = guarded_callback<double()>;
using collector_callback = guarded_callback<void(collection&)>;

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
    };
    [[nodiscard]] found_group group_for(metric_declaration const& declared);

    /// The series of these values in `group`, made if it does not exist; null when no cells are
    /// left for it.
    [[nodiscard]] series* series_for(series_group& group, std::span<std::string_view const> values);

    /// The one series of a metric without variable labels.
    [[nodiscard]] series& only_series(metric_declaration const& declared);

    /// Gives a series to a callback. Refuses a series that already has a callback.
    [[nodiscard]] series&
    bind(metric_declaration const& declared, std::shared_ptr<number_callback> const& callback);
    void unbind(series& from) noexcept;

    [[noreturn]] static void fail_for_room(series_group const& group);

    /// Removes a group that was just made and could not be filled, and its family if that has no
    /// other group.
    void forget(series_group& group) noexcept;

    /// Leaves a family out of scrapes for good, and frees its name. Its cells still take the
    /// records of its handles.
    void unregister(family_record& family) noexcept;

    void hide(series_group& group, series& shown);
    void show_again(series_group& group, series& hidden);

    [[nodiscard]] bool has_sample(std::string const& name) const { return names_.contains(name); }

    cell_allocator& home;
    std::uint64_t version{1}; // changes with every change of what a scrape shows
    std::deque<family_record> families{};
    std::unordered_map<series const*, std::shared_ptr<number_callback>> callbacks{};
    std::vector<std::shared_ptr<collector_callback>> collectors{};

private:
    [[nodiscard]] family_record& family_for(metric_declaration const& declared);
    static void search_at_run_time(family_record& family, metric_shape const& shape);
    void forget_if_unused(family_record const& made) noexcept;
    void free_names(family_record const& of) noexcept;
    [[nodiscard]] series*
    make_series(series_group& group, std::span<std::string_view const> values);
    static void make_room(std::vector<series*>& in);

    std::pmr::monotonic_buffer_resource memory_{4096};
    std::unordered_map<std::string, family_record*> names_{}; // of every sample a family may expose
};

/// A gauge's value. Any thread may set it, so each has a cache line of its own.
struct alignas(64) gauge_cell {
    cell value{0};
};

} // namespace detail

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/registry/registry_state.ipp> // IWYU pragma: export
# include <tacho/detail/registry/series_group.ipp>   // IWYU pragma: export
#endif

#endif
