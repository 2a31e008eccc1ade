// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_REGISTRY_DEPARTURES_IPP
#define TACHO_DETAIL_REGISTRY_DEPARTURES_IPP

#include <tacho/detail/registry/departures.hpp>

#include <cstdint>
#include <memory>

namespace tacho::inline v0::detail {

TACHO_DECL departing::~departing() = default;

TACHO_DECL void departures::begin(reading& by, std::uint64_t version) noexcept {
    by.version_ = version;
    by.earlier_ = latest_;
    by.later_ = nullptr;
    (latest_ != nullptr ? latest_->later_ : earliest_) = &by;
    latest_ = &by;
}

TACHO_DECL void departures::end(reading& by) noexcept {
    (by.earlier_ != nullptr ? by.earlier_->later_ : earliest_) = by.later_;
    (by.later_ != nullptr ? by.later_->earlier_ : latest_) = by.earlier_;
    destroy_unread();
}

TACHO_DECL void departures::add(std::unique_ptr<departing> gone, std::uint64_t version) noexcept {
    auto* const added = gone.release();
    added->version_ = version;
    (last_ != nullptr ? last_->next_ : first_) = added;
    last_ = added;
    destroy_unread();
}

TACHO_DECL void departures::destroy_unread() noexcept {
    // Both lists are ordered by version.
    while (first_ != nullptr && (earliest_ == nullptr || first_->version_ < earliest_->version_)) {
        std::unique_ptr<departing> const unread{first_};
        first_ = unread->next_;
        if (first_ == nullptr)
            last_ = nullptr;
    }
}

} // namespace tacho::inline v0::detail

#endif
