// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERLIGHT_SANDBOX_HPP
#define TACHO_HYPERLIGHT_SANDBOX_HPP

#include <tacho/counter.hpp>
#include <tacho/fwd.hpp>
#include <tacho/hyperlight/detail/metric_text.hpp>
#include <tacho/up_down_counter.hpp>

#include <cstdint>
#include <utility>

// The life of a sandbox, as types. A guard counts a sandbox in its stage for as long as the guard
// lives; a step to another stage consumes the guard:
//
//     proto ── load_runtime ──► runtime ── load ──► loaded ── unload ──► runtime
//
// A host's sandbox keeps its guard as a member and cannot forget to count:
//
//     auto proto = metrics.track_proto();              // one more proto sandbox
//     auto starting = std::move(proto).load_runtime();
//     start_the_runtime();                             // if this throws, the sandbox is gone
//     auto sandbox = std::move(starting).done();       // now it is a sandbox with a runtime

namespace tacho::inline v0::hyperlight {

/// The stages of a sandbox: just made, with a runtime in it, with a module or handlers loaded.
enum class stage : std::uint8_t { proto, runtime, loaded };

/// How a system counts the steps between stages.
struct step_rules {
    /// Whether loads and unloads are counted when they begin, even if they fail later; if not, they
    /// are counted when they succeed.
    bool counts_attempts;
    /// Whether a sandbox that was unloaded is counted as one more sandbox created.
    bool unloading_creates;
};

/// How many sandboxes are in a stage, and how many have been in it.
struct stage_metrics {
    up_down_counter current;
    counter total;
};

/// The names and help texts of the metrics of sandboxes.
struct sandbox_texts {
    metric_text current_proto;
    metric_text total_proto;
    metric_text current_runtime;
    metric_text total_runtime;
    metric_text current_loaded;
    metric_text total_loaded;
    metric_text loads;
    metric_text unloads;
};

template <step_rules Rules, stage Stage>
class sandbox_guard;
template <step_rules Rules, stage From, stage To>
class sandbox_step;

namespace detail {

/// The metrics of sandboxes, without the rules by which steps are counted.
class sandbox_counts {
public:
    sandbox_counts(registry& in, sandbox_texts const& texts);

    /// The metrics of a stage.
    template <stage Stage>
    [[nodiscard]] stage_metrics const& of() const noexcept {
        if constexpr (Stage == stage::proto)
            return proto;
        else if constexpr (Stage == stage::runtime)
            return with_runtime;
        else
            return loaded;
    }

    stage_metrics proto;
    stage_metrics with_runtime;
    stage_metrics loaded;
    counter loads;
    counter unloads;
};

} // namespace detail

/// The metrics of sandboxes, and the beginning of their lives. Guards point to this object: it must
/// stay where it is, and outlive them.
///
/// Thread safety: safe. Progress: as counter. Allocation: none while recording. Errors: the
/// constructor throws registration_error.
template <step_rules Rules>
class sandbox_metrics : public detail::sandbox_counts {
public:
    using proto_sandbox = sandbox_guard<Rules, stage::proto>;
    using runtime_sandbox = sandbox_guard<Rules, stage::runtime>;
    using loaded_sandbox = sandbox_guard<Rules, stage::loaded>;

    sandbox_metrics(registry& in, sandbox_texts const& texts)
        : sandbox_counts{in, texts} {}
    sandbox_metrics(sandbox_metrics const&) = delete;
    sandbox_metrics& operator=(sandbox_metrics const&) = delete;

    /// A proto sandbox was made: counts one more, until the guard ends or is consumed.
    [[nodiscard]] proto_sandbox track_proto() const noexcept { return proto_sandbox{*this}; }
};

/// Counts a sandbox in its stage, until the guard ends or a step consumes it. Guards can be moved;
/// a guard that was moved from counts nothing.
///
/// Thread safety: distinct objects are safe; a guard may end on another thread. Allocation: none.
template <step_rules Rules, stage Stage>
class [[nodiscard]] sandbox_guard {
public:
    sandbox_guard(sandbox_guard&& other) noexcept
        : metrics_{std::exchange(other.metrics_, nullptr)} {}
    sandbox_guard& operator=(sandbox_guard&& other) noexcept {
        if (this != &other) {
            end();
            metrics_ = std::exchange(other.metrics_, nullptr);
        }
        return *this;
    }
    ~sandbox_guard() { end(); }

    /// Begins the step that loads the runtime.
    [[nodiscard]] sandbox_step<Rules, Stage, stage::runtime> load_runtime() && noexcept
        requires(Stage == stage::proto)
    {
        return sandbox_step<Rules, Stage, stage::runtime>{std::move(*this)};
    }

    /// Begins the step that loads a module, or handlers. (Earlier failures, such as in reading the
    /// module's file, do not belong to the step.)
    [[nodiscard]] sandbox_step<Rules, Stage, stage::loaded> load() && noexcept
        requires(Stage == stage::runtime)
    {
        if (Rules.counts_attempts && metrics_ != nullptr)
            metrics_->loads.inc();
        return sandbox_step<Rules, Stage, stage::loaded>{std::move(*this)};
    }

    /// Begins the step back to the stage with a runtime.
    [[nodiscard]] sandbox_step<Rules, Stage, stage::runtime> unload() && noexcept
        requires(Stage == stage::loaded)
    {
        if (Rules.counts_attempts && metrics_ != nullptr)
            metrics_->unloads.inc();
        return sandbox_step<Rules, Stage, stage::runtime>{std::move(*this)};
    }

    /// Ends the guard before its scope: the sandbox is gone.
    void end() noexcept {
        if (auto const* const metrics = std::exchange(metrics_, nullptr); metrics != nullptr)
            metrics->template of<Stage>().current.dec();
    }

private:
    friend class sandbox_metrics<Rules>;
    template <step_rules, stage, stage>
    friend class sandbox_step;

    /// A guard of null counts nothing.
    explicit sandbox_guard(sandbox_metrics<Rules> const* in, bool creates) noexcept
        : metrics_{in} {
        // Uses `in`, not the member, which GCC would keep in memory.
        if (in == nullptr)
            return;
        in->template of<Stage>().current.inc();
        if (creates)
            in->template of<Stage>().total.inc();
    }
    explicit sandbox_guard(sandbox_metrics<Rules> const& in) noexcept
        : sandbox_guard{&in, true} {}

    sandbox_metrics<Rules> const* metrics_;
};

/// A step that is under way. It succeeds by `done()`; a step that ends without `done()` has failed,
/// and its sandbox is gone.
///
/// Thread safety: distinct objects are safe. Allocation: none.
template <step_rules Rules, stage From, stage To>
class [[nodiscard]] sandbox_step {
public:
    explicit sandbox_step(sandbox_guard<Rules, From> from) noexcept
        : from_{std::move(from)} {}

    /// The sandbox is in its new stage. It is counted there before it stops being counted in its
    /// old stage.
    [[nodiscard]] sandbox_guard<Rules, To> done() && noexcept {
        auto const* const metrics = from_.metrics_;
        constexpr bool loads = To == stage::loaded;
        constexpr bool unloads = From == stage::loaded;
        if constexpr (!Rules.counts_attempts && (loads || unloads))
            if (metrics != nullptr)
                (loads ? metrics->loads : metrics->unloads).inc();
        sandbox_guard<Rules, To> made{metrics, !unloads || Rules.unloading_creates};
        from_.end();
        return made;
    }

private:
    sandbox_guard<Rules, From> from_;
};

} // namespace tacho::inline v0::hyperlight

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/hyperlight/sandbox.ipp> // IWYU pragma: export
#endif

#endif
