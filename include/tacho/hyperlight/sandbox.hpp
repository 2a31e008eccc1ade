// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERLIGHT_SANDBOX_HPP
#define TACHO_HYPERLIGHT_SANDBOX_HPP

#include <tacho/counter.hpp>
#include <tacho/hyperlight/detail/metric_text.hpp>
#include <tacho/registry.hpp>
#include <tacho/up_down_counter.hpp>

#include <cstdint>
#include <type_traits>
#include <utility>

// The life of a sandbox, as types. A guard counts a sandbox in its stage, for as long as it lives;
// a step to another stage consumes it:
//
//     proto ── load_runtime ──► runtime ── load ──► loaded ── unload ──► runtime
//
// A host's sandbox keeps its guard as a member and cannot forget to count:
//
//     auto proto = metrics.track_proto();              // there is a proto sandbox
//     auto starting = std::move(proto).load_runtime();
//     start_the_runtime();                             // should this throw, it is gone
//     auto sandbox = std::move(starting).done();       // now there is one with a runtime

namespace tacho::inline v0::hyperlight {

/// What a sandbox is: made, with a runtime in it, with a module or handlers loaded.
enum class stage : std::uint8_t { proto, runtime, loaded };

/// How a system counts the steps between stages.
struct step_rules {
    /// Loads and unloads count when they begin, whatever becomes of them; else when they succeed.
    bool counts_attempts;
    /// A sandbox that was unloaded counts as one more sandbox created.
    bool unloading_creates;
};

/// How many sandboxes there are in a stage, and how many there have been.
struct stage_metrics {
    up_down_counter current;
    counter total;
};

/// The names of the metrics of sandboxes.
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

/// The metrics of sandboxes, and the beginning of their lives. Guards point to it: it stays where
/// it is, and outlives them.
///
/// Thread safety: safe. Progress: as counter. Allocation: none while recording. Errors: the
/// constructor throws registration_error.
template <step_rules Rules>
class sandbox_metrics {
public:
    using proto_sandbox = sandbox_guard<Rules, stage::proto>;
    using runtime_sandbox = sandbox_guard<Rules, stage::runtime>;
    using loaded_sandbox = sandbox_guard<Rules, stage::loaded>;

    sandbox_metrics(registry& in, sandbox_texts const& texts)
        : proto{make(in, texts.current_proto, texts.total_proto)}
        , with_runtime{make(in, texts.current_runtime, texts.total_runtime)}
        , loaded{make(in, texts.current_loaded, texts.total_loaded)}
        , loads{make_metric<counter>(in, texts.loads)}
        , unloads{make_metric<counter>(in, texts.unloads)} {}
    sandbox_metrics(sandbox_metrics const&) = delete;
    sandbox_metrics& operator=(sandbox_metrics const&) = delete;

    /// A proto sandbox was made: one more, until the guard ends or is consumed.
    [[nodiscard]] proto_sandbox track_proto() const noexcept { return proto_sandbox{*this}; }

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

private:
    [[nodiscard]] static stage_metrics
    make(registry& in, metric_text const& current, metric_text const& total) {
        return {make_metric<up_down_counter>(in, current), make_metric<counter>(in, total)};
    }
};

/// Counts a sandbox in its stage, until it ends or a step consumes it. Moves; a guard that was
/// moved from counts nothing.
///
/// Thread safety: distinct objects are safe; it may end on another thread. Allocation: none.
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

    /// Begins the step that loads a module, or handlers. (What fails before, as reading the
    /// module's file, is no step.)
    [[nodiscard]] sandbox_step<Rules, Stage, stage::loaded> load() && noexcept
        requires(Stage == stage::runtime)
    {
        if (Rules.counts_attempts && metrics_ != nullptr)
            metrics_->loads.inc();
        return sandbox_step<Rules, Stage, stage::loaded>{std::move(*this)};
    }

    /// Begins the step back.
    [[nodiscard]] sandbox_step<Rules, Stage, stage::runtime> unload() && noexcept
        requires(Stage == stage::loaded)
    {
        if (Rules.counts_attempts && metrics_ != nullptr)
            metrics_->unloads.inc();
        return sandbox_step<Rules, Stage, stage::runtime>{std::move(*this)};
    }

    /// Ends early: the sandbox is gone.
    void end() noexcept {
        if (auto const* const metrics = std::exchange(metrics_, nullptr); metrics != nullptr)
            metrics->template of<Stage>().current.dec();
    }

private:
    friend class sandbox_metrics<Rules>;
    template <step_rules, stage, stage>
    friend class sandbox_step;

    /// Of null, it counts nothing.
    explicit sandbox_guard(sandbox_metrics<Rules> const* in, bool creates) noexcept
        : metrics_{in} {
        // By `in`, not by the member: GCC would keep that in memory.
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

/// A step that is under way. It succeeds by `done()`; when it ends without, it has failed, and the
/// sandbox it came from is gone.
///
/// Thread safety: distinct objects are safe. Allocation: none.
template <step_rules Rules, stage From, stage To>
class [[nodiscard]] sandbox_step {
public:
    explicit sandbox_step(sandbox_guard<Rules, From> from) noexcept
        : from_{std::move(from)} {}

    /// The sandbox is in its new stage. It counts there before it stops counting where it was.
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

#endif
