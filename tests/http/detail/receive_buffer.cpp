// SPDX-License-Identifier: BSL-1.0

#include <tacho/http/detail/receive_buffer.hpp>

#include <algorithm>
#include <string_view>

#include "support/catch.hpp"

namespace {

void put(tacho::http::detail::receive_buffer& buffer, std::string_view bytes) {
    std::ranges::copy(bytes, buffer.prepare().begin());
    buffer.commit(bytes.size());
}

} // namespace

TEST_CASE("a receive buffer offers all of its unused memory", "[http][receive_buffer]") {
    tacho::http::detail::receive_buffer buffer{8};
    CHECK(buffer.empty());
    CHECK(buffer.prepare().size() == 8);
    put(buffer, "abcdef");
    CHECK(buffer.data() == "abcdef");
    CHECK(buffer.prepare().size() == 2);
    buffer.consume(4);
    CHECK(buffer.data() == "ef");
    CHECK(buffer.prepare().size() == 6);
    CHECK(buffer.data() == "ef");
    put(buffer, "ghijkl");
    CHECK(buffer.data() == "efghijkl");
    CHECK(buffer.prepare().empty());
    buffer.consume(8);
    CHECK(buffer.empty());
    CHECK(buffer.prepare().size() == 8);
    put(buffer, "x");
    buffer.clear();
    CHECK(buffer.empty());
}
