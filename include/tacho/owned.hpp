// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_OWNED_HPP
#define TACHO_OWNED_HPP

#include <tacho/detail/recording/registering.hpp>
#include <tacho/detail/registry/series.hpp>
#include <tacho/detail/registry/series_table.hpp>
#include <tacho/labels.hpp>

#include <utility>

namespace tacho::inline v0 {

/// A handle to a series that leaves with its last owner: scrapes no longer show it, its place under
/// the series limit is free, and its memory and cells are used again. It is meant for labels that
/// come and go, such as connections, pods or tenants. `family::own` and `runtime_family::own` make
/// it; each call gives one more owner of the same series.
///
/// What was recorded since the last scrape is never shown. If the series is owned again later, it
/// begins at zero.
///
/// Copies of the handle inside may be used as long as an owner is left. If `with` has given a
/// handle to the series too, the series stays: see family::remove.
///
/// Thread safety: distinct objects are safe. Progress: making and destroying take the registration
/// lock; recording is as for `Metric`. An owner keeps the contents of its registry alive.
template <typename Metric>
class owned {
public:
    /// Owns nothing; records are counted as lost.
    owned() noexcept
        : metric_{detail::registered_series{}} {}
    owned(owned&& other) noexcept
        : metric_{std::exchange(other.metric_, Metric{detail::registered_series{}})}
        , in_{other.in_}
        , of_{std::exchange(other.of_, nullptr)} {}
    owned& operator=(owned&& other) noexcept {
        owned taken{std::move(other)};
        std::swap(metric_, taken.metric_);
        std::swap(in_, taken.in_);
        std::swap(of_, taken.of_);
        return *this;
    }
    ~owned() {
        if (of_ != nullptr)
            in_->disown(*of_);
    }

    [[nodiscard]] Metric const& operator*() const noexcept { return metric_; }
    [[nodiscard]] Metric const* operator->() const noexcept { return &metric_; }

    /// Whether the series leaves with its last owner. It does not if the family was full (this is
    /// the overflow series then), if no memory was left, or if `with` had given a handle to the
    /// series before.
    [[nodiscard]] explicit operator bool() const noexcept { return of_ != nullptr; }

private:
    template <typename, label_name...>
    friend class family;
    template <typename>
    friend class runtime_family;

    owned(detail::series_table& in, detail::series_table::owned_result const& result) noexcept
        : metric_{detail::registered(result.of)}
        , in_{&in}
        , of_{result.owner} {}

    Metric metric_;
    detail::series_table* in_{nullptr};
    detail::owned_series* of_{nullptr};
};

} // namespace tacho::inline v0

#endif
