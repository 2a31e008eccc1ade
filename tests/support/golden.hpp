// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_SUPPORT_GOLDEN_HPP
#define TACHO_TESTS_SUPPORT_GOLDEN_HPP

#include <fstream>
#include <ios>
#include <iterator>
#include <stdexcept>
#include <string>

/// The bytes of a file in tests/golden.
[[nodiscard]] inline std::string golden(std::string const& name) {
    std::ifstream file{std::string{TACHO_GOLDEN_DIR} + "/" + name, std::ios::binary};
    if (!file)
        throw std::runtime_error{"there is no tests/golden/" + name};
    return {std::istreambuf_iterator<char>{file}, {}};
}

#endif
