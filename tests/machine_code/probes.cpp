// SPDX-License-Identifier: BSL-1.0

// One function for each way to record, as a program's own code would hold it. check.py reads the
// code that the compilers generate; nothing here is ever run, so nothing is constructed either.

#include <tacho/buckets.hpp>
#include <tacho/component/sharded_registry.hpp>
#include <tacho/counter.hpp>
#include <tacho/family.hpp>
#include <tacho/gauge.hpp>
#include <tacho/histogram.hpp>
#include <tacho/instrument.hpp>
#include <tacho/labels.hpp>
#include <tacho/stateset.hpp>
#include <tacho/summary.hpp>
#include <tacho/up_down_counter.hpp>

#include <array>
#include <cstdint>
#include <string_view>

namespace {

enum class verb { get, head, post, put };
[[maybe_unused]] constexpr std::array<std::string_view, 4> label_values(verb) {
    return {"get", "head", "post", "put"};
}

using verb_label = tacho::family<tacho::counter, tacho::enum_label<verb>("verb")>;
using two_labels = tacho::family<tacho::counter, "method", "code">;
using sixty_bounds = tacho::histogram<tacho::exponential_buckets<0.001, 1.25, 60>>;
using bytes = tacho::histogram<tacho::byte_buckets<100, 1000, 10'000, 100'000>>;
using ticks = tacho::histogram<tacho::tick_buckets<>>;
using given = tacho::histogram<tacho::runtime_buckets>;

} // namespace

// The shared library exports these; the rest of it may be hidden.
using component = tacho::component::sharded_registry;

#define PROBE extern "C" [[gnu::visibility("default")]] void

PROBE probe_counter_inc(tacho::counter const& metric) {
    metric.inc();
}
PROBE probe_counter_inc_n(tacho::counter const& metric, std::uint64_t n) {
    metric.inc(n);
}
PROBE probe_counter_inc_signed(tacho::counter const& metric, int n) {
    metric.inc(n);
}
PROBE probe_float_counter_inc(tacho::float_counter const& metric, double n) {
    metric.inc(n);
}
PROBE probe_up_down_counter_inc(tacho::up_down_counter const& metric) {
    metric.inc();
}
PROBE probe_up_down_counter_dec(tacho::up_down_counter const& metric) {
    metric.dec();
}
PROBE probe_up_down_counter_track(tacho::up_down_counter const& metric) {
    auto const tracked = metric.track();
}
PROBE probe_gauge_set(tacho::gauge const& metric, double value) {
    metric.set(value);
}
PROBE probe_histogram_observe(tacho::histogram<> const& metric, double value) {
    metric.observe(value);
}
PROBE probe_histogram_observe_60_bounds(sixty_bounds const& metric, double value) {
    metric.observe(value);
}
PROBE probe_histogram_observe_integer(bytes const& metric, std::uint64_t value) {
    metric.observe(value);
}
PROBE probe_histogram_observe_given_bounds(given const& metric, double value) {
    metric.observe(value);
}
PROBE probe_summary_observe(tacho::summary const& metric, double value) {
    metric.observe(value);
}
PROBE probe_stateset_set(tacho::stateset<verb> const& metric, verb value) {
    metric.set(value);
}
PROBE probe_timer(tacho::histogram<> const& metric) {
    auto const timed = metric.time();
}
PROBE probe_timer_ticks(ticks const& metric) {
    auto const timed = metric.time();
}
PROBE probe_enum_label_inc(verb_label const& metrics, verb which) {
    metrics.with(which).inc();
}
PROBE probe_text_labels_inc(two_labels const& metrics) {
    metrics.with("GET", "200").inc();
}
// A component's metrics take as many instructions as the plain types.
PROBE probe_component_counter_increment(component::counter_type const& metric) {
    metric.increment();
}
PROBE probe_component_gauge_set(component::gauge_type const& metric, double value) {
    metric.set(value);
}
PROBE probe_component_histogram_observe(component::histogram_type const& metric, double value) {
    metric.observe(value);
}
PROBE probe_instrumented_call(tacho::histogram<> const& metric, int& value) {
    tacho::instrument(metric, [](int& n) { ++n; })(value);
}

// A program links only with a main().
int main() {}
