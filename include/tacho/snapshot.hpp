// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_SNAPSHOT_HPP
#define TACHO_SNAPSHOT_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/text/series_prefix.hpp>
#include <tacho/family_description.hpp>
#include <tacho/fwd.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace tacho::inline v0 {

namespace detail {

struct collected_family;
struct collected_sample;
struct registry_core;
struct snapshot_memory;

} // namespace detail

/// A label as it was given: UTF-8, not escaped.
struct label_view {
    std::string_view name;
    std::string_view value;
};

/// One series of a snapshot, with its values.
class series_view {
public:
    /// A view that is not present.
    series_view() = default;

    /// False if the callback of the series gave no value in this scrape, or if an earlier snapshot
    /// of the exposition has the series too. Encoders leave out series that are not present.
    [[nodiscard]] bool present() const noexcept { return values_ != nullptr; }

    /// `name{labels} `, with the blank: the beginning of the series' line in text formats, if the
    /// series has only one line.
    [[nodiscard]] std::string_view prefix() const noexcept { return prefix_; }

    /// The labels as `method="GET",code="200"`, escaped; empty if the series has no labels.
    [[nodiscard]] std::string_view labels() const noexcept {
        return detail::labels_in(prefix_, family_->name);
    }

    /// The labels one by one, for formats that write them differently.
    [[nodiscard]] std::size_t label_count() const noexcept;
    [[nodiscard]] label_view label(std::size_t index) const noexcept;

    /// The value of a series that has one, as each of the three kinds of number;
    /// family_description::number says which one it is.
    [[nodiscard]] std::uint64_t as_unsigned() const noexcept { return values_[0]; }
    [[nodiscard]] std::int64_t as_signed() const noexcept {
        return std::bit_cast<std::int64_t>(values_[0]);
    }
    [[nodiscard]] double as_floating() const noexcept { return std::bit_cast<double>(values_[0]); }

    /// Which of a stateset's states is on: an index into family_description::states.
    [[nodiscard]] std::size_t state() const noexcept {
        return static_cast<std::size_t>(values_[0]);
    }

    /// A histogram's counts, not cumulative, +Inf last; `bounds` is the number of bounds of its
    /// family. A summary has a sum and a count as a histogram without bounds does.
    [[nodiscard]] std::span<std::uint64_t const> buckets(std::size_t bounds) const noexcept {
        return {values_, bounds + 1};
    }
    [[nodiscard]] double sum(std::size_t bounds) const noexcept {
        return std::bit_cast<double>(values_[bounds + 1]);
    }
    [[nodiscard]] std::uint64_t count(std::size_t bounds) const noexcept {
        return values_[bounds + 2];
    }

private:
    friend class family_view;

    std::string_view prefix_{};
    family_description const* family_{nullptr};
    detail::series const* of_{nullptr};                  // null when a collector gave it
    detail::collected_sample const* collected_{nullptr}; // has label names of its own
    std::uint64_t const* values_{nullptr};
};

/// One family of a snapshot, or of an exposition: its description, and its series by index.
///
/// An exposition may have several views of one family in succession, from several snapshots; a
/// histogram's bounds may differ between them.
class family_view {
public:
    [[nodiscard]] family_description const& description() const noexcept { return *description_; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] series_view operator[](std::size_t index) const noexcept;

    /// Whether the previous view is of the same family; if so, name, help, type and unit are equal.
    [[nodiscard]] bool continues() const noexcept { return continues_; }

private:
    friend class snapshot;
    friend class exposition_view;
    family_view() = default;

    family_description const* description_{nullptr};
    std::size_t size_{0};
    detail::series const* const* shown_{nullptr};
    std::uint64_t const* values_{nullptr};
    std::size_t width_{0}; // values of each series
    detail::collected_family const* collected_{nullptr};
    bool continues_{false};
    std::span<std::uint32_t const> left_out_{}; // series, in order
};

/// All values of a registry at one scrape. Plain data: the values no longer change, and the
/// snapshot keeps alive everything that it refers to. Its memory goes back to the registry for the
/// next scrape.
///
/// Thread safety: distinct objects are safe; a shared object may be read by several threads.
class snapshot {
public:
    snapshot(
        std::shared_ptr<detail::registry_core> from, std::unique_ptr<detail::snapshot_memory> memory
    ) noexcept;
    snapshot(snapshot&& other) noexcept;
    snapshot& operator=(snapshot&& other) noexcept;
    ~snapshot();

    /// The number of families; each is announced, or has at least one series that is present.
    [[nodiscard]] std::size_t size() const noexcept;

    [[nodiscard]] family_view operator[](std::size_t index) const noexcept;

    /// Leaves out the families for whose names `taken` returns true.
    void leave_out(std::function<bool(std::string const&)> const& taken);

    /// Memory for an encoder's text, kept from scrape to scrape. Only one encoder may use it at a
    /// time.
    [[nodiscard]] std::string& text_memory() noexcept;

private:
    std::shared_ptr<detail::registry_core> from_;
    std::unique_ptr<detail::snapshot_memory> memory_;
};

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/snapshot.ipp> // IWYU pragma: export
#endif

#endif
