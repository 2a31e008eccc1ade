// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_SNAPSHOT_IPP
#define TACHO_SNAPSHOT_IPP

#include <tacho/detail/registry/collected_families.hpp>
#include <tacho/detail/registry/registry_core.hpp>
#include <tacho/detail/registry/series.hpp>
#include <tacho/detail/registry/snapshot_memory.hpp>
#include <tacho/snapshot.hpp>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace tacho::inline v0 {

TACHO_DECL std::size_t series_view::label_count() const noexcept {
    return collected_ != nullptr ? collected_->labels.size() : family_->label_names.size();
}

TACHO_DECL label_view series_view::label(std::size_t index) const noexcept {
    if (collected_ != nullptr)
        return {collected_->labels[index].name, collected_->labels[index].value};
    return {family_->label_names[index], of_->label_value(index)};
}

TACHO_DECL series_view family_view::operator[](std::size_t index) const noexcept {
    series_view view;
    if (!left_out_.empty() && std::binary_search(left_out_.begin(), left_out_.end(), index))
        [[unlikely]]
        return view;
    view.family_ = description_;
    if (collected_ != nullptr) {
        auto const& sample = collected_->samples[index];
        view.prefix_ = sample.text;
        view.collected_ = &sample;
        view.values_ = sample.values.data();
    } else if (auto const* const of = shown_[index]) {
        view.prefix_ = of->prefix;
        view.of_ = of;
        view.values_ = values_ + index * width_;
    }
    return view;
}

TACHO_DECL snapshot::snapshot(
    std::shared_ptr<detail::registry_core> from, std::unique_ptr<detail::snapshot_memory> memory
) noexcept
    : from_{std::move(from)}
    , memory_{std::move(memory)} {}

TACHO_DECL snapshot::snapshot(snapshot&&) noexcept = default;

TACHO_DECL snapshot& snapshot::operator=(snapshot&& other) noexcept {
    std::swap(from_, other.from_);
    std::swap(memory_, other.memory_);
    return *this;
}

TACHO_DECL snapshot::~snapshot() {
    if (memory_ == nullptr)
        return;
    memory_->collected.clear();
    auto const guard = from_->state.home.lock_registration();
    from_->state.left.end(*memory_);
    if (from_->spare.size() < from_->spare.capacity())
        from_->spare.push_back(std::move(memory_));
}

TACHO_DECL std::size_t snapshot::size() const noexcept {
    return memory_->present.size() + memory_->collected.all.size();
}

TACHO_DECL family_view snapshot::operator[](std::size_t index) const noexcept {
    family_view view;
    if (index < memory_->present.size()) {
        auto const& family = memory_->families[memory_->present[index]];
        view.description_ = family.description;
        view.size_ = family.last - family.first;
        view.shown_ = memory_->shown.data() + family.first;
        view.values_ = memory_->values.data() + family.value;
        view.width_ = family.width;
    } else {
        auto const& family = *memory_->collected.all[index - memory_->present.size()];
        view.description_ = &family.description;
        view.size_ = family.samples.size();
        view.collected_ = &family;
    }
    return view;
}

TACHO_DECL void snapshot::leave_out(std::function<bool(std::string const&)> const& taken) {
    auto const& families = memory_->families;
    std::erase_if(memory_->present, [&](auto at) { return taken(families[at].description->name); });
    std::erase_if(memory_->collected.all, [&](auto const& each) {
        return taken(each->description.name);
    });
}

TACHO_DECL std::string& snapshot::text_memory() noexcept {
    return memory_->text;
}

} // namespace tacho::inline v0

#endif
