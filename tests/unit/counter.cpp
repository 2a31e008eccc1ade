// SPDX-License-Identifier: BSL-1.0

#include <tacho/counter.hpp>
#include <tacho/tacho.hpp>

#include <cstdint>
#include <limits>
#include <support/catch.hpp>
#include <support/events.hpp>
#include <support/text.hpp>
#include <thread>
#include <type_traits>
#include <utility>

namespace {

template <typename Metric, typename Number>
concept increments_by = requires(Metric metric, Number n) { metric.inc(n); };

using limits = std::numeric_limits<double>;

} // namespace

static_assert(noexcept(std::declval<tacho::counter&>().inc()));
static_assert(noexcept(std::declval<tacho::counter&>().inc(1)));
static_assert(noexcept(std::declval<tacho::float_counter&>().inc(1.5)));
// Returning the old value would forbid counting per thread.
static_assert(std::is_void_v<decltype(std::declval<tacho::counter&>().inc())>);
static_assert(std::is_void_v<decltype(std::declval<tacho::float_counter&>().inc(1))>);
static_assert(std::is_same_v<
              decltype(std::declval<tacho::counter const&>().value()),
              std::uint64_t>);
static_assert(std::
                  is_same_v<decltype(std::declval<tacho::float_counter const&>().value()), double>);
// A fraction would be cut off silently.
static_assert(increments_by<tacho::counter, int>);
static_assert(increments_by<tacho::counter, std::uint64_t>);
static_assert(increments_by<tacho::counter, short>);
static_assert(!increments_by<tacho::counter, double>);
static_assert(!increments_by<tacho::counter, float>);
static_assert(!increments_by<tacho::counter, void*>);

TEST_CASE("a counter starts at zero and is shown at once", "[counter][rule6][rule19]") {
    tacho::registry registry;
    tacho::counter const counter{registry, "requests_total", "Requests."};
    CHECK(counter.value() == 0);
    CHECK(sample(registry, "requests_total") == "0");
}

TEST_CASE("a counter adds one or the given amount", "[counter]") {
    tacho::registry registry;
    tacho::counter counter{registry, "requests_total", "Requests."};
    counter.inc();
    CHECK(counter.value() == 1);
    counter.inc(41);
    CHECK(counter.value() == 42);
    counter.inc(0);
    CHECK(counter.value() == 42);
    counter.inc(std::uint8_t{8});
    counter.inc(50LL);
    CHECK(counter.value() == 100);
    CHECK(sample(registry, "requests_total") == "100");
}

TEST_CASE("a counter shows all digits of a number too large for a double", "[counter][rule82]") {
    tacho::registry registry;
    tacho::counter counter{registry, "bytes_total", "Bytes."};
    counter.inc((std::uint64_t{1} << 53) + 1);
    CHECK(counter.value() == 9007199254740993U);
    CHECK(sample(registry, "bytes_total") == "9007199254740993");
    counter.inc(std::numeric_limits<std::uint64_t>::max() - counter.value());
    CHECK(sample(registry, "bytes_total") == "18446744073709551615");
}

TEST_CASE("a counter adds amounts that do not fit into 32 bits", "[counter]") {
    tacho::registry registry;
    tacho::counter counter{registry, "bytes_total", "Bytes."};
    counter.inc(std::uint64_t{0x1'2345'6789});
    counter.inc(std::uint64_t{0xffff'ffff});
    counter.inc(std::uint64_t{0x8000'0000});
    CHECK(counter.value() == 0x1'2345'6789U + 0xffff'ffffU + 0x8000'0000U);
}

TEST_CASE("a counter refuses negative numbers and counts them as refused", "[counter][rule19]") {
    tacho::registry registry;
    tacho::counter counter{registry, "requests_total", "Requests."};
    counter.inc(7);
    event_count const refused{&event_count::events::refused_records};
    counter.inc(-1);
    CHECK(refused.since() == 1);
    counter.inc(std::numeric_limits<std::int64_t>::min());
    counter.inc(static_cast<signed char>(-1));
    CHECK(refused.since() == 3);
    CHECK(counter.value() == 7);
}

TEST_CASE("a float counter adds fractions", "[counter]") {
    tacho::registry registry;
    tacho::float_counter counter{registry, "busy_seconds_total", "Time spent."};
    CHECK(counter.value() == 0);
    CHECK(sample(registry, "busy_seconds_total") == "0");
    counter.inc(0.25);
    counter.inc(1.5);
    counter.inc();
    counter.inc(0);
    counter.inc(-0.0);
    CHECK(counter.value() == 2.75);
    CHECK(sample(registry, "busy_seconds_total") == "2.75");
}

TEST_CASE("a float counter refuses negative numbers and NaN", "[counter][rule19]") {
    tacho::registry registry;
    tacho::float_counter counter{registry, "busy_seconds_total", "Time spent."};
    counter.inc(2);
    event_count const refused{&event_count::events::refused_records};
    counter.inc(-0.5);
    counter.inc(limits::quiet_NaN());
    counter.inc(-limits::quiet_NaN());
    counter.inc(limits::signaling_NaN());
    counter.inc(-limits::infinity());
    counter.inc(-limits::denorm_min());
    CHECK(refused.since() == 6);
    CHECK(counter.value() == 2);
}

TEST_CASE("a float counter takes the smallest and the largest numbers", "[counter]") {
    tacho::registry registry;
    tacho::float_counter small{registry, "small_total", "Small."};
    small.inc(limits::denorm_min());
    small.inc(limits::denorm_min());
    CHECK(small.value() == 2 * limits::denorm_min());
    tacho::float_counter large{registry, "large_total", "Large."};
    large.inc(limits::infinity());
    CHECK(sample(registry, "large_total") == "+Inf");
}

TEST_CASE("a counter keeps the records of threads that have ended", "[counter]") {
    tacho::registry registry;
    tacho::counter counter{registry, "requests_total", "Requests."};
    tacho::float_counter floating{registry, "busy_seconds_total", "Time spent."};
    counter.inc();
    floating.inc(0.5);
    for (int i = 0; i < 3; ++i)
        std::thread{[&] {
            counter.inc(10);
            floating.inc(0.25);
        }}.join();
    CHECK(counter.value() == 31);
    CHECK(floating.value() == 1.25);
    CHECK(sample(registry, "requests_total") == "31");
    CHECK(sample(registry, "busy_seconds_total") == "1.25");
}

TEST_CASE("a counter without the suffix is a counter too", "[counter]") {
    tacho::registry registry;
    tacho::counter counter{registry, "requests", "Requests."};
    counter.inc();
    CHECK(
        tacho::to_text(registry) == "# HELP requests Requests.\n"
                                    "# TYPE requests counter\n"
                                    "requests 1\n"
    );
}
