// SPDX-License-Identifier: BSL-1.0

#ifndef SUPPORT_COMMAND_LINE_HPP
#define SUPPORT_COMMAND_LINE_HPP

#include <charconv>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

namespace support {

/// The command line is invalid; what() names the fault.
struct usage_error : std::runtime_error {
    using runtime_error::runtime_error;
};

inline std::uint16_t number(std::string_view text) {
    std::uint16_t value = 0;
    auto const* const end = text.data() + text.size();
    auto const [stop, failure] = std::from_chars(text.data(), end, value);
    if (failure != std::errc{} || stop != end)
        throw usage_error{"not a number from 0 to 65535: " + std::string{text}};
    return value;
}

} // namespace support

#endif
