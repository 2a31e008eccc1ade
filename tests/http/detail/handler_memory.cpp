// SPDX-License-Identifier: BSL-1.0

#include <tacho/http/detail/handler_memory.hpp>

#include <boost/asio/associated_allocator.hpp>

#include <cstddef>
#include <functional>
#include <memory>

#include "support/catch.hpp"

using tacho::http::detail::handler_memory;

TEST_CASE("the first handler gets the fixed memory, a second one the heap's", "[http]") {
    handler_memory memory;
    auto const handler = memory.bind([] {});
    auto allocator = boost::asio::get_associated_allocator(handler);
    using bytes = std::allocator_traits<decltype(allocator)>::rebind_alloc<std::byte>;
    bytes room{allocator};
    auto const inside = [&](std::byte const* at) {
        auto const* const first = reinterpret_cast<std::byte const*>(&memory);
        return !std::less<>{}(at, first) && std::less<>{}(at, first + sizeof memory);
    };
    auto* const first = room.allocate(400);
    auto* const second = room.allocate(400);
    CHECK(inside(first));
    CHECK_FALSE(inside(second));
    room.deallocate(second, 400);
    room.deallocate(first, 400);
    auto* const again = room.allocate(400);
    CHECK(again == first);
    room.deallocate(again, 400);
    auto* const large = room.allocate(sizeof memory);
    CHECK_FALSE(inside(large));
    room.deallocate(large, sizeof memory);
}
