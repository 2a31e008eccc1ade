// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_DETAIL_SECTIONS_HPP
#define TACHO_EXPOSITION_DETAIL_SECTIONS_HPP

#include <tacho/exposition/text_parser.hpp>
#include <tacho/snapshot.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tacho::inline v0 {

/// The series of one family in one snapshot. A family may have several sections, one behind
/// another, from several snapshots; a histogram's bounds may differ between them.
class section {
public:
    section(
        family_view const& of, bool continues, std::span<std::uint32_t const> left_out = {}
    ) noexcept
        : of_{of}
        , continues_{continues}
        , left_out_{left_out} {}

    /// Whether the section before is of the same family, whose name, help, type and unit are the
    /// same then.
    [[nodiscard]] bool continues() const noexcept { return continues_; }

    [[nodiscard]] family_description const& description() const noexcept {
        return of_.description();
    }
    [[nodiscard]] std::size_t size() const noexcept { return of_.size(); }
    [[nodiscard]] series_view operator[](std::size_t index) const noexcept {
        return leaves_out(index) ? series_view{} : of_[index];
    }

    /// The same in two steps, which compilers make faster: what is not left out is of the family.
    [[nodiscard]] bool leaves_out(std::size_t index) const noexcept {
        return !left_out_.empty() && std::ranges::binary_search(left_out_, index);
    }
    [[nodiscard]] family_view const& family() const noexcept { return of_; }

private:
    family_view of_;
    bool continues_;
    std::span<std::uint32_t const> left_out_; // in order
};

/// The order in which the families of several snapshots are shown, without those that cannot be.
/// Made by `body`.
struct section_plan {
    struct entry {
        std::uint32_t part;
        std::uint32_t family;
        std::uint32_t first_left_out; // in `left_out`: up to the next entry's
        bool continues;
    };
    std::vector<entry> entries{};
    std::vector<std::uint32_t> left_out{}; // series
    std::size_t parts{0};                  // that are planned; others follow as they are
};

/// What an encoder writes: sections, one after another, then foreign families. A view.
class sections {
public:
    /// None.
    sections() = default;

    /// All families of all `parts`, of which there is at least one.
    explicit sections(std::span<snapshot> parts) noexcept
        : parts_{parts} {}

    sections(
        std::span<snapshot> parts, section_plan const& plan, std::span<parsed_family const> foreign
    ) noexcept
        : parts_{parts}
        , plan_{&plan}
        , foreign_{foreign} {}

    /// The next section, none at the end.
    [[nodiscard]] std::optional<section> next() noexcept {
        if (plan_ != nullptr) [[unlikely]]
            if (auto const found = next_planned())
                return found;
        for (; part_ < parts_.size(); ++part_, family_ = 0)
            if (auto const& part = parts_[part_]; family_ < part.size())
                return section{part[family_++], false};
        return std::nullopt;
    }

    /// Families that somebody else has written in the text format.
    [[nodiscard]] std::span<parsed_family const> foreign() const noexcept { return foreign_; }

    /// Memory for an encoder's text, kept from scrape to scrape. One encoder at a time.
    [[nodiscard]] std::string& text_memory() const noexcept { return parts_.front().text_memory(); }

private:
    [[nodiscard]] std::optional<section> next_planned() noexcept {
        if (family_ < plan_->entries.size())
            return planned(family_++);
        part_ = plan_->parts;
        family_ = 0;
        plan_ = nullptr;
        return std::nullopt;
    }

    [[nodiscard]] section planned(std::size_t index) const noexcept {
        auto const& entries = plan_->entries;
        auto const& [part, family, first, continues] = entries[index];
        auto const last =
            index + 1 < entries.size() ? entries[index + 1].first_left_out : plan_->left_out.size();
        return {
            parts_[part][family], continues, std::span{plan_->left_out}.subspan(first, last - first)
        };
    }

    std::span<snapshot> parts_{};
    section_plan const* plan_{nullptr};
    std::span<parsed_family const> foreign_{};
    std::size_t part_{0};
    std::size_t family_{0}; // of the part, or the plan's entry
};

} // namespace tacho::inline v0

#endif
