// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_SERIES_GROUP_HPP
#define TACHO_DETAIL_REGISTRY_SERIES_GROUP_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/registry/series.hpp>
#include <tacho/detail/registry/series_table.hpp>
#include <tacho/detail/storage/atomic.hpp>
#include <tacho/detail/storage/cell_token.hpp>

#include <atomic>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tacho::inline v0::detail {

class registry_state;
struct family_record;

/// The series of a family whose labels are all enums, by the index of their values.
struct dense_table {
    explicit dense_table(std::vector<series*> of)
        : all{std::move(of)}
        , visible{std::make_unique<atomic<cell_token>[]>(all.size())} {
        for (std::size_t i = 0; i < all.size(); ++i)
            visible[i].store(all[i]->token, std::memory_order_relaxed);
    }

    void set_visible(series const& of, bool shown) noexcept {
        // Relaxed: a token's cell has been usable since the series was made.
        for (std::size_t i = 0; i < all.size(); ++i)
            if (all[i] == &of)
                visible[i].store(shown ? of.token : cell_token::none, std::memory_order_relaxed);
    }

    std::vector<series*> const all;
    std::unique_ptr<atomic<cell_token>[]> const visible; // their tokens; `none` while hidden
};

/// The series of one family that have the same constant labels.
class series_group final : public series_table {
public:
    series_group(
        registry_state& in,
        family_record& of,
        std::vector<std::string> constants,
        std::size_t series_limit
    );

    [[nodiscard]] TACHO_DECL series* show(std::span<std::string_view const> values
    ) noexcept override;
    TACHO_DECL bool hide(std::span<std::string_view const> values) override;
    TACHO_DECL void hide_all() override;
    TACHO_DECL void unregister() override;
    [[noreturn]] TACHO_DECL void refuse_number(std::size_t given) const override;

    /// Makes all series of a family whose labels are all enums: one for each combination of the
    /// `values` of its labels, in which the last label varies fastest, as in family::with(). Needs
    /// the registration lock.
    [[nodiscard]] dense_table&
    all_combinations(std::span<std::span<std::string_view const> const> values);

    registry_state& owner;
    family_record& family;
    std::vector<std::string> const constant_values;
    std::size_t const limit;
    std::vector<series*> all{}; // in the order they were made
    std::vector<std::unique_ptr<dense_table>> dense{};

private:
    [[nodiscard]] series* show_locked(std::span<std::string_view const> values);
};

} // namespace tacho::inline v0::detail

// registry_state.hpp includes the definitions of series_group: they need the registry_state that
// owns the group.

#endif
