// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_SERIES_GROUP_HPP
#define TACHO_DETAIL_REGISTRY_SERIES_GROUP_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/registry/departures.hpp>
#include <tacho/detail/registry/gapped_list.hpp>
#include <tacho/detail/registry/series.hpp>
#include <tacho/detail/registry/series_memory.hpp>
#include <tacho/detail/registry/series_table.hpp>
#include <tacho/detail/storage/atomic.hpp>
#include <tacho/detail/storage/cell_token.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace tacho::inline v0::detail {

class registry_state;
class series_group;
struct family_record;

/// The series of a family whose labels are all enums, by the index of their values.
struct dense_table {
    explicit dense_table(std::vector<series*> of)
        : all{std::move(of)}
        , visible{std::make_unique<atomic<cell_token>[]>(all.size())} {
        update();
    }

    /// Follows what is hidden and what is shown.
    void update() noexcept {
        // Relaxed: a token's cell has been usable since the series was made.
        for (std::size_t i = 0; i < all.size(); ++i)
            visible[i].store(
                is_visible(all[i]) ? all[i]->token : cell_token::none, std::memory_order_relaxed
            );
    }

    std::vector<series*> const all;
    std::unique_ptr<atomic<cell_token>[]> const visible; // their tokens; `none` while hidden
};

/// A series that leaves its group with its last owner. If a plain handle was given to the series
/// too, the series stays: nobody knows when the last plain handle is gone.
struct owned_series final : departing {
    explicit owned_series(series_group& group, std::shared_ptr<registry_state> state) noexcept
        : in{group}
        , keeps{std::move(state)} {}
    owned_series(owned_series const&) = delete;
    owned_series& operator=(owned_series const&) = delete;
    TACHO_DECL ~owned_series() override;

    series_group& in;
    std::shared_ptr<registry_state> keeps; // as long as there is an owner
    series* of{nullptr};                   // in the group
    series_owner left{};                   // when it has left the group
    std::size_t owners{1};
    bool stays{false};
};

/// The series of one family that have the same constant labels. Its destructor gives their cells
/// back.
class series_group final : public series_table, public departing {
public:
    series_group(
        registry_state& in,
        family_record& of,
        std::vector<std::string> constants,
        std::size_t series_limit
    );
    TACHO_DECL ~series_group() override;

    [[nodiscard]] TACHO_DECL series* show(std::span<std::string_view const> values
    ) noexcept override;
    TACHO_DECL bool hide(std::span<std::string_view const> values) override;
    [[nodiscard]] TACHO_DECL owned_result own(std::span<std::string_view const> values
    ) noexcept override;
    TACHO_DECL void disown(owned_series& of) noexcept override;
    TACHO_DECL void hide_all() override;
    TACHO_DECL void unregister() override;
    [[noreturn]] TACHO_DECL void refuse_number(std::size_t given) const override;

    /// Makes all series of a family whose labels are all enums: one for each combination of the
    /// `values` of its labels, in which the last label varies fastest, as in family::with(). Needs
    /// the registration lock.
    [[nodiscard]] dense_table&
    all_combinations(std::span<std::span<std::string_view const> const> values);

    /// A series is shown, or not any more: counts it against the limit. Needs the registration
    /// lock.
    void count_shown(series const& of, bool shown) noexcept;

    /// The series of these values, for a handle that is no owner; null when it does not exist.
    /// Needs the registration lock.
    [[nodiscard]] series* find_to_keep(std::span<std::string_view const> values);

    /// Whether a series has an owner now. Needs the registration lock.
    [[nodiscard]] bool has_owners() const noexcept { return !owned_.empty(); }

    /// The values of the constant labels as one text, which differs from that of other values.
    [[nodiscard]] static std::string key_of(std::span<std::string const> constants);

    registry_state& owner;
    family_record& family;
    std::vector<std::string> const constant_values;
    std::string const constants_key;
    std::size_t const limit;
    gapped_list<series, delete_series> all{}; // in the order they were made
    std::vector<std::unique_ptr<dense_table>> dense{};
    std::uint32_t position{0}; // in its family

private:
    [[nodiscard]] series* show_locked(std::span<std::string_view const> values);
    [[nodiscard]] owned_result own_locked(std::span<std::string_view const> values);
    [[nodiscard]] owned_series* find_owned(std::span<std::string_view const> values) const noexcept;
    [[nodiscard]] series* find_any(std::span<std::string_view const> values) const noexcept;
    [[nodiscard]] series* shown_if_placed(series& known);
    [[nodiscard]] series* shown_overflow();
    void update_flags() noexcept;
    void note_refusal() const;
    void update_dense() noexcept;

    std::size_t shown_{0}; // without the overflow series
    // The series that were made for owners, by hash.
    std::unordered_multimap<std::uint64_t, std::unique_ptr<owned_series>> owned_{};
    // For lookups without the lock.
    atomic<bool> full_{false};
    atomic<bool> has_owned_{false};
};

} // namespace tacho::inline v0::detail

// registry_state.hpp includes the definitions of series_group: they need the registry_state that
// owns the group.

#endif
