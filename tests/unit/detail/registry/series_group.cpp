// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/registry/registry_core.hpp>
#include <tacho/detail/registry/series_group.hpp>
#include <tacho/tacho.hpp>

#include <array>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <support/events.hpp>

using namespace tacho::detail;

namespace {

using values = std::array<std::string_view, 1>;

/// A family's only group.
struct grouped {
    explicit grouped(std::size_t limit)
        : family{registry, "f_total", "F.", {.series_limit = limit}} {}

    tacho::registry registry;
    tacho::family<tacho::counter, "k"> family;
    series_group& group{registry_access::state(registry).families.front().groups.front()};
};

} // namespace

TEST_CASE("a series is made once and found again", "[series_group]") {
    grouped in{10};
    auto* const made = in.group.show(values{"a"});
    REQUIRE(made != nullptr);
    CHECK(in.group.show(values{"a"}) == made);
    CHECK(in.group.all.size() == 1);
}

TEST_CASE("lookups past the limit are counted and give one series", "[series_group]") {
    grouped in{2};
    auto* const first = in.group.show(values{"a"});
    static_cast<void>(in.group.show(values{"b"}));
    event_count const refused{&event_count::events::refused_series};
    auto* const overflow = in.group.show(values{"c"});
    CHECK(in.group.show(values{"d"}) == overflow);
    CHECK(refused.since() == 2);
    CHECK(overflow->label_value(0) == overflow_value);
    CHECK(in.group.show(values{"a"}) == first);
    CHECK(refused.since() == 2);
}

TEST_CASE("a series is hidden once and shown when it is asked for", "[series_group]") {
    grouped in{10};
    auto* const made = in.group.show(values{"a"});
    CHECK(in.group.hide(values{"a"}));
    CHECK_FALSE(is_visible(made));
    CHECK_FALSE(in.group.hide(values{"a"}));
    CHECK_FALSE(in.group.hide(values{"never made"}));
    CHECK(in.group.show(values{"a"}) == made);
    CHECK(is_visible(made));
    in.group.hide_all();
    CHECK_FALSE(is_visible(made));
}
