// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_IMMORTAL_HPP
#define TACHO_DETAIL_IMMORTAL_HPP

namespace tacho::inline v0::detail {

/// A value that is there before any code runs and is never destroyed, so that static destruction
/// cannot hurt it.
template <typename Value>
union immortal {
    constexpr immortal() noexcept
        : value{} {}
    constexpr ~immortal() {}
    immortal(immortal const&) = delete;
    immortal& operator=(immortal const&) = delete;

    Value value;
};

} // namespace tacho::inline v0::detail

#endif
