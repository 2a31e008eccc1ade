// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_STORAGE_ATOMIC_HPP
#define TACHO_DETAIL_STORAGE_ATOMIC_HPP

#include <atomic>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "../../../../explore.hpp"

// Replaces the library's header of the same name by the explorer's atomic. It is as large as its
// value, since cells lie in memory in which no object is constructed.

namespace tacho::inline v0::detail {

template <typename Value>
class atomic {
    static_assert(
        std::is_trivially_copyable_v<Value> && sizeof(Value) <= 8,
        "the explorer's atomics hold up to eight bytes"
    );
    using where = explore::where;

public:
    using value_type = Value;
    static constexpr bool is_always_lock_free = true;

    constexpr atomic() noexcept
        : atomic{Value{}} {}
    constexpr atomic(Value first) noexcept
        : value_{first} {
        if (!std::is_constant_evaluated())
            explore::construct(&value_, sizeof(Value), to_word(first));
    }
    atomic(atomic const&) = delete;
    atomic& operator=(atomic const&) = delete;

    [[nodiscard]] Value
    load(std::memory_order how, where const& from = where::current()) const noexcept {
        return to_value(explore::load(&value_, sizeof(Value), order_of(how), from));
    }

    void store(Value value, std::memory_order how, where const& from = where::current()) noexcept {
        explore::store(&value_, sizeof(Value), to_word(value), order_of(how), from);
    }

    Value
    exchange(Value value, std::memory_order how, where const& from = where::current()) noexcept {
        return modify(explore::change::exchange, value, how, from);
    }

    bool compare_exchange_strong(
        Value& expected,
        Value desired,
        std::memory_order success,
        std::memory_order failure,
        where const& from = where::current()
    ) noexcept {
        auto found = to_word(expected);
        bool const done = explore::compare_exchange(
            &value_,
            sizeof(Value),
            found,
            to_word(desired),
            order_of(success),
            order_of(failure),
            from
        );
        if (!done)
            expected = to_value(found);
        return done;
    }

    /// Never fails spuriously.
    bool compare_exchange_weak(
        Value& expected,
        Value desired,
        std::memory_order success,
        std::memory_order failure,
        where const& from = where::current()
    ) noexcept {
        return compare_exchange_strong(expected, desired, success, failure, from);
    }

    Value fetch_add(Value n, std::memory_order how, where const& from = where::current()) noexcept
        requires std::integral<Value>
    {
        return modify(explore::change::add, n, how, from);
    }
    Value fetch_sub(Value n, std::memory_order how, where const& from = where::current()) noexcept
        requires std::integral<Value>
    {
        return modify(explore::change::subtract, n, how, from);
    }
    Value fetch_and(Value n, std::memory_order how, where const& from = where::current()) noexcept
        requires std::integral<Value>
    {
        return modify(explore::change::bit_and, n, how, from);
    }
    Value fetch_or(Value n, std::memory_order how, where const& from = where::current()) noexcept
        requires std::integral<Value>
    {
        return modify(explore::change::bit_or, n, how, from);
    }

private:
    [[nodiscard]] static explore::order order_of(std::memory_order how) noexcept {
        switch (how) {
        case std::memory_order_relaxed:
            return explore::order::relaxed;
        case std::memory_order_acquire:
        case std::memory_order_consume:
            return explore::order::acquire;
        case std::memory_order_release:
            return explore::order::release;
        case std::memory_order_acq_rel:
            return explore::order::acq_rel;
        default:
            return explore::order::seq_cst;
        }
    }

    [[nodiscard]] static std::uint64_t to_word(Value value) noexcept {
        std::uint64_t word = 0;
        std::memcpy(&word, &value, sizeof value);
        return word;
    }

    [[nodiscard]] static Value to_value(std::uint64_t word) noexcept {
        Value value;
        std::memcpy(&value, &word, sizeof value);
        return value;
    }

    Value
    modify(explore::change kind, Value with, std::memory_order how, where const& from) noexcept {
        return to_value(explore::read_modify_write(
            &value_, sizeof(Value), kind, to_word(with), order_of(how), from
        ));
    }

    alignas(sizeof(Value)) Value value_;
};

} // namespace tacho::inline v0::detail

#endif
