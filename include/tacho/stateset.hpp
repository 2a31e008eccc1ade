// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_STATESET_HPP
#define TACHO_STATESET_HPP

#include <tacho/detail/recording/handle.hpp>
#include <tacho/detail/recording/metric_shape.hpp>
#include <tacho/detail/storage/record.hpp>
#include <tacho/labels.hpp>

#include <atomic>
#include <cstdint>

namespace tacho::inline v0 {

/// Which one of an enum's values holds now. `label_values(Enum)` gives their texts (labels.hpp). It
/// begins with the first. A handle: copies refer to the same stateset.
///
///     tacho::stateset<uplink> link{"app_uplink", "State of the uplink."};
///     link.set(uplink::down);
///
/// Scrapes show one series for each state, with a label that is called like the metric:
/// `app_uplink{app_uplink="down"} 1`. Exactly one is 1 in every scrape.
///
/// Thread safety: safe, shared and distinct; the last `set` of all threads stays. Progress:
/// wait-free. Allocation: none.
template <label_enum Enum>
class stateset : public detail::handle<stateset<Enum>> {
    using base = detail::handle<stateset<Enum>>;

public:
    using base::base;

    /// Sets the state. A value that is no enumerator, made by a cast, is refused and counted in
    /// `tacho_refused_records_total`.
    void set(Enum state) const noexcept {
        auto const index = static_cast<std::uint64_t>(state);
        if (index >= detail::values_count<Enum>) [[unlikely]]
            return detail::refuse_cold(static_cast<long long>(state));
        // Relaxed: a state publishes nothing but itself.
        if (auto* const at = detail::unnumbered_cell(this->token_)) [[likely]]
            at->store(index, std::memory_order_relaxed);
        else
            static_cast<void>(detail::seek_cold(this->token_)); // counts it as lost
    }

    /// The current state.
    [[nodiscard]] Enum value() const noexcept {
        auto* const at = detail::unnumbered_cell(this->token_);
        return static_cast<Enum>(at == nullptr ? 0 : at->load(std::memory_order_relaxed));
    }

private:
    friend detail::shape_access;

    static_assert(detail::values_count<Enum> > 0, "a stateset needs at least one state");

    [[nodiscard]] static detail::metric_shape shape() noexcept {
        return {
            .type = metric_type::stateset,
            .number = number_kind::unsigned_integer,
            .place = detail::number_place::gauge,
            .states = detail::value_texts<Enum>,
        };
    }
};

} // namespace tacho::inline v0

#endif
