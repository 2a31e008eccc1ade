// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_SERIES_HPP
#define TACHO_DETAIL_REGISTRY_SERIES_HPP

#include <tacho/detail/recording/registering.hpp>
#include <tacho/detail/registry/hash.hpp>
#include <tacho/detail/storage/atomic.hpp>
#include <tacho/detail/storage/cell_token.hpp>
#include <tacho/detail/storage/run.hpp>
#include <tacho/detail/text/series_prefix.hpp>
#include <tacho/family_description.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tacho::inline v0 {

namespace detail {

/// One series: where its numbers are, and its text, which is made once and lies after it in memory,
/// so that a scrape reads sequentially. There may be millions of series, so a series stores nothing
/// that its family or its text gives.
///
/// Thread safety: `hidden` changes under the registration lock, everything else never changes.
class series {
public:
    /// The number of bytes `key` has for these values.
    [[nodiscard]] static std::size_t key_size(std::span<std::string_view const> values) noexcept {
        std::size_t size = 0;
        for (std::string_view const value : values)
            size += sizeof(std::uint32_t) + value.size();
        return size;
    }

    /// Writes `values` as `key` keeps them: each after its length.
    static void write_key(char* to, std::span<std::string_view const> values) noexcept {
        for (std::string_view const value : values) {
            auto const size = static_cast<std::uint32_t>(value.size());
            std::memcpy(to, &size, sizeof size);
            to += sizeof size;
            to += value.copy(to, value.size());
        }
    }

    /// Whether `value` is the key's next value, which begins at `at`. If so, `at` then points to
    /// the end of that value.
    [[nodiscard]] static bool next_is(char const*& at, std::string_view value) noexcept {
        std::uint32_t size;
        std::memcpy(&size, at, sizeof size);
        at += sizeof size;
        if (size != value.size() || !same_text(at, value.data(), size))
            return false;
        at += size;
        return true;
    }

    /// Whether the values of its key are these. Their number is that of the key's.
    [[nodiscard]] bool has_key(std::span<std::string_view const> values) const noexcept {
        auto const* at = key;
        for (std::string_view const each : values)
            if (!next_is(at, each))
                return false;
        return true;
    }

    /// The value of a label; `index` counts all labels, the constant ones first.
    [[nodiscard]] std::string_view label_value(std::size_t index) const noexcept {
        if (index < constant_values->size())
            return (*constant_values)[index];
        auto const* at = key;
        for (auto left = index - constant_values->size();; --left) {
            std::uint32_t size;
            std::memcpy(&size, at, sizeof size);
            at += sizeof size;
            if (left == 0)
                return {at, size};
            at += size;
        }
    }

    [[nodiscard]] std::string_view labels() const noexcept {
        return labels_in(prefix, family->name);
    }

    cell_token token{cell_token::none};
    std::uint64_t hash{0};
    char const* key{nullptr}; // the values of the labels that are not constant
    atomic<bool> hidden{false};
    bool is_gauge{false};      // its number lies before it in memory
    std::uint32_t position{0}; // in its group
    run cells{};               // empty for gauges and callbacks
    std::string_view prefix{}; // `name{labels} `: the start of its line in text formats
    std::vector<std::string> const* constant_values{nullptr}; // of its group
    family_description const* family{nullptr};
    runtime_bucket_search const* search{nullptr
    }; // of a histogram whose bounds are known at run time
};

/// Whether scrapes show the series; false for null.
[[nodiscard]] inline bool is_visible(series const* found) noexcept {
    return found != nullptr && !found->hidden.load(std::memory_order_relaxed);
}

/// The data that a handle to a series keeps; records through a handle to a null series are lost.
[[nodiscard]] inline registered_series registered(series const* of) noexcept {
    if (of == nullptr) [[unlikely]]
        return {};
    return {of->token, of->search};
}

} // namespace detail

} // namespace tacho::inline v0

#endif
