// SPDX-License-Identifier: BSL-1.0

#include <tacho/component/detail/environment.hpp>

#include <chrono>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <support/catch.hpp>
#include <utility>

using namespace std::chrono_literals;
using tacho::component::detail::environment_reader;

namespace {

/// An environment with these variables.
[[nodiscard]] environment_reader::lookup variables(std::map<std::string, std::string> of) {
    return [of = std::move(of)](char const* name) -> char const* {
        auto const found = of.find(name);
        return found == of.end() ? nullptr : found->second.c_str();
    };
}

} // namespace

TEST_CASE("a variable that is not set leaves the default", "[component]") {
    auto const empty = variables({});
    environment_reader const read{empty};
    CHECK(read.text("X") == std::nullopt);
    CHECK(read.number("X", 0, 10, 7) == 7);
    CHECK(read.seconds("X", 5) == 5s);
    CHECK(read.flag("X", true));
    CHECK_FALSE(read.choice("X", {"on"}, {"off"}, false));
}

TEST_CASE("a number has to be whole and within its limits", "[component]") {
    auto const given = variables({{"A", "10"}, {"B", "11"}, {"C", "1.5"}, {"D", ""}, {"E", "-3"}});
    environment_reader const read{given};
    CHECK(read.number("A", 0, 10, 7) == 10);
    CHECK(read.number("E", -3, 10, 7) == -3);
    for (auto const* const name : {"B", "C", "D", "E"})
        CHECK_THROWS_AS(read.number(name, 0, 10, 7), std::invalid_argument);
    CHECK_THROWS_WITH(
        read.number("B", 0, 10, 7),
        "tacho: the environment's B is \"11\", but must be a number from 0 to 10"
    );
}

TEST_CASE("words are compared regardless of their case", "[component]") {
    auto const given = variables({{"A", "YES"}, {"B", "oFF"}, {"C", ""}, {"D", "maybe"}});
    environment_reader const read{given};
    CHECK(read.flag("A", false));
    CHECK_FALSE(read.flag("B", true));
    CHECK(read.flag("C", true)); // an empty variable counts as not set
    CHECK_THROWS_WITH(
        read.flag("D", false), "tacho: the environment's D is \"maybe\", but must be true or false"
    );
}
