// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_STORAGE_ATOMIC_HPP
#define TACHO_DETAIL_STORAGE_ATOMIC_HPP

#include <tacho/detail/language/cpp20.hpp>

#include <atomic>

namespace tacho::inline v0::detail {

// Every atomic of the storage goes through this one name, so that a test can replace it.
template <typename Value>
using atomic = std::atomic<Value>;

} // namespace tacho::inline v0::detail

#endif
