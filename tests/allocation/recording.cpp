// SPDX-License-Identifier: BSL-1.0

#include <tacho/hypertrace.hpp>
#include <tacho/tacho.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <new>
#include <string>
#include <string_view>
#include <support/allocation_counter.hpp>
#include <support/catch.hpp>
#include <support/unconstructed.hpp>
#include <thread>
#include <utility>
#include <vector>

namespace {

constexpr int million = 1000000;

enum class verb { get, post };
constexpr std::array<std::string_view, 2> label_values(verb) {
    return {"get", "post"};
}

/// How many allocations a million calls of `record` make, after a first one.
template <typename Record>
[[nodiscard]] std::size_t allocations(Record record) {
    record(0);
    allocation_counter const counter;
    for (int i = 0; i < million; ++i)
        record(i);
    return counter.since();
}

} // namespace

TEST_CASE("the counter counts allocations", "[allocation]") {
    allocation_counter const counter;
    // Called by name: a compiler may leave out an unused new-expression, and Clang 22 does so.
    ::operator delete(::operator new(1000));
    CHECK(counter.since() == 2);
}

TEST_CASE("a trace of a call that was traced before does not allocate", "[allocation]") {
    using namespace tacho::hypertrace;
    tacho::registry registry;
    std::vector<std::string> const allowed{"topic", "n", "not there"};
    trace_counter const function{registry, {.allowed_props = allowed}};
    set_trace_function(function);
    struct node {
        explicit node(tracer const* parent)
            : traced{*this, {.parent = parent, .props = {{"topic", "log"}}}} {}
        void visit(int i) const { traced.trace("id", {{"n", i % 2}, {"x", 0.5 * i}}); }
        tracer traced;
    };
    node const parent{nullptr};
    node const child{&parent.traced};
    for (int i = 0; i < 2; ++i)
        child.visit(i);
    CHECK(allocations([&](int i) { child.visit(i); }) == 0);
    clear_trace_function();
    CHECK(allocations([&](int i) { child.visit(i); }) == 0);
}

TEST_CASE("a record of any kind does not allocate", "[allocation]") {
    tacho::registry registry;
    tacho::counter counter{registry, "c_total", "C."};
    tacho::float_counter floating{registry, "f_total", "F."};
    tacho::up_down_counter up_down{registry, "u", "U."};
    tacho::gauge gauge{registry, "g", "G."};
    tacho::histogram<> histogram{registry, "h", "H."};
    tacho::histogram<tacho::byte_buckets<1, 1000>> bytes{registry, "b", "B."};
    tacho::histogram<tacho::microsecond_buckets<1, 1000>> micro{registry, "m", "M."};
    tacho::histogram<tacho::tick_buckets<>> ticks{registry, "t", "T."};
    std::array const bounds{1.0, 1000.0};
    tacho::histogram<tacho::runtime_buckets> given{registry, "r", "R.", bounds};

    CHECK(allocations([&](int) { counter.inc(); }) == 0);
    CHECK(allocations([&](int i) { counter.inc(i); }) == 0);
    CHECK(allocations([&](int) { counter.inc(-1); }) == 0);
    CHECK(allocations([&](int i) { floating.inc(i * 0.5); }) == 0);
    CHECK(allocations([&](int) { floating.inc(-1); }) == 0);
    CHECK(allocations([&](int) { up_down.inc(); }) == 0);
    CHECK(allocations([&](int) { up_down.dec(); }) == 0);
    CHECK(allocations([&](int i) { up_down.inc(i); }) == 0);
    CHECK(allocations([&](int i) { up_down.dec(i); }) == 0);
    CHECK(allocations([&](int) { up_down.inc(-1); }) == 0);
    CHECK(allocations([&](int i) { gauge.set(i); }) == 0);
    CHECK(allocations([&](int) { gauge.inc(); }) == 0);
    CHECK(allocations([&](int) { gauge.dec(); }) == 0);
    CHECK(allocations([&](int) { gauge.set_to_current_time(); }) == 0);
    CHECK(allocations([&](int i) { histogram.observe(i); }) == 0);
    CHECK(allocations([&](int i) { histogram.observe(-i); }) == 0);
    CHECK(allocations([&](int) { histogram.observe(std::nan("")); }) == 0);
    CHECK(allocations([&](int i) { bytes.observe(i); }) == 0);
    CHECK(allocations([&](int) { bytes.observe(-1); }) == 0);
    CHECK(allocations([&](int i) { micro.observe(i); }) == 0);
    CHECK(allocations([&](int i) { ticks.observe(i); }) == 0);
    CHECK(allocations([&](int i) { given.observe(i); }) == 0);
    CHECK(allocations([&](int i) { given.observe(-i); }) == 0);
}

TEST_CASE("an instrumented call does not allocate", "[allocation]") {
    tacho::registry registry;
    tacho::family<tacho::histogram<>, "function"> calls{registry, "c", "C."};
    auto const same = [](int n) { return n; };
    auto const one = tacho::instrument<"one">(calls, same);
    auto const any = tacho::instrument<"any">(calls, [](auto n) { return n; });
    auto const table = tacho::instrument(calls, tacho::named<"a">(same), tacho::named<"b">(same));
    CHECK(allocations([&](int i) { one(i); }) == 0);
    CHECK(allocations([&](int i) { any(i); }) == 0);
    CHECK(allocations([&](int i) { table.get<"a">()(table.get<"b">()(i)); }) == 0);
    CHECK(allocations([&](int) { static_cast<void>(calls.with("one").time()); }) == 0);
}

TEST_CASE("a guard does not allocate", "[allocation]") {
    tacho::registry registry;
    tacho::up_down_counter up_down{registry, "u", "U."};
    tacho::histogram<> histogram{registry, "h", "H."};
    tacho::histogram<tacho::microsecond_buckets<1, 1000>> micro{registry, "m", "M."};
    tacho::histogram<tacho::tick_buckets<>> ticks{registry, "t", "T."};
    std::array const bounds{1.0, 1000.0};
    tacho::histogram<tacho::runtime_buckets> given{registry, "r", "R.", bounds};

    CHECK(allocations([&](int) { static_cast<void>(up_down.track()); }) == 0);
    CHECK(allocations([&](int) {
              auto one = up_down.track();
              auto other = std::move(one);
              one = up_down.track();
              one = std::move(other);
              one.end();
          }) == 0);
    CHECK(allocations([&](int) { static_cast<void>(histogram.time()); }) == 0);
    CHECK(allocations([&](int) { static_cast<void>(micro.time()); }) == 0);
    CHECK(allocations([&](int) { static_cast<void>(ticks.time()); }) == 0);
    CHECK(allocations([&](int) { static_cast<void>(given.time()); }) == 0);
    CHECK(allocations([&](int) {
              auto one = histogram.time();
              auto other = std::move(one);
              one = histogram.time();
              one = std::move(other);
              one.stop();
          }) == 0);
    CHECK(allocations([&](int) {
              auto timed = histogram.time();
              timed.discard();
          }) == 0);
}

TEST_CASE("looking up a series that exists does not allocate", "[allocation]") {
    tacho::registry registry;
    tacho::family<tacho::counter, "method", "code"> texts{registry, "t_total", "T."};
    tacho::family<tacho::counter, tacho::enum_label<verb>("verb")> enums{registry, "e_total", "E."};
    tacho::family<tacho::counter, tacho::enum_label<verb>("verb"), "path"> mixed{
        registry, "m_total", "M."
    };
    tacho::family<tacho::float_counter, "k"> floats{registry, "f_total", "F."};
    tacho::family<tacho::up_down_counter, "k"> levels{registry, "l", "L."};
    tacho::family<tacho::gauge, "k"> gauges{registry, "g", "G."};
    tacho::family<tacho::histogram<>, "k"> histograms{registry, "h", "H."};
    tacho::family<tacho::up_down_counter, tacho::enum_label<verb>("verb")> enum_levels{
        registry, "el", "L."
    };
    tacho::family<tacho::histogram<>, tacho::enum_label<verb>("verb")> enum_histograms{
        registry, "eh", "H."
    };
    std::string const text = "a text that is too long to be kept inside of a string object";

    CHECK(allocations([&](int) { texts.with("GET", "200").inc(); }) == 0);
    CHECK(allocations([&](int) { texts.with(text, "200").inc(); }) == 0);
    CHECK(allocations([&](int i) { enums.with(i % 2 == 0 ? verb::get : verb::post).inc(); }) == 0);
    CHECK(allocations([&](int) { enums.with(static_cast<verb>(7)).inc(); }) == 0);
    CHECK(allocations([&](int) { mixed.with(verb::get, "/").inc(); }) == 0);
    CHECK(allocations([&](int) { floats.with("a").inc(0.5); }) == 0);
    CHECK(allocations([&](int) { levels.with("a").dec(); }) == 0);
    CHECK(allocations([&](int) { static_cast<void>(levels.with("a").track()); }) == 0);
    CHECK(allocations([&](int i) { gauges.with("a").set(i); }) == 0);
    CHECK(allocations([&](int) { histograms.with("a").observe(1); }) == 0);
    CHECK(allocations([&](int) { static_cast<void>(histograms.with("a").time()); }) == 0);
    CHECK(allocations([&](int) { enum_levels.with(verb::post).inc(); }) == 0);
    CHECK(allocations([&](int i) { enum_histograms.with(verb::get).observe(i); }) == 0);
    CHECK(allocations([&](int) {
              static_cast<void>(enum_histograms.with(verb::get).time());
          }) == 0);
}

TEST_CASE("looking up a series that a full family lacks does not allocate", "[allocation]") {
    tacho::registry registry;
    tacho::family<tacho::counter, "k"> family{registry, "f_total", "F.", {.series_limit = 1}};
    family.with("a").inc();
    family.with("b").inc(); // makes the overflow series
    std::array<std::string, 100> names;
    for (std::size_t i = 0; i < names.size(); ++i)
        names[i] =
            "a name that is too long to be kept inside of a string object " + std::to_string(i);
    CHECK(allocations([&](int i) {
              family.with(names[static_cast<std::size_t>(i) % names.size()]).inc();
          }) == 0);
    CHECK(family.with("c").value() == million + 2);
}

TEST_CASE("a record before its handle's construction does not allocate", "[allocation]") {
    auto counter = unconstructed<tacho::counter>();
    auto histogram = unconstructed<tacho::histogram<>>();
    auto family = unconstructed<tacho::family<tacho::counter, "k">>();
    CHECK(allocations([&](int) { counter.inc(); }) == 0);
    CHECK(allocations([&](int i) { histogram.observe(i); }) == 0);
    CHECK(allocations([&](int) { family.with("a").inc(); }) == 0);
}

TEST_CASE("a thread's first and last records do not allocate", "[allocation]") {
    // A slab comes from the system and not from the allocator, which a program may be measuring.
    tacho::registry registry;
    tacho::counter counter{registry, "c_total", "C."};
    tacho::histogram<> histogram{registry, "h", "H."};
    std::size_t inside = 1;
    for (int i = 0; i < 3; ++i)
        std::thread{[&] {
            allocation_counter const allocated;
            counter.inc();
            histogram.observe(1);
            inside = allocated.since();
        }}.join();
    CHECK(inside == 0);
    CHECK(counter.value() == 3);
}
