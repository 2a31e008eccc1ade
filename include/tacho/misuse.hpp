// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_MISUSE_HPP
#define TACHO_MISUSE_HPP

#include <tacho/detail/language/separate_compilation.hpp>

#include <cstdint>
#include <string_view>

namespace tacho::inline v0 {

/// A mistake of the program that was found while it recorded, where nothing may throw. Each is
/// counted, too (self_metrics.hpp).
struct misuse {
    enum class kind : std::uint8_t {
        refused_value, // a counter was given a negative number or NaN
        no_series,     // a record through a handle whose constructor had not run, or without memory
        no_place,      // a lookup in a family that has as many series as its limit allows
    };

    kind what;
    /// What happened, and what to do about it, in one sentence.
    std::string_view message;
    /// The name of the family that is full; empty otherwise: a record does not know its name.
    std::string_view metric{};
    /// The value that was refused.
    double value{0};
};

using misuse_handler = void (*)(misuse const&);

/// Sets the function that is told of every misuse, and returns the function that was set before.
/// The function runs on the thread that made the mistake, before that thread goes on. The default
/// is null: nobody is told. A handler is meant for tests, which may abort, and for logs.
///
/// The function may record and scrape. It must not throw, and it has to be safe in a signal handler
/// if those record. Thread safety: safe. Progress: lock-free. Allocation: none.
TACHO_DECL misuse_handler on_misuse(misuse_handler handler) noexcept;

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/misuse.ipp> // IWYU pragma: export
#endif

#endif
