// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition/detail/piece_writer.hpp>
#include <tacho/tacho.hpp>

#include <string>
#include <support/catch.hpp>

TEST_CASE("what is written is taken in pieces", "[piece_writer]") {
    std::string memory{"old"};
    tacho::detail::piece_writer out;
    out.begin(memory);
    CHECK(out.needs_more());
    CHECK(out.take().empty());
    std::string const text(tacho::max_piece + 1, 'a');
    out.write({text, "b"});
    CHECK(out.full());
    CHECK(out.take().size() == tacho::max_piece);
    CHECK_FALSE(out.needs_more());
    CHECK(out.take() == "ab");
    CHECK(out.needs_more());
    CHECK_FALSE(out.full());
    out.write_line("x ", 12);
    out.write_escaped("\"\\\n", "\"");
    CHECK(out.take() == "x 12\n\\\"\\\\\\n");
}

TEST_CASE(
    "the memory of pieces grows for a large text and keeps what was there", "[piece_writer]"
) {
    std::string memory;
    tacho::detail::piece_writer out;
    out.begin(memory);
    out.write({"first"});
    std::string const large(1 << 20, 'l');
    out.write({large});
    std::string taken;
    for (auto piece = out.take(); !piece.empty(); piece = out.take())
        taken += piece;
    CHECK(taken == "first" + large);
}
