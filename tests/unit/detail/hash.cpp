// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/hash.hpp>

#include <support/catch.hpp>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

using tacho::detail::hash_text;

TEST_CASE("the same text has the same hash wherever it lies", "[hash]") {
    for (std::size_t size = 0; size <= 64; ++size) {
        std::string const text(size, 'x');
        std::string buffer(80, '?');
        for (std::size_t at = 0; at < 8; ++at) {
            buffer.replace(at, size, text);
            CHECK(hash_text(1, std::string_view{buffer}.substr(at, size)) == hash_text(1, text));
        }
    }
}

TEST_CASE("every byte of a text counts", "[hash]") {
    for (std::size_t size = 1; size <= 40; ++size) {
        std::string const text(size, 'a');
        for (std::size_t at = 0; at < size; ++at) {
            auto other = text;
            other[at] = 'b';
            CAPTURE(size, at);
            CHECK(hash_text(1, other) != hash_text(1, text));
        }
    }
}

TEST_CASE("the length of a text counts", "[hash]") {
    std::set<std::uint64_t> seen;
    for (std::size_t size = 0; size <= 40; ++size)
        seen.insert(hash_text(1, std::string(size, '\0')));
    CHECK(seen.size() == 41);
}

TEST_CASE("the seed counts", "[hash]") {
    CHECK(hash_text(1, "method") != hash_text(2, "method"));
    CHECK(hash_text(1, "") != hash_text(2, ""));
}

TEST_CASE("texts that differ little are spread over the low bits", "[hash]") {
    // The low bits choose the place in a table.
    std::set<std::uint64_t> places;
    for (int i = 0; i < 256; ++i)
        places.insert(hash_text(1, "path/" + std::to_string(i)) % 1024);
    CHECK(places.size() > 180); // 227 on average
}
