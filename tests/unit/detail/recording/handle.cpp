// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/recording/handle.hpp>
#include <tacho/tacho.hpp>

#include <string>
#include <support/catch.hpp>
#include <support/events.hpp>
#include <support/unconstructed.hpp>
#include <type_traits>

namespace {

template <typename Metric>
constexpr bool is_a_handle =
    std::is_trivially_copyable_v<Metric> && std::is_trivially_destructible_v<Metric> &&
    std::is_standard_layout_v<Metric> && !std::is_default_constructible_v<Metric> &&
    !std::is_convertible_v<char const*, Metric> && sizeof(Metric) == sizeof(void*);

} // namespace

static_assert(is_a_handle<tacho::counter>);
static_assert(is_a_handle<tacho::float_counter>);
static_assert(is_a_handle<tacho::up_down_counter>);
static_assert(is_a_handle<tacho::gauge>);
static_assert(is_a_handle<tacho::histogram<>>);
static_assert(is_a_handle<tacho::histogram<tacho::byte_buckets<1>>>);
// Bounds that are known only at run time take a second pointer.
static_assert(sizeof(tacho::histogram<tacho::runtime_buckets>) == 2 * sizeof(void*));
static_assert(sizeof(tacho::histogram<tacho::tick_buckets<>>) == 2 * sizeof(void*));
static_assert(std::is_trivially_copyable_v<tacho::histogram<tacho::runtime_buckets>>);
static_assert(std::is_trivially_copyable_v<tacho::family<tacho::counter, "a">>);

TEST_CASE("copies of a handle record into the same metric", "[handle]") {
    tacho::registry registry;
    tacho::counter first{registry, "requests_total", "Requests."};
    auto second = first;
    first.inc();
    second.inc(2);
    CHECK(first.value() == 3);
    CHECK(second.value() == 3);
}

TEST_CASE("a second set of handles with the same names records in the same metrics", "[handle]") {
    tacho::registry registry;
    struct metrics {
        explicit metrics(tacho::registry& in)
            : requests{in, "requests_total", "Requests."}
            , latency{in, "latency_seconds", "Time.", {.labels = {{"service", "api"}}}} {}
        tacho::counter requests;
        tacho::histogram<> latency;
    };
    metrics one{registry};
    auto const text = tacho::to_text(registry);
    metrics two{registry};
    CHECK(tacho::to_text(registry) == text);
    one.requests.inc();
    two.latency.observe(1);
    CHECK(two.requests.value() == 1);
    CHECK(one.latency.value().count == 1);
}

TEST_CASE("the default registry is used when none is named", "[handle]") {
    tacho::counter by_default{"handle_test_total", "Of the default registry."};
    tacho::counter with_options{
        "handle_test_with_options_total", "Of the default registry.", {.labels = {{"a", "1"}}}
    };
    tacho::counter named{
        tacho::default_registry(), "handle_test_total", "Of the default registry."
    };
    named.inc();
    with_options.inc();
    CHECK(by_default.value() == 1);
    auto const text = tacho::to_text();
    CHECK_THAT(text, Catch::Contains("handle_test_total 1\n"));
    CHECK_THAT(text, Catch::Contains("handle_test_with_options_total{a=\"1\"} 1\n"));
}

TEST_CASE("a temporary text may name a metric", "[handle]") {
    tacho::registry registry;
    {
        std::string name = "made_at_run_time_total";
        std::string help = "Made at run time.";
        tacho::counter{registry, tacho::runtime(name), help}.inc();
        name.assign(name.size(), '#');
        help.assign(help.size(), '#');
    }
    CHECK(
        tacho::to_text(registry) == "# HELP made_at_run_time_total Made at run time.\n"
                                    "# TYPE made_at_run_time_total counter\n"
                                    "made_at_run_time_total 1\n"
    );
}

TEST_CASE("records before a handle's construction are counted as lost", "[handle]") {
    event_count const lost{&event_count::events::lost_records};

    unconstructed<tacho::counter>().inc();
    CHECK(lost.since() == 1);
    unconstructed<tacho::float_counter>().inc(1.5);
    CHECK(lost.since() == 2);
    auto up_down = unconstructed<tacho::up_down_counter>();
    up_down.inc();
    up_down.dec();
    CHECK(lost.since() == 4);
    auto gauge = unconstructed<tacho::gauge>();
    gauge.set(1);
    gauge.inc();
    gauge.dec();
    gauge.set_to_current_time();
    CHECK(lost.since() == 8);
    unconstructed<tacho::histogram<>>().observe(1);
    CHECK(lost.since() == 9);
    unconstructed<tacho::histogram<tacho::byte_buckets<1, 2>>>().observe(1);
    CHECK(lost.since() == 10);
    unconstructed<tacho::histogram<tacho::runtime_buckets>>().observe(1);
    CHECK(lost.since() == 11);
    unconstructed<tacho::histogram<tacho::tick_buckets<>>>().observe(1U);
    CHECK(lost.since() == 12);
    static_cast<void>(unconstructed<tacho::histogram<>>().time());
    CHECK(lost.since() == 13);
    static_cast<void>(up_down.track());
    CHECK(lost.since() == 15);
}

TEST_CASE("reading before a handle is constructed gives zeros", "[handle]") {
    CHECK(unconstructed<tacho::counter>().value() == 0);
    CHECK(unconstructed<tacho::float_counter>().value() == 0);
    CHECK(unconstructed<tacho::up_down_counter>().value() == 0);
    CHECK(unconstructed<tacho::gauge>().value() == 0);
    CHECK(unconstructed<tacho::histogram<>>().value().count == 0);
    CHECK(unconstructed<tacho::histogram<tacho::runtime_buckets>>().value().count == 0);
    CHECK(unconstructed<tacho::histogram<tacho::tick_buckets<>>>().value().sum == 0);
}
