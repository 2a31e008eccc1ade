// SPDX-License-Identifier: BSL-1.0

// One half of a program: PART is 1 or 2. The halves are compiled with and without -ffast-math, and
// share the library's inline functions. Each records numbers that are not finite; the text is the
// same in all cases.

#include <tacho/tacho.hpp>

#include <array>
#include <bit>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#define TACHO_TEST_JOIN(a, b) a##b
#define TACHO_TEST_NAME(a, b) TACHO_TEST_JOIN(a, b)
#define TEXT_OF_PART TACHO_TEST_NAME(text_of_part_, PART)

std::string text_of_part_1();
std::string text_of_part_2();

namespace {

/// Numbers of which the compiler knows nothing, as a program reads them.
struct numbers {
    std::uint64_t volatile bits[7] = {
        0x7FF8000000000000, // NaN
        0xFFF8000000000000, // NaN with a sign
        0x7FF0000000000000, // +Inf
        0xFFF0000000000000, // -Inf
        0x8000000000000000, // -0
        0x7FEFFFFFFFFFFFFF, // the largest
        0x3FE0000000000000, // 0.5
    };
    [[nodiscard]] double operator[](std::size_t i) const {
        double volatile number = std::bit_cast<double>(bits[i]);
        return number;
    }
};

template <typename Registers>
[[nodiscard]] bool is_refused(Registers registers) {
    try {
        registers();
    } catch (tacho::registration_error const&) {
        return true;
    }
    return false;
}

template <typename Histogram>
void observe_all(Histogram const& histogram, numbers const& all) {
    for (std::size_t i = 0; i < 7; ++i)
        histogram.observe(all[i]);
}

} // namespace

std::string TEXT_OF_PART() {
    numbers const all;
    tacho::registry registry;
    tacho::float_counter const total{registry, "a_total", "A."};
    for (std::size_t const i : {0, 1, 3, 4, 6})
        total.inc(all[i]);
    tacho::family<tacho::gauge, "k"> const gauges{registry, "b", "B."};
    for (std::size_t i = 0; i < 7; ++i)
        gauges.with(std::to_string(i)).set(all[i]);
    observe_all(tacho::histogram<tacho::buckets<-1, 0, 1>>{registry, "c", "C."}, all);
    observe_all(tacho::histogram<tacho::buckets<1e-300, 1e300>>{registry, "d", "D."}, all);
    std::vector<double> const bounds{0.25, all[6], all[2]};
    observe_all(tacho::histogram<tacho::runtime_buckets>{registry, "e", "E.", bounds}, all);
    tacho::histogram<tacho::microsecond_buckets<3, 7, 2500, 300'000>> const micros{
        registry, "f_seconds", "F."
    };
    micros.observe(2500);
    for (std::size_t const i : {0, 1, 3}) {
        std::array const wrong{0.5, all[i]};
        if (!is_refused([&] {
                tacho::histogram<tacho::runtime_buckets>{registry, "g", "G.", wrong};
            }))
            return "a bound that is not finite is not refused";
    }
    tacho::callback_counter const asked{registry, "h_total", "H.", [&] { return all[0]; }};
    tacho::callback_gauge const infinite{registry, "i", "I.", [&] { return all[2]; }};
    tacho::collector const collected{registry, [&](tacho::collection& into) {
                                         into.family("j", "J.", tacho::metric_type::gauge)
                                             .sample({}, all[3]);
                                     }};
    return tacho::to_text(registry);
}

#if PART == 1

int main() {
    // An infinite observation makes a sum infinite, and NaN makes it NaN.
    std::string_view const expected = R"(# HELP a_total A.
# TYPE a_total counter
a_total 0.5
# HELP b B.
# TYPE b gauge
b{k="0"} NaN
b{k="1"} NaN
b{k="2"} +Inf
b{k="3"} -Inf
b{k="4"} 0
b{k="5"} 1.7976931348623157e+308
b{k="6"} 0.5
# HELP c C.
# TYPE c histogram
c_bucket{le="-1"} 1
c_bucket{le="0"} 2
c_bucket{le="1"} 3
c_bucket{le="+Inf"} 7
c_sum NaN
c_count 7
# HELP d D.
# TYPE d histogram
d_bucket{le="1e-300"} 2
d_bucket{le="1e+300"} 3
d_bucket{le="+Inf"} 7
d_sum NaN
d_count 7
# HELP e E.
# TYPE e histogram
e_bucket{le="0.25"} 2
e_bucket{le="0.5"} 3
e_bucket{le="+Inf"} 7
e_sum NaN
e_count 7
# HELP f_seconds F.
# TYPE f_seconds histogram
f_seconds_bucket{le="3e-06"} 0
f_seconds_bucket{le="7e-06"} 0
f_seconds_bucket{le="0.0025"} 1
f_seconds_bucket{le="0.3"} 1
f_seconds_bucket{le="+Inf"} 1
f_seconds_sum 0.0025
f_seconds_count 1
# HELP i I.
# TYPE i gauge
i +Inf
# HELP j J.
# TYPE j gauge
j -Inf
)";
    int failures = 0;
    auto const check = [&](char const* part, std::string const& text) {
        if (text == expected)
            return;
        std::printf("%s gives:\n%s", part, text.c_str());
        ++failures;
    };
    check("part 1", text_of_part_1());
    check("part 2", text_of_part_2());
    return failures;
}

#endif
