// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_EXPOSITION_VIEW_IPP
#define TACHO_EXPOSITION_EXPOSITION_VIEW_IPP

#include <tacho/exposition/exposition_view.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace tacho::inline v0 {

TACHO_DECL std::optional<family_view> exposition_view::next() noexcept {
    if (plan_ != nullptr) [[unlikely]] {
        if (family_ < plan_->entries.size())
            return planned(family_++);
        part_ = plan_->parts;
        family_ = 0;
        plan_ = nullptr;
    }
    for (; part_ < parts_.size(); ++part_, family_ = 0)
        if (auto const& part = parts_[part_]; family_ < part.size())
            return part[family_++];
    return std::nullopt;
}

TACHO_DECL std::string& exposition_view::text_memory() const noexcept {
    return parts_.front().text_memory();
}

TACHO_DECL family_view exposition_view::planned(std::size_t index) const noexcept {
    auto const& entries = plan_->entries;
    auto const& [part, family, first, continues] = entries[index];
    auto const last =
        index + 1 < entries.size() ? entries[index + 1].first_left_out : plan_->left_out.size();
    auto view = parts_[part][family];
    view.continues_ = continues;
    view.left_out_ = std::span{plan_->left_out}.subspan(first, last - first);
    return view;
}

} // namespace tacho::inline v0

#endif
