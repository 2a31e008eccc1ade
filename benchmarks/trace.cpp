// SPDX-License-Identifier: BSL-1.0
//
// What hypertrace's `trace()` costs where it has been called before; peers/node does the same with the original.

#include "support.hpp"

#include <tacho/hypertrace.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace hypertrace = tacho::hypertrace;

template <hypertrace::tracing Tracing>
class Swarm {
public:
    explicit Swarm(hypertrace::basic_tracer<Tracing> const* parent = nullptr)
        : tracer{*this, {.parent = parent, .props = {{"topic", "chat"}}}} {}

    [[gnu::noinline]] void plain() const { tracer.trace(); }
    [[gnu::noinline]] void named() const { tracer.trace("append"); }
    [[gnu::noinline]] void with_all() const { tracer.trace("append", {{"topic", "batch"}}); }

    hypertrace::basic_tracer<Tracing> tracer;
};

using swarm = Swarm<hypertrace::tracing::on>;

/// A registry with `trace_counter`, and the trace function set to it, for as long as it lives.
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

template <class Object>
void repeat(benchmark::State& state, Object const& object, void (Object::*traced)() const) {
    for (auto _ : state)
        for (std::size_t i = 0; i < bench::batch; ++i)
            (object.*traced)();
    bench::per_iteration(state, bench::batch);
}

void call_alone(benchmark::State& state) {
    Swarm<hypertrace::tracing::off> const it;
    repeat(state, it, &Swarm<hypertrace::tracing::off>::plain);
}

void off(benchmark::State& state) {
    swarm const it;
    repeat(state, it, &swarm::plain);
}

void plain(benchmark::State& state) {
    counting const on;
    swarm const it;
    repeat(state, it, &swarm::plain);
    bench::verify(state, on.counted(), bench::records(state));
}

void named(benchmark::State& state) {
    counting const on;
    swarm const it;
    repeat(state, it, &swarm::named);
    bench::verify(state, on.counted(), bench::records(state));
}

// Every label there is: an id, a parent, and a property of object, parent and call.
void with_all(benchmark::State& state) {
    counting const on{{"topic"}};
    swarm const parent;
    swarm const it{&parent.tracer};
    repeat(state, it, &swarm::with_all);
    bench::verify(state, on.counted(), bench::records(state));
}

BENCHMARK(call_alone)->Name("trace/call_alone");
BENCHMARK(off)->Name("trace/off");
BENCHMARK(plain)->Name("trace/plain");
BENCHMARK(named)->Name("trace/id");
BENCHMARK(with_all)->Name("trace/all");

} // namespace

BENCHMARK_MAIN();
