// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_SNAPSHOT_HPP
#define TACHO_SNAPSHOT_HPP

#include <tacho/collection.hpp>
#include <tacho/detail/registry/registry_state.hpp>
#include <tacho/detail/registry/series.hpp>
#include <tacho/detail/registry/snapshot_memory.hpp>
#include <tacho/detail/storage/cell_allocator.hpp>
#include <tacho/options.hpp>

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tacho::inline v0 {

/// A label as it was given: UTF-8, not escaped.
struct label_view {
    std::string_view name;
    std::string_view value;
};

/// One series of a snapshot, with its values.
class series_view {
public:
    /// One that is not present.
    series_view() = default;

    series_view(
        family_description const& family, detail::series const& of, std::uint64_t const* values
    ) noexcept
        : prefix_{of.prefix}
        , family_{&family}
        , of_{&of}
        , values_{values} {}

    series_view(
        family_description const& family, detail::collected_family::sample const& of
    ) noexcept
        : prefix_{of.text}
        , family_{&family}
        , collected_{&of}
        , values_{of.values.data()} {}

    /// False when its callback gave no value in this scrape: it has to be left out.
    [[nodiscard]] bool present() const noexcept { return values_ != nullptr; }

    /// `name{labels} `, with the blank: how its line begins in text formats, where it has only one.
    [[nodiscard]] std::string_view prefix() const noexcept { return prefix_; }

    /// `method="GET",code="200"`, escaped; empty when there are none.
    [[nodiscard]] std::string_view labels() const noexcept {
        return detail::labels_in(prefix_, family_->name);
    }

    /// The same labels for formats that do not write them so.
    [[nodiscard]] std::size_t label_count() const noexcept {
        return collected_ != nullptr ? collected_->labels.size() : family_->label_names.size();
    }
    [[nodiscard]] label_view label(std::size_t index) const noexcept {
        if (collected_ != nullptr)
            return {collected_->labels[index].name, collected_->labels[index].value};
        return {family_->label_names[index], of_->label_value(index)};
    }

    /// The value of anything but a histogram, in its three kinds (family_description::number says
    /// which).
    [[nodiscard]] std::uint64_t as_unsigned() const noexcept { return values_[0]; }
    [[nodiscard]] std::int64_t as_signed() const noexcept {
        return std::bit_cast<std::int64_t>(values_[0]);
    }
    [[nodiscard]] double as_floating() const noexcept { return std::bit_cast<double>(values_[0]); }

    /// A histogram's counts, not cumulative, +Inf last; `bounds` is the number of bounds of its
    /// family.
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
    std::string_view prefix_{};
    family_description const* family_{nullptr};
    detail::series const* of_{nullptr};
    detail::collected_family::sample const* collected_{nullptr}; // has label names of its own
    std::uint64_t const* values_{nullptr};
};

/// One family of a snapshot: its description, and its series by index.
class family_view {
public:
    [[nodiscard]] family_description const& description() const noexcept { return *description_; }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }

    [[nodiscard]] series_view operator[](std::size_t index) const noexcept {
        if (collected_ != nullptr)
            return {*description_, collected_->samples[index]};
        if (shown_[index] == nullptr)
            return {};
        return {*description_, *shown_[index], values_ + index * width_};
    }

private:
    friend class snapshot;
    family_view() = default;

    family_description const* description_{nullptr};
    std::size_t size_{0};
    detail::series const* const* shown_{nullptr};
    std::uint64_t const* values_{nullptr};
    std::size_t width_{0}; // values of each series
    detail::collected_family const* collected_{nullptr};
};

/// All values of a registry at one scrape. Plain data: no value in it changes any more, and it
/// keeps alive what it refers to. Its memory goes back to the registry, for the next scrape.
///
/// Thread safety: distinct objects are safe; a shared object may be read by several threads.
class snapshot {
public:
    snapshot(
        std::shared_ptr<detail::registry_state> from,
        std::unique_ptr<detail::snapshot_memory> memory
    ) noexcept
        : from_{std::move(from)}
        , memory_{std::move(memory)} {}
    snapshot(snapshot&&) noexcept = default;
    snapshot& operator=(snapshot&& other) noexcept {
        std::swap(from_, other.from_);
        std::swap(memory_, other.memory_);
        return *this;
    }
    ~snapshot() {
        if (memory_ == nullptr)
            return;
        memory_->collected.clear();
        auto const guard = from_->home.lock_registration();
        if (from_->spare.size() < from_->spare.capacity())
            from_->spare.push_back(std::move(memory_));
    }

    /// How many families there are; each is announced, or has at least one series that is present.
    [[nodiscard]] std::size_t size() const noexcept {
        return memory_->present.size() + memory_->collected.families_.size();
    }

    [[nodiscard]] family_view operator[](std::size_t index) const noexcept {
        family_view view;
        if (index < memory_->present.size()) {
            auto const& family = memory_->families[memory_->present[index]];
            view.description_ = family.description;
            view.size_ = family.last - family.first;
            view.shown_ = memory_->shown.data() + family.first;
            view.values_ = memory_->values.data() + family.value;
            view.width_ = family.width;
        } else {
            auto const& family = memory_->collected.families_[index - memory_->present.size()];
            view.description_ = &family.description;
            view.size_ = family.samples.size();
            view.collected_ = &family;
        }
        return view;
    }

    /// Leaves out the families whose name `taken` says is taken.
    template <std::predicate<std::string const&> Taken>
    void leave_out(Taken const& taken) {
        auto const& families = memory_->families;
        std::erase_if(memory_->present, [&](auto at) {
            return taken(families[at].description->name);
        });
        std::erase_if(memory_->collected.families_, [&](auto const& each) {
            return taken(each.description.name);
        });
    }

    /// Memory for an encoder's text, kept from scrape to scrape. One encoder at a time.
    [[nodiscard]] std::string& text_memory() noexcept { return memory_->text; }

private:
    std::shared_ptr<detail::registry_state> from_;
    std::unique_ptr<detail::snapshot_memory> memory_;
};

} // namespace tacho::inline v0

#endif
