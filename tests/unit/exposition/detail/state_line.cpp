// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition/detail/state_line.hpp>
#include <tacho/tacho.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <support/catch.hpp>

namespace {

enum class door { open, shut };
constexpr std::array<std::string_view, 2> label_values(door) {
    return {"open", "shut"};
}

} // namespace

TEST_CASE("a state's line has the state's label behind all others", "[state_line]") {
    tacho::registry registry;
    tacho::family<tacho::stateset<door>, "k"> const family{registry, "door", "D."};
    family.with("front").set(door::shut);
    auto const shown = registry.collect();
    std::string memory;
    tacho::detail::piece_writer out;
    out.begin(memory);
    for (std::size_t state = 0; state < 2; ++state)
        tacho::detail::write_state(out, shown[0].description(), shown[0][0], state);
    CHECK(out.take() == "door{k=\"front\",door=\"open\"} 0\ndoor{k=\"front\",door=\"shut\"} 1\n");
}
