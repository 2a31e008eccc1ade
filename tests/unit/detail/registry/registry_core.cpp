// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/registry/registry_core.hpp>
#include <tacho/tacho.hpp>

#include <memory>
#include <support/catch.hpp>

using namespace tacho::detail;

TEST_CASE("the contents of a registry outlive it as long as they are held", "[registry_core]") {
    std::shared_ptr<registry_state> held;
    {
        tacho::registry registry;
        tacho::counter const counter{registry, "c_total", "C."};
        held = registry_access::shared(registry);
        CHECK(held.get() == &registry_access::state(registry));
    }
    CHECK(held->has_sample("c_total"));
}

TEST_CASE("a registry keeps the memory of a few scrapes", "[registry_core]") {
    registry_core const core{the_cell_allocator()};
    CHECK(core.spare.empty());
    CHECK(core.spare.capacity() >= 4);
}
