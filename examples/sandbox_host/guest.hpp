// SPDX-License-Identifier: BSL-1.0

#ifndef SANDBOX_HOST_GUEST_HPP
#define SANDBOX_HOST_GUEST_HPP

#include <chrono>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace sandbox_host {

/// Reads a guest's code from a file.
inline std::string guest_file(std::string const& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file)
        throw std::runtime_error{"cannot open the guest " + path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// The time that a guest may take to answer.
struct time_limits {
    std::chrono::nanoseconds wall_clock{std::chrono::minutes{1}};
    std::chrono::nanoseconds cpu_time{std::chrono::minutes{1}};
};

/// The guest failed, and the failure has been counted.
struct guest_failed : std::runtime_error {
    using runtime_error::runtime_error;
};

} // namespace sandbox_host

#endif
