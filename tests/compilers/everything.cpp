// SPDX-License-Identifier: BSL-1.0

// everything STANDARD: uses every part of the core once, and scrapes while short threads record.

#include <tacho/detail/storage/arena.hpp>
#include <tacho/tacho.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <process/check.hpp>
#include <string>
#include <string_view>
#include <support/text.hpp>
#include <support/threads.hpp>
#include <thread>

namespace {

enum class verb { get, post };
constexpr std::array<std::string_view, 2> label_values(verb) {
    return {"get", "post"};
}

constexpr std::size_t at_once = 4;
constexpr std::size_t short_threads = 500; // in turn
constexpr std::size_t records = 20;

struct metrics {
    tacho::registry registry{};
    tacho::counter ones{registry, "ones_total", "Ones.", {.labels = {{"a", "b"}}}};
    tacho::float_counter halves{registry, "halves_total", "Halves."};
    tacho::up_down_counter level{registry, "level", "Level."};
    tacho::gauge gauge{registry, "gauge", "Gauge."};
    tacho::histogram<tacho::buckets<0.5, 1, 2>> seconds{registry, "seconds", "Doubles."};
    tacho::histogram<tacho::byte_buckets<1, 2>> bytes{registry, "bytes", "Integers."};
    tacho::histogram<tacho::exponential_buckets<1, 2, 4>> powers{registry, "powers", "Powers."};
    tacho::histogram<> times{registry, "times_seconds", "Times."};
    tacho::family<tacho::counter, "name"> named{registry, "named_total", "Named."};
    tacho::family<tacho::counter, tacho::enum_label<verb>("verb")> verbs{registry, "v_total", "V."};
    tacho::callback_gauge asked{registry, "asked", "Asked.", [] { return 0.1; }};

    void record(std::size_t i) const {
        auto const tracked = level.track();
        auto const timed = times.time();
        ones.inc();
        halves.inc(0.5);
        gauge.inc();
        seconds.observe(0.75);
        bytes.observe(2);
        powers.observe(static_cast<double>(i % 8));
        named.with(i % 2 == 0 ? "even" : "odd").inc();
        verbs.with(i % 2 == 0 ? verb::get : verb::post).inc();
    }
};

} // namespace

int main(int, char** arguments) {
    constexpr auto language = __cplusplus;
    check(
        (language > 202'002L) == (std::string_view{arguments[1]} == "23"),
        "compiled as " + std::to_string(language)
    );

    metrics const all;
    std::atomic<bool> done{false};
    std::size_t wrong = 0;
    std::thread starter{[&] {
        together(at_once, [&](std::size_t) {
            for (std::size_t n = 0; n < short_threads; ++n)
                std::thread{[&] {
                    for (std::size_t i = 0; i < records; ++i)
                        all.record(i);
                }}.join();
        });
        done = true;
    }};
    for (std::uint64_t last = 0; !done;) {
        auto const seen = all.registry.collect();
        auto const now = seen[0][0].as_unsigned();
        wrong += now < last || seen[2][0].as_signed() < 0 ? 1U : 0U;
        last = now;
    }
    starter.join();
    check_equal(wrong, std::size_t{0}, "scrapes that saw a decrease");
    check(tacho::detail::the_arena().size() <= at_once + 1, "slabs");

    constexpr auto times = at_once * short_threads * records;
    auto const text = tacho::to_text(all.registry);
    auto const is = [&](std::string_view series, std::string const& value) {
        check(sample(text, series) == value, std::string{series} + " is " + value + ":\n" + text);
    };
    is("ones_total{a=\"b\"}", std::to_string(times));
    is("halves_total", std::to_string(times / 2));
    is("level", "0");
    is("gauge", std::to_string(times));
    is("seconds_bucket{le=\"0.5\"}", "0");
    is("seconds_bucket{le=\"1\"}", std::to_string(times));
    is("seconds_sum", std::to_string(times / 4 * 3));
    is("bytes_bucket{le=\"2\"}", std::to_string(times));
    is("bytes_sum", std::to_string(2 * times));
    is("powers_bucket{le=\"4\"}", std::to_string(at_once * short_threads * 14)); // 20, less six
    is("times_seconds_count", std::to_string(times));
    is("named_total{name=\"odd\"}", std::to_string(times / 2));
    is("v_total{verb=\"post\"}", std::to_string(times / 2));
    is("asked", "0.1");

    std::string refusal;
    try {
        tacho::counter const made{tacho::runtime("9 lives"), "A wrong name."};
    } catch (tacho::registration_error const& error) {
        refusal = error.what();
    }
    check(refusal.find("9 lives") != std::string::npos, "a wrong name is refused: " + refusal);
}
