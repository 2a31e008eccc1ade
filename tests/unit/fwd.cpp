// SPDX-License-Identifier: BSL-1.0

#include <tacho/fwd.hpp>

#include <type_traits>

namespace {

template <typename Type>
concept complete = requires { sizeof(Type); };

// Names only: this header alone completes nothing. (Each is asked once, here, while it is so.)
static_assert(!complete<tacho::registry>);
static_assert(!complete<tacho::registry_ref>);
static_assert(!complete<tacho::snapshot>);
static_assert(!complete<tacho::encoder>);
static_assert(!complete<tacho::metric_name>);
static_assert(!complete<tacho::metric_options>);
static_assert(!complete<tacho::label>);
static_assert(!complete<tacho::counter>);
static_assert(!complete<tacho::float_counter>);
static_assert(!complete<tacho::up_down_counter>);
static_assert(!complete<tacho::gauge>);

// What a header that records into metrics declared elsewhere may say.
struct declared_elsewhere {
    tacho::counter& requests;
    tacho::float_counter& seconds;
    tacho::up_down_counter& in_flight;
    tacho::gauge& limit;
    tacho::registry* in;
};
static_assert(std::is_aggregate_v<declared_elsewhere>);

} // namespace

// The headers with the hot path, which do not need the registry.
#include <tacho/counter.hpp>
#include <tacho/family.hpp>
#include <tacho/gauge.hpp>
#include <tacho/histogram.hpp>
#include <tacho/timer.hpp>
#include <tacho/up_down_counter.hpp>

#if defined(TACHO_REGISTRY_HPP) || defined(TACHO_DETAIL_REGISTRY_REGISTRY_STATE_HPP) ||            \
    defined(TACHO_SNAPSHOT_HPP) || defined(TACHO_DETAIL_STORAGE_CELL_ALLOCATOR_HPP)
# error "a header that only records needs the registry"
#endif

#include <tacho/tacho.hpp>

#include <support/catch.hpp>

TEST_CASE("what is only named with fwd.hpp is what the full headers define", "[fwd]") {
    tacho::registry registry;
    tacho::counter requests{registry, "requests_total", "Requests."};
    tacho::float_counter seconds{registry, "busy_seconds_total", "Time spent."};
    tacho::up_down_counter in_flight{registry, "in_flight", "Requests being served."};
    tacho::gauge limit{registry, "limit", "Most requests at once."};

    declared_elsewhere const metrics{requests, seconds, in_flight, limit, &registry};
    metrics.requests.inc();
    metrics.seconds.inc(0.5);
    metrics.in_flight.inc();
    metrics.limit.set(8);

    CHECK(requests.value() == 1);
    CHECK(seconds.value() == 0.5);
    CHECK(in_flight.value() == 1);
    CHECK(limit.value() == 8);
    CHECK(metrics.in->collect().size() == 4);
}
