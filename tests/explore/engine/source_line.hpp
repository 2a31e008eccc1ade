// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_EXPLORE_ENGINE_SOURCE_LINE_HPP
#define TACHO_TESTS_EXPLORE_ENGINE_SOURCE_LINE_HPP

#include <fstream>
#include <string>

namespace explore {

/// `file:line  text`, for traces.
[[nodiscard]] inline std::string source_line(std::string const& path, unsigned line) {
    std::ifstream file{path};
    std::string text;
    for (unsigned i = 0; i < line; ++i)
        std::getline(file, text);
    text.erase(0, text.find_first_not_of(' '));
    return path.substr(path.rfind('/') + 1) + ":" + std::to_string(line) + "  " + text;
}

} // namespace explore

#endif
