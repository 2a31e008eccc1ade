// SPDX-License-Identifier: BSL-1.0

// Runs the inputs that fuzzing found worth keeping again.

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <ios>
#include <iterator>
#include <string>
#include <vector>

#include "fuzz/targets.hpp"
#include "support/catch.hpp"

namespace {

std::vector<std::filesystem::path> corpus(std::string const& target) {
    std::vector<std::filesystem::path> files;
    auto const folder = std::filesystem::path{TACHO_CORPUS_DIR} / target;
    for (auto const& entry : std::filesystem::directory_iterator{folder})
        files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

std::vector<std::uint8_t> contents(std::filesystem::path const& file) {
    std::ifstream stream{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

std::string what_fails(void (*target)(fuzz::bytes), std::vector<std::uint8_t> const& input) {
    try {
        target(input);
    } catch (fuzz::finding const& found) {
        return found.what();
    }
    return {};
}

void replay(std::string const& name, void (*target)(fuzz::bytes)) {
    auto const files = corpus(name);
    REQUIRE(files.size() > 10);
    for (auto const& file : files) {
        CAPTURE(file);
        CHECK(what_fails(target, contents(file)) == "");
    }
}

} // namespace

TEST_CASE("foreign texts of the corpus are refused or shown as they are", "[fuzz]") {
    replay("foreign_text", fuzz::foreign_text);
}

TEST_CASE("requests of the corpus parse alike in all pieces that they are cut into", "[fuzz]") {
    replay("request", fuzz::request);
}

TEST_CASE("metrics that the corpus registers come back from the text", "[fuzz]") {
    replay("text", fuzz::text);
}

TEST_CASE("metrics that the corpus registers are refused without a trace or written", "[fuzz]") {
    replay("validation", fuzz::validation);
}
