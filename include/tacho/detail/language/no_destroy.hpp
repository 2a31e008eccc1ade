// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_LANGUAGE_NO_DESTROY_HPP
#define TACHO_DETAIL_LANGUAGE_NO_DESTROY_HPP

#include <tacho/detail/language/cpp20.hpp>

namespace tacho::inline v0::detail {

/// A value that is initialised before any code runs and is never destroyed, so that it is usable
/// even while static objects are being destroyed.
template <typename Value>
union no_destroy {
    constexpr no_destroy() noexcept
        : value{} {}
    constexpr ~no_destroy() {}
    no_destroy(no_destroy const&) = delete;
    no_destroy& operator=(no_destroy const&) = delete;

    Value value;
};

} // namespace tacho::inline v0::detail

#endif
