// SPDX-License-Identifier: BSL-1.0

#include <tacho/stateset.hpp>
#include <tacho/tacho.hpp>

#include <array>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <support/events.hpp>
#include <support/refusal.hpp>
#include <support/text.hpp>

namespace {

enum class uplink { up, down };
constexpr std::array<std::string_view, 2> label_values(uplink) {
    return {"up", "d\"own"};
}

enum class other { one };
constexpr std::array<std::string_view, 1> label_values(other) {
    return {"one"};
}

} // namespace

TEST_CASE("exactly one state of a stateset is 1", "[stateset][rule27][rule54]") {
    tacho::registry registry;
    tacho::stateset<uplink> const link{registry, "link", "L."};
    CHECK(link.value() == uplink::up);
    CHECK(
        tacho::to_text(registry) == "# HELP link L.\n# TYPE link gauge\n"
                                    "link{link=\"up\"} 1\nlink{link=\"d\\\"own\"} 0\n"
    );
    link.set(uplink::down);
    CHECK(link.value() == uplink::down);
    CHECK(
        tacho::expose(registry, tacho::format::openmetrics_1) ==
        "# TYPE link stateset\n# HELP link L.\n"
        "link{link=\"up\"} 0\nlink{link=\"d\\\"own\"} 1\n# EOF\n"
    );
    CHECK_THAT(
        tacho::expose(registry, tacho::format::json),
        Catch::Contains("{\"labels\":{},\"states\":{\"up\":0,\"d\\\"own\":1}}")
    );
}

TEST_CASE("statesets of a family have their labels first", "[stateset]") {
    tacho::registry registry;
    tacho::family<tacho::stateset<uplink>, "port"> const links{registry, "link", "L."};
    links.with("1").set(uplink::down);
    static_cast<void>(links.with("2"));
    CHECK(
        tacho::to_text(registry) ==
        "# HELP link L.\n# TYPE link gauge\n"
        "link{port=\"1\",link=\"up\"} 0\nlink{port=\"1\",link=\"d\\\"own\"} 1\n"
        "link{port=\"2\",link=\"up\"} 1\nlink{port=\"2\",link=\"d\\\"own\"} 0\n"
    );
}

TEST_CASE("what is no state is refused and changes nothing", "[stateset]") {
    tacho::registry registry;
    tacho::stateset<uplink> const link{registry, "link", "L."};
    link.set(uplink::down);
    event_count const refused_records{&event_count::events::refused_records};
    link.set(static_cast<uplink>(2));
    link.set(static_cast<uplink>(-1));
    CHECK(refused_records.since() == 2);
    CHECK(link.value() == uplink::down);
}

TEST_CASE("a stateset's label is its own", "[stateset]") {
    tacho::registry registry;
    CHECK_THAT(
        refused(
            registry,
            "link",
            [&] { tacho::family<tacho::stateset<uplink>, "link">{registry, "link", "L."}; }
        ),
        Catch::Contains("is the stateset's own")
    );
    CHECK_THAT(
        refused(
            registry,
            "link",
            [&] { tacho::stateset<uplink>{registry, "link", "L.", {.unit = "link"}}; }
        ),
        Catch::Contains("has no unit")
    );
}

enum class same { one, other };
constexpr std::array<std::string_view, 2> label_values(same) {
    return {"a\xFF", "a\xFE"}; // both become a and U+FFFD
}

TEST_CASE(
    "a stateset's name is that of a label, and its states differ", "[stateset][rule10][rule14]"
) {
    tacho::registry registry;
    for (auto const* const name : {"app:link", "__link"})
        CHECK_THAT(
            refused(
                registry,
                name,
                [&] { tacho::stateset<uplink>{registry, tacho::runtime(name), "L."}; }
            ),
            Catch::Contains("is the name of its label too")
        );
    CHECK_THAT(
        refused(registry, "link", [&] { tacho::stateset<same>{registry, "link", "L."}; }),
        Catch::Contains("has two states with the text")
    );
}

TEST_CASE("statesets of one name have the same states", "[stateset]") {
    tacho::registry registry;
    tacho::stateset<uplink> const link{registry, "link", "L."};
    CHECK_THAT(
        refused(registry, "link", [&] { tacho::stateset<other>{registry, "link", "L."}; }),
        Catch::Contains("states {\"up\"") || Catch::Contains("states {up, d")
    );
    tacho::stateset<uplink> const again{registry, "link", "L."};
    again.set(uplink::down);
    CHECK(link.value() == uplink::down);
}
