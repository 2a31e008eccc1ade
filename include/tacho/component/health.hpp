// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_HEALTH_HPP
#define TACHO_COMPONENT_HEALTH_HPP

#include <tacho/detail/text/json_text.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tacho::inline v0::component {

namespace detail {

using health_clock = std::chrono::steady_clock;

/// An endpoint whose health is watched. Atomics are relaxed: each publishes nothing but itself.
struct target_state {
    std::string endpoint;
    std::function<bool(std::chrono::milliseconds)> check;
    // Twice how often the program said whether it is ready, and what it said, or a check since.
    std::atomic<std::uint64_t> said{0};
    std::atomic<health_clock::duration> active{health_clock::now().time_since_epoch()};
    // Since when a check runs; zero while none does.
    std::atomic<health_clock::duration> checking{health_clock::duration::zero()};
    std::mutex turn{}; // held while a check runs, and to take it away

    void say(bool ready) noexcept {
        auto before = said.load(std::memory_order_relaxed);
        while (!said.compare_exchange_weak(
            before, (before / 2 + 1) * 2 + (ready ? 1 : 0), std::memory_order_relaxed
        )) {}
    }

    /// What a check found, unless the program said something since `before`.
    void found(std::uint64_t before, bool ready) noexcept {
        said.compare_exchange_strong(
            before, before / 2 * 2 + (ready ? 1 : 0), std::memory_order_relaxed
        );
    }
};

/// What `health`, its targets and a canary share.
struct health_state {
    std::mutex mutex{}; // of `targets`
    std::vector<std::shared_ptr<target_state>> targets{};
    std::atomic<bool> ready{false};
    std::atomic<std::chrono::milliseconds> check_timeout{std::chrono::seconds{3}};

    [[nodiscard]] std::vector<std::shared_ptr<target_state>> all() {
        std::lock_guard const guard{mutex};
        return targets;
    }

    [[nodiscard]] bool is_ready(target_state const& target) const noexcept {
        auto const since = target.checking.load(std::memory_order_relaxed);
        auto const late = since + check_timeout.load(std::memory_order_relaxed);
        if (since != since.zero() && health_clock::now().time_since_epoch() > late)
            return false; // whatever the check will say, it takes too long
        return target.said.load(std::memory_order_relaxed) % 2 == 1;
    }
};

} // namespace detail

/// What `health` says at one time.
struct health_report {
    bool ready;
    std::string json;
};

/// Whether a program can do its work: of its endpoints that are watched, all have to be ready;
/// while there are none, what `set_ready` says. The rule and the JSON are those of NVIDIA Dynamo.
///
/// A handle: copies are the same health.
///
/// Thread safety: safe, shared and distinct.
class health {
public:
    explicit health(bool ready = false)
        : state_{std::make_shared<detail::health_state>()} {
        set_ready(ready);
    }

    void set_ready(bool ready) const noexcept {
        state_->ready.store(ready, std::memory_order_relaxed);
    }

    [[nodiscard]] bool ready() const { return report({}).ready; }

    /// Whether it is ready, and `{"status":"ready","uptime":{"secs":1,"nanos":5},"endpoints":
    /// {"generate":"ready"}}`. An endpoint that is watched twice is ready when both say so.
    [[nodiscard]] health_report report(std::chrono::nanoseconds uptime) const {
        std::map<std::string, bool> endpoints;
        for (auto const& each : state_->all()) {
            auto& all_ready = endpoints.try_emplace(each->endpoint, true).first->second;
            all_ready = all_ready && state_->is_ready(*each);
        }
        bool const ready =
            endpoints.empty()
                ? state_->ready.load(std::memory_order_relaxed)
                : std::ranges::all_of(endpoints, [](auto const& each) { return each.second; });
        auto const word = [](bool is) { return is ? "\"ready\"" : "\"notready\""; };
        auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(uptime);
        std::string json{"{\"status\":"};
        json.append(word(ready)).append(",\"uptime\":{\"secs\":");
        json.append(std::to_string(seconds.count())).append(",\"nanos\":");
        json.append(std::to_string((uptime - seconds).count())).append("},\"endpoints\":{");
        for (auto const& [name, is_ready] : endpoints) {
            json.append(json.back() == '{' ? "" : ",").append(tacho::detail::json_text(name));
            json.append(":").append(word(is_ready));
        }
        return {ready, json.append("}}")};
    }

private:
    friend class health_target;
    friend class canary;

    std::shared_ptr<detail::health_state> state_;
};

/// An endpoint that `health` watches for as long as this object lives. Not ready at first.
///
/// Thread safety: safe, shared and distinct. Progress: `set_ready` and `served` are lock-free; the
/// destructor waits for a check that runs.
class health_target {
public:
    /// `check` is for a canary, which calls it when the endpoint was idle for a while: it says
    /// whether the endpoint works, and should do so within the time that it is given. One that
    /// throws says no.
    explicit health_target(
        health const& of,
        std::string_view endpoint,
        std::function<bool(std::chrono::milliseconds timeout)> check = {}
    )
        : in_{of.state_}
        , state_{std::make_shared<detail::target_state>()} {
        state_->endpoint = endpoint;
        state_->check = std::move(check);
        std::lock_guard const guard{in_->mutex};
        in_->targets.push_back(state_);
    }

    health_target(health_target const&) = delete;
    health_target& operator=(health_target const&) = delete;

    ~health_target() {
        {
            std::lock_guard const guard{in_->mutex};
            std::erase(in_->targets, state_);
        }
        std::lock_guard const no_check{state_->turn};
        state_->check = nullptr;
    }

    /// Until it is said anew, or a canary checks: a check that runs meanwhile says nothing.
    void set_ready(bool ready) noexcept { state_->say(ready); }

    /// A request was served: the endpoint works, and no check is needed for a while.
    void served() noexcept {
        set_ready(true);
        state_->active.store(
            detail::health_clock::now().time_since_epoch(), std::memory_order_relaxed
        );
    }

private:
    std::shared_ptr<detail::health_state> in_;
    std::shared_ptr<detail::target_state> state_;
};

} // namespace tacho::inline v0::component

#endif
