// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/text/number_text.hpp>

#include <bit>
#include <clocale>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <locale>
#include <random>
#include <sstream>
#include <string>
#include <support/catch.hpp>
#include <utility>

using tacho::detail::number_room;
using tacho::detail::number_text;
using tacho::detail::write_number;

namespace {

using limits = std::numeric_limits<double>;

/// Writes numbers as Germans do.
struct with_comma : std::numpunct<char> {
    [[nodiscard]] char do_decimal_point() const override { return ','; }
    [[nodiscard]] char do_thousands_sep() const override { return '.'; }
    [[nodiscard]] std::string do_grouping() const override { return "\3"; }
};

} // namespace

static_assert(noexcept(write_number(std::declval<char*>(), 1.0)));
static_assert(noexcept(write_number(std::declval<char*>(), 1)));

TEST_CASE("numbers are written as Go prints them", "[number_text]") {
    // strconv.AppendFloat(f, 'g', -1, 64): with an exponent below 1e-4 and from 1e6 on.
    for (auto const& [number, text] : std::initializer_list<std::pair<double, char const*>>{
             {0.0, "0"},
             {0.001, "0.001"},
             {0.002, "0.002"},
             {0.01, "0.01"},
             {0.1, "0.1"},
             {0.9, "0.9"},
             {0.95, "0.95"},
             {0.99, "0.99"},
             {0.999, "0.999"},
             {1.0, "1"},
             {1.7, "1.7"},
             {10.0, "10"},
             {1e-10, "1e-10"},
             {1e-9, "1e-09"},
             {1e-5, "1e-05"},
             {0.0001, "0.0001"},
             {100000.0, "100000"},
             {1e6, "1e+06"},
             {1e10, "1e+10"},
             {1e100, "1e+100"},
             {1e-100, "1e-100"},
             {1234567.0, "1.234567e+06"},
             {123456789.0, "1.23456789e+08"},
             {17560473.0, "1.7560473e+07"},
             {4200722.46, "4.20072246e+06"},
             {1458255915.0, "1.458255915e+09"},
             {999999.0, "999999"},
             {123456.7, "123456.7"},
             {0.00001234, "1.234e-05"},
             {0.3, "0.3"},
             {0.1 + 0.2, "0.30000000000000004"},
             {2.0 / 3, "0.6666666666666666"},
             {1e21, "1e+21"},
             {9007199254740993.0, "9.007199254740992e+15"},
             {18446744073709551615.0, "1.8446744073709552e+19"},
         }) {
        CHECK(number_text(number) == text);
        CHECK(number_text(-number) == (number == 0 ? "" : "-") + std::string{text});
    }
}

TEST_CASE("infinities and NaN have the names that Prometheus knows", "[number_text]") {
    CHECK(number_text(limits::quiet_NaN()) == "NaN");
    CHECK(number_text(-limits::quiet_NaN()) == "NaN");
    CHECK(number_text(limits::infinity()) == "+Inf");
    CHECK(number_text(-limits::infinity()) == "-Inf");
}

TEST_CASE("minus zero is zero", "[number_text]") {
    CHECK(number_text(-0.0) == "0");
}

TEST_CASE("the extreme doubles are written in full", "[number_text]") {
    CHECK(number_text(limits::denorm_min()) == "5e-324");
    CHECK(number_text(limits::min()) == "2.2250738585072014e-308");
    CHECK(number_text(limits::max()) == "1.7976931348623157e+308");
    CHECK(number_text(limits::lowest()) == "-1.7976931348623157e+308");
    CHECK(number_text(-limits::min()).size() <= number_room);
}

TEST_CASE("integers have their digits and nothing else", "[number_text]") {
    CHECK(number_text(0) == "0");
    CHECK(number_text(1000000) == "1000000");
    CHECK(number_text(std::uint64_t{9007199254740993U}) == "9007199254740993");
    CHECK(number_text(std::numeric_limits<std::uint64_t>::max()) == "18446744073709551615");
    CHECK(number_text(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
    CHECK(number_text(std::numeric_limits<std::int64_t>::max()) == "9223372036854775807");
}

TEST_CASE("every double reads back as itself", "[number_text]") {
    constexpr std::uint64_t seed = 76;
    CAPTURE(seed);
    std::mt19937_64 random{seed};
    for (int i = 0; i < 20000; ++i) {
        auto const number = std::bit_cast<double>(random());
        if (number != number)
            continue;
        auto const text = number_text(number);
        if (std::strtod(text.c_str(), nullptr) != number) {
            CAPTURE(text);
            FAIL("does not read back");
        }
    }
    SUCCEED();
}

TEST_CASE("no locale changes a number", "[number_text]") {
    auto const before = std::locale::global(std::locale{std::locale::classic(), new with_comma});
    std::string const c_before = std::setlocale(LC_ALL, nullptr);
    for (auto const* const name : {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "de_DE"})
        if (std::setlocale(LC_ALL, name) != nullptr)
            break;
    std::ostringstream stream;
    stream << 1234.5;
    auto const fraction = number_text(1234.5);
    auto const integer = number_text(1234567);
    std::setlocale(LC_ALL, c_before.c_str());
    std::locale::global(before);
    REQUIRE(stream.str() == "1.234,5"); // the locale was in force
    CHECK(fraction == "1234.5");
    CHECK(integer == "1234567");
}
