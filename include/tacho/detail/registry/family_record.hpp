// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_FAMILY_RECORD_HPP
#define TACHO_DETAIL_REGISTRY_FAMILY_RECORD_HPP

#include <tacho/detail/recording/bucket_search.hpp>
#include <tacho/detail/registry/fresh_hash_secret.hpp>
#include <tacho/detail/registry/registration_rules.hpp>
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
    std::unique_ptr<atomic<cell_token>[]> const visible; // their tokens; none while hidden
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

    [[nodiscard]] series* show(std::span<std::string_view const> values) noexcept override;
    bool hide(std::span<std::string_view const> values) override;
    void hide_all() override;
    void unregister() override;
    [[noreturn]] void refuse_number(std::size_t given) const override;

    registry_state& owner;
    family_record& family;
    std::vector<std::string> const constant_values;
    std::size_t const limit;
    std::vector<series*> all; // in the order they were made
    std::vector<std::unique_ptr<dense_table>> dense;

private:
    [[nodiscard]] series* show_locked(std::span<std::string_view const> values);
};

/// All series of a name.
struct family_record {
    family_description description{};
    metric_shape shape{}; // but for its spans: what they had is in the description
    std::size_t constant_labels{0};
    std::unique_ptr<runtime_bucket_search> search{};
    std::vector<std::unique_ptr<series_group>> groups{};
    std::vector<series*> all{}; // in the order they were made
    bool unregistered{false};   // no scrape shows it, and its name is free
};

inline series_group::series_group(
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

} // namespace tacho::inline v0::detail

#endif
