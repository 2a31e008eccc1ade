// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_DETAIL_HTTP_DATE_HPP
#define TACHO_HTTP_DETAIL_HTTP_DATE_HPP

#include <tacho/detail/language/cpp20.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <string_view>

namespace tacho::inline v0::http::detail {

using http_date_text = std::array<char, sizeof("Sun, 06 Nov 1994 08:49:37 GMT") - 1>;

// Writes a date in the form that RFC 9110 section 5.6.7 requires. It does not depend on the locale
// or the time zone.
[[nodiscard]] inline http_date_text http_date(std::chrono::system_clock::time_point when) {
    constexpr std::string_view weekdays = "SunMonTueWedThuFriSat";
    constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    auto const day = std::chrono::floor<std::chrono::days>(when);
    std::chrono::year_month_day const date{day};
    std::chrono::hh_mm_ss const time{std::chrono::floor<std::chrono::seconds>(when - day)};

    http_date_text text{};
    std::size_t length = 0;
    auto const put = [&](std::string_view part) {
        for (char const c : part)
            text[length++] = c;
    };
    auto const put_digits = [&](unsigned value, unsigned highest) {
        for (unsigned place = highest; place != 0; place /= 10)
            text[length++] = static_cast<char>('0' + value / place % 10);
    };
    put(weekdays.substr(std::chrono::weekday{day}.c_encoding() * 3, 3));
    put(", ");
    put_digits(static_cast<unsigned>(date.day()), 10);
    put(" ");
    put(months.substr((static_cast<unsigned>(date.month()) - 1) * 3, 3));
    put(" ");
    put_digits(static_cast<unsigned>(static_cast<int>(date.year())), 1000);
    put(" ");
    put_digits(static_cast<unsigned>(time.hours().count()), 10);
    put(":");
    put_digits(static_cast<unsigned>(time.minutes().count()), 10);
    put(":");
    put_digits(static_cast<unsigned>(time.seconds().count()), 10);
    put(" GMT");
    return text;
}

} // namespace tacho::inline v0::http::detail

#endif
