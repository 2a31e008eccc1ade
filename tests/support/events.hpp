// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_SUPPORT_EVENTS_HPP
#define TACHO_TESTS_SUPPORT_EVENTS_HPP

#include <tacho/detail/storage/arena.hpp>

#include <atomic>
#include <cstdint>

/// How often one of the process's events happened since this was made. Other tests cause some too.
class event_count {
public:
    using events = tacho::detail::arena_events;

    explicit event_count(tacho::detail::atomic<std::uint64_t> events::* which)
        : which_{which}
        , before_{now()} {}

    [[nodiscard]] std::uint64_t since() const { return now() - before_; }

private:
    [[nodiscard]] std::uint64_t now() const {
        return (tacho::detail::the_arena().events.*which_).load(std::memory_order_relaxed);
    }

    tacho::detail::atomic<std::uint64_t> events::* which_;
    std::uint64_t before_;
};

#endif
