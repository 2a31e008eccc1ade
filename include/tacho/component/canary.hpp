// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_CANARY_HPP
#define TACHO_COMPONENT_CANARY_HPP

#include <tacho/component/health.hpp>
#include <tacho/detail/language/separate_compilation.hpp>

#include <chrono>
#include <memory>

namespace tacho::inline v0::component {

/// When a canary checks. The defaults are Dynamo's.
struct canary_options {
    /// How long an endpoint is idle before it is checked, and before it is checked again.
    std::chrono::milliseconds idle{std::chrono::seconds{10}};

    /// How long a check may take. An endpoint whose check takes longer is not ready meanwhile.
    std::chrono::milliseconds timeout{std::chrono::seconds{3}};
};

namespace detail {

class canary_thread;

/// Checks the targets that are idle at `now`, and returns when to look again.
[[nodiscard]] TACHO_DECL std::chrono::steady_clock::time_point check_idle(
    health_state& of, canary_options const& options, std::chrono::steady_clock::time_point now
);

} // namespace detail

/// Checks endpoints that have been idle, on a thread of its own, for as long as it lives: the
/// targets of a `health` that have a check. The checks run one after another: a check that hangs
/// delays the others.
///
/// Thread safety: distinct objects are safe. Progress: the destructor waits for a running check.
/// Errors: std::invalid_argument for times that are not from 1 ms to 24 hours, std::system_error
/// when the thread cannot be started.
class canary {
public:
    explicit canary(health const& of, canary_options const& options = {});
    canary(canary const&) = delete;
    canary& operator=(canary const&) = delete;
    ~canary();

private:
    std::unique_ptr<detail::canary_thread> thread_;
};

} // namespace tacho::inline v0::component

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/component/canary.ipp> // IWYU pragma: export
#endif

#endif
