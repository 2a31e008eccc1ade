// SPDX-License-Identifier: BSL-1.0

// The umbrella alone is enough for everything a user may name.
#include <tacho/tacho.hpp>

#include <array>
#include <concepts>
#include <string>
#include <support/catch.hpp>
#include <type_traits>

static_assert(std::derived_from<tacho::registration_error, std::exception>);
static_assert(std::derived_from<tacho::text_encoder, tacho::encoder>);
static_assert(tacho::max_piece == 65536);

TEST_CASE("the umbrella header has every public name", "[tacho]") {
    tacho::registry registry;
    tacho::counter counter{registry, "c_total", "C."};
    tacho::float_counter floating{registry, "f_total", "F."};
    tacho::up_down_counter up_down{registry, "u", "U."};
    tacho::gauge gauge{registry, "g", "G."};
    tacho::histogram<> histogram{registry, "h_seconds", "H."};
    tacho::histogram<tacho::linear_buckets<1, 1, 3>> linear{registry, "linear", "L."};
    tacho::histogram<tacho::exponential_buckets<1, 2, 3>> exponential{registry, "exp", "E."};
    tacho::histogram<tacho::microsecond_buckets<1>> micro{registry, "micro", "M."};
    tacho::histogram<tacho::nanosecond_buckets<1>> nano{registry, "nano", "N."};
    tacho::histogram<tacho::byte_buckets<1>> bytes{registry, "bytes", "B."};
    tacho::histogram<tacho::tick_buckets<>> ticks{registry, "ticks", "T."};
    tacho::histogram<tacho::runtime_buckets> given{
        registry, tacho::runtime("given"), "G.", std::array{1.0}
    };
    tacho::family<tacho::counter, "k"> family{registry, "family_total", "F."};
    tacho::callback_gauge const called{registry, "called", "C.", [] { return 1.0; }};
    tacho::callback_counter const counted{registry, "counted_total", "C.", [] { return 1.0; }};
    tacho::collector const collector{
        registry,
        [](tacho::collection& out) {
            out.family("collected", "C.", tacho::metric_type::gauge).sample({}, 1);
        }
    };
    tacho::call_durations<tacho::function_calls::on, tacho::default_buckets, "function"> const
        calls{registry, "calls_seconds", "C."};
    tacho::instrument<"f">(calls, [] {})();
    tacho::instrument(calls, tacho::named<"g">([] {})).get<"g">()();
    tacho::self_metrics const own{registry};
    static_cast<void>(tacho::attach_this_thread());
    counter.inc();
    auto const tracked = up_down.track();
    auto const timed = histogram.time();
    family.with("a").inc();

    tacho::registry_ref const reference{registry};
    auto snapshot = reference.collect();
    tacho::text_encoder encoder{snapshot};
    std::string text{encoder.next()};
    CHECK_FALSE(text.empty());
    std::string written;
    tacho::write_text(registry, [&](std::string_view piece) { written += piece; });
    CHECK(written == tacho::to_text(registry));
}
