// SPDX-License-Identifier: BSL-1.0
//
// The cost of hypertrace's `trace()` from a place that has called it before; peers/node measures
// the original in this way.

#include "support.hpp"

#include <tacho/hypertrace.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace hypertrace = tacho::hypertrace;

class Swarm {
public:
    explicit Swarm(hypertrace::tracer const* parent = nullptr)
        : tracer{*this, {.parent = parent, .props = {{"topic", "chat"}}}} {}

    void plain() const { tracer.trace(); }
    void named() const { tracer.trace("append"); }
    void with_all() const { tracer.trace("append", {{"topic", "batch"}}); }

    hypertrace::tracer tracer;
};

/// A registry with `trace_counter`. The trace function is set to it for as long as this object
/// lives.
class counting {
public:
    explicit counting(std::vector<std::string> allowed = {})
        : counter_{registry_, {.allowed_props = std::move(allowed)}} {
        hypertrace::set_trace_function(counter_);
    }
    counting(counting const&) = delete;
    counting& operator=(counting const&) = delete;
    ~counting() { hypertrace::clear_trace_function(); }

    [[nodiscard]] std::uint64_t counted() const {
        auto const all = registry_.collect();
        std::uint64_t sum = 0;
        for (std::size_t f = 0; f < all.size(); ++f)
            for (std::size_t s = 0; s < all[f].size(); ++s)
                sum += all[f][s].as_unsigned();
        return sum;
    }

private:
    tacho::registry registry_{};
    hypertrace::trace_counter counter_;
};

template <void (Swarm::*Traced)() const>
void repeat(benchmark::State& state, Swarm const& object) {
    for (auto _ : state)
        for (std::size_t i = 0; i < bench::batch; ++i)
            (object.*Traced)();
    bench::per_iteration(state, bench::batch);
}

void off(benchmark::State& state) {
    Swarm const it;
    repeat<&Swarm::plain>(state, it);
}

void plain(benchmark::State& state) {
    counting const on;
    Swarm const it;
    repeat<&Swarm::plain>(state, it);
    bench::verify(state, on.counted(), bench::records(state));
}

void named(benchmark::State& state) {
    counting const on;
    Swarm const it;
    repeat<&Swarm::named>(state, it);
    bench::verify(state, on.counted(), bench::records(state));
}

// Every label possible: an id, a parent, and a property of object, parent and call.
void with_all(benchmark::State& state) {
    counting const on{{"topic"}};
    Swarm const parent;
    Swarm const it{&parent.tracer};
    repeat<&Swarm::with_all>(state, it);
    bench::verify(state, on.counted(), bench::records(state));
}

BENCHMARK(off)->Name("trace/off");
BENCHMARK(plain)->Name("trace/plain");
BENCHMARK(named)->Name("trace/id");
BENCHMARK(with_all)->Name("trace/all");

} // namespace

BENCHMARK_MAIN();
