// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_SERIES_TABLE_HPP
#define TACHO_DETAIL_REGISTRY_SERIES_TABLE_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/registry/hash.hpp>
#include <tacho/detail/registry/series.hpp>
#include <tacho/detail/storage/atomic.hpp>

#include <array>
#include <atomic>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace tacho::inline v0::detail {

struct owned_series;

/// Finds the series of a family by the values of its labels, without a lock and without allocating.
///
/// Open addressing over pointers to series that live as long as the table. When it fills up, a
/// table of twice the size takes its place; the old one stays, since another thread may be
/// searching it. All old tables together are no larger than the newest. A series that has an owner
/// may leave earlier, so it is not in this table.
///
/// Thread safety: `find` and `overflow` from any thread, the rest under the registration lock.
class series_table {
public:
    series_table(hash_secret const& secret, std::size_t labels);
    series_table(series_table const&) = delete;
    series_table& operator=(series_table const&) = delete;
    TACHO_DECL virtual ~series_table();

    // The functions that take the registration lock. They are virtual, so that recording code needs
    // none of the registry's code, and runs that of the copy of the library that made the family.

    /// Makes the series of these values visible: creates it, shows it again, or returns the
    /// overflow series. Null when there is no memory.
    [[nodiscard]] virtual series* show(std::span<std::string_view const> values) noexcept = 0;

    /// Leaves the series out of scrapes; false when no such series is visible.
    virtual bool hide(std::span<std::string_view const> values) = 0;

    /// Finds or makes the series of these values, for an owner. `owner` is null if the series stays
    /// without one; `of` is null if there is no memory.
    struct owned_result {
        series const* of;
        owned_series* owner;
    };
    [[nodiscard]] virtual owned_result own(std::span<std::string_view const> values) noexcept = 0;
    /// An owner is gone. With the last one the series leaves the registry.
    virtual void disown(owned_series& of) noexcept = 0;
    virtual void hide_all() = 0;

    /// Takes the family out of its registry.
    virtual void unregister() = 0;

    /// Fails with a registration_error that says how many values are needed.
    [[noreturn]] virtual void refuse_number(std::size_t given) const = 0;

    /// The number of labels that are not constant: each has a value here.
    [[nodiscard]] std::size_t label_count() const noexcept { return label_count_; }

    /// The series of these values, visible or not; null when it does not exist.
    [[nodiscard]] series* find(std::span<std::string_view const> values) const noexcept {
        return find(hash(values), [&](series const& candidate) {
            return candidate.has_key(values);
        });
    }

    [[nodiscard]] std::uint64_t hash(std::span<std::string_view const> values) const noexcept {
        auto hash = secret_.first;
        for (auto const each : values)
            hash = hash_text(secret_, hash, each);
        return hash;
    }

    /// The series of these values, for recording. Null only when it had to be made and there was no
    /// memory. Each value is a parameter, so that the compiler leaves no loop.
    template <std::same_as<std::string_view>... Texts>
    [[nodiscard]] series* visible(Texts... values) noexcept {
        auto hash = secret_.first;
        ((hash = hash_text(secret_, hash, values)), ...);
        auto* const found = find(hash, [&](series const& candidate) {
            auto const* at = candidate.key;
            return (series::next_is(at, values) && ...);
        });
        if (found != nullptr && !found->hidden.load(std::memory_order_relaxed)) [[likely]]
            return found;
        return show(std::array{values...});
    }

    /// Overload for a number of values known only at run time.
    [[nodiscard]] series* visible(std::span<std::string_view const> values) noexcept {
        auto* const found = find(values);
        if (found != nullptr && !found->hidden.load(std::memory_order_relaxed)) [[likely]]
            return found;
        return show(values);
    }

    /// The overflow series; null until the series limit is first exceeded.
    [[nodiscard]] series* overflow() const noexcept {
        // pairs with the release in set_overflow()
        return overflow_.load(std::memory_order_acquire);
    }

    /// Makes room for one more series, so that `insert` cannot fail.
    void make_room();
    void insert(series& made) noexcept;

    void set_overflow(series& made) noexcept {
        overflow_.store(&made, std::memory_order_release); // pairs with the acquire in overflow()
    }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }

private:
    struct slot_array {
        std::size_t mask;
        atomic<series*>* at;
    };
    struct owned_slots;

    template <typename Matches>
    [[nodiscard]] series* find(std::uint64_t hash, Matches matches) const noexcept {
        // pairs with the release in grow()
        auto const& in = *slots_.load(std::memory_order_acquire);
        for (auto at = hash;; ++at) {
            // pairs with the release in place()
            auto* const found = in.at[at & in.mask].load(std::memory_order_acquire);
            if (found == nullptr || (found->hash == hash && matches(*found)))
                return found;
        }
    }

    static void place(slot_array const& into, series& made) noexcept;
    void grow(std::size_t size);

    hash_secret const secret_;
    std::size_t const label_count_;
    atomic<slot_array const*> slots_{nullptr};
    atomic<series*> overflow_{nullptr};
    std::size_t size_{0};
    std::vector<std::unique_ptr<owned_slots>> all_slots_{};
};

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/detail/registry/series_table.ipp> // IWYU pragma: export
#endif

#endif
