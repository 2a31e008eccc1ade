// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_HEALTH_HPP
#define TACHO_COMPONENT_HEALTH_HPP

#include <tacho/detail/language/cpp20.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace tacho::inline v0::component {

namespace detail {

struct health_state;
struct target_state;

} // namespace detail

/// A report of `health` at one time.
struct health_report {
    bool ready;
    std::string json;
};

/// Whether a program can do its work: all of its watched endpoints have to be ready; while no
/// endpoint is watched, `set_ready` decides. The rule and the JSON are those of NVIDIA Dynamo.
///
/// A handle: copies refer to one state.
///
/// Thread safety: safe, shared and distinct.
class health {
public:
    explicit health(bool ready = false);

    void set_ready(bool ready) const noexcept;

    [[nodiscard]] bool ready() const;

    /// Whether the program is ready, and JSON such as `{"status":"ready","uptime":{"secs":1,
    /// "nanos":5},"endpoints":{"generate":"ready"}}`. An endpoint that is watched twice is ready
    /// when both targets are.
    [[nodiscard]] health_report report(std::chrono::nanoseconds uptime) const;

private:
    friend class health_target;
    friend class canary;

    std::shared_ptr<detail::health_state> state_;
};

/// An endpoint that `health` watches for as long as this object lives. Not ready at first.
///
/// Thread safety: safe, shared and distinct. Progress: `set_ready` and `served` are lock-free; the
/// destructor waits for a running check.
class health_target {
public:
    /// A canary calls `probe` when the endpoint has been idle for a while: it returns whether the
    /// endpoint works, and should return within `timeout`. A check that throws counts as false.
    explicit health_target(
        health const& of,
        std::string_view endpoint,
        std::function<bool(std::chrono::milliseconds timeout)> probe = {}
    );

    health_target(health_target const&) = delete;
    health_target& operator=(health_target const&) = delete;

    ~health_target();

    /// Holds until the next call, or until a canary checks. A check that is running during the call
    /// has no effect.
    void set_ready(bool ready) noexcept;

    /// A request was served: the endpoint works, and needs no check for a while.
    void served() noexcept;

private:
    std::shared_ptr<detail::health_state> in_;
    std::shared_ptr<detail::target_state> state_;
};

} // namespace tacho::inline v0::component

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/component/health.ipp> // IWYU pragma: export
#endif

#endif
