// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_HTTP_GUNZIP_HPP
#define TACHO_TESTS_HTTP_GUNZIP_HPP

#include <boost/beast/zlib/inflate_stream.hpp>
#include <boost/crc.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// What one gzip member holds; "damaged" unless it is exactly one, with the right sum and size.
[[nodiscard]] inline std::string gunzip(std::string_view member) {
    constexpr std::size_t head = 10;
    constexpr std::size_t tail = 8;
    if (member.size() < head + tail || !member.starts_with("\x1F\x8B\x08"))
        return "damaged";
    boost::beast::zlib::inflate_stream inflate;
    boost::beast::zlib::z_params at;
    at.next_in = member.data() + head;
    at.avail_in = member.size() - head - tail;
    std::string text;
    boost::beast::error_code error;
    do {
        constexpr std::size_t step = 65536;
        auto const before = text.size();
        text.resize(before + step);
        at.next_out = text.data() + before;
        at.avail_out = step;
        inflate.write(at, boost::beast::zlib::Flush::sync, error);
        text.resize(before + step - at.avail_out);
    } while (!error);
    auto const number_at = [&](std::size_t place) {
        std::uint32_t number = 0;
        for (std::size_t i = 4; i > 0; --i)
            number = number << 8 | static_cast<unsigned char>(member[place + i - 1]);
        return number;
    };
    boost::crc_32_type sum;
    sum.process_bytes(text.data(), text.size());
    bool const whole = error == boost::beast::zlib::error::end_of_stream && at.avail_in == 0 &&
                       number_at(member.size() - tail) == sum.checksum() &&
                       number_at(member.size() - 4) == static_cast<std::uint32_t>(text.size());
    return whole ? text : "damaged";
}

#endif
