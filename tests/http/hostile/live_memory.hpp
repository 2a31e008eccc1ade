// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_HTTP_HOSTILE_LIVE_MEMORY_HPP
#define TACHO_TESTS_HTTP_HOSTILE_LIVE_MEMORY_HPP

#include <atomic>
#include <cstddef>
#include <utility>

// Counts the bytes from the global operator new that are in use, except for the bytes that exempt
// threads have allocated: the memory of an exposer's thread. live_memory.cpp replaces the
// operators.
namespace live_memory {

inline std::atomic<std::size_t> bytes{0};
inline std::atomic<std::size_t> peak{0};
inline constinit thread_local bool exempt = false;

[[nodiscard]] inline std::size_t now() {
    return bytes.load(std::memory_order_relaxed);
}

/// The most bytes in use at one time since the last call.
inline std::size_t take_peak() {
    return peak.exchange(now(), std::memory_order_relaxed);
}

/// Makes this thread exempt for a scope.
class exempt_here {
public:
    exempt_here() = default;
    exempt_here(exempt_here const&) = delete;
    exempt_here& operator=(exempt_here const&) = delete;
    ~exempt_here() { exempt = before_; }

private:
    bool before_{std::exchange(exempt, true)};
};

} // namespace live_memory

#endif
