// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_MISUSE_IPP
#define TACHO_MISUSE_IPP

#include <tacho/detail/storage/arena.hpp>
#include <tacho/misuse.hpp>

#include <atomic>

namespace tacho::inline v0 {

TACHO_DECL misuse_handler on_misuse(misuse_handler handler) noexcept {
    // The release pairs with the acquire in arena::tell(): what the handler uses is there.
    return detail::the_arena().told_of_misuse.exchange(handler, std::memory_order_acq_rel);
}

} // namespace tacho::inline v0

#endif
