// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/registry/hash.hpp>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <support/threads.hpp>

using tacho::detail::hash_secret;

namespace {

constexpr hash_secret one_secret{0x0123456789ABCDEF, 0xFEDCBA9876543210};
constexpr hash_secret another_secret{0x89ABCDEF01234567, 0x76543210FEDCBA98};

std::uint64_t hash_of(std::string_view text, hash_secret const& secret = one_secret) {
    return tacho::detail::hash_text(secret, secret.first, text);
}

} // namespace

TEST_CASE("equal texts have equal hashes at any address", "[hash]") {
    for (std::size_t size = 0; size <= 64; ++size) {
        std::string const text(size, 'x');
        std::string buffer(80, '?');
        for (std::size_t at = 0; at < 8; ++at) {
            buffer.replace(at, size, text);
            CHECK(hash_of(std::string_view{buffer}.substr(at, size)) == hash_of(text));
        }
    }
}

TEST_CASE("every byte of a text changes its hash", "[hash]") {
    for (std::size_t size = 1; size <= 40; ++size) {
        std::string const text(size, 'a');
        for (std::size_t at = 0; at < size; ++at) {
            auto other = text;
            other[at] = 'b';
            CAPTURE(size, at);
            CHECK(hash_of(other) != hash_of(text));
        }
    }
}

TEST_CASE("the length of a text changes its hash", "[hash]") {
    std::set<std::uint64_t> seen;
    for (std::size_t size = 0; size <= 40; ++size)
        seen.insert(hash_of(std::string(size, '\0')));
    CHECK(seen.size() == 41);
}

TEST_CASE("the secret changes the hash", "[hash]") {
    CHECK(hash_of("method") != hash_of("method", another_secret));
    CHECK(hash_of("") != hash_of("", another_secret));
}

TEST_CASE("the hash before a text changes its hash", "[hash]") {
    CHECK(
        tacho::detail::hash_text(one_secret, 1, "a") != tacho::detail::hash_text(one_secret, 2, "a")
    );
    CHECK(
        tacho::detail::hash_text(one_secret, 1, "") != tacho::detail::hash_text(one_secret, 2, "")
    );
}

TEST_CASE("texts made to collide without knowledge of the secret do not collide", "[hash]") {
    // Two bits of a text's first half move only two bits of the hash, and the second half moves
    // them back. That was enough for a collision while a word was multiplied by a public number.
    std::set<std::uint64_t> seen;
    constexpr unsigned pairs = 12;
    for (unsigned choice = 0; choice < 1U << pairs; ++choice) {
        std::string text(16 * std::size_t{pairs}, 'a');
        for (unsigned pair = 0; pair < pairs; ++pair)
            if ((choice >> pair & 1U) != 0)
                for (std::size_t const at : {7U, 11U, 15U}) // bit 62, then bits 30 and 62
                    text[16 * pair + at] ^= '\x40';
        seen.insert(hash_of(text));
    }
    CHECK(seen.size() == 1U << pairs);
}

TEST_CASE("a product is folded alike with and without integers of 128 bits", "[hash]") {
    using tacho::detail::fold;
    using tacho::detail::fold_by_halves;
    constexpr auto all = ~std::uint64_t{0};
    static_assert(fold(3, 5) == 15);
    static_assert(fold(std::uint64_t{1} << 63, 2) == 1); // 2^64
    static_assert(fold(all, all) == all);                // 2^128 - 2^65 + 1
    static_assert(fold_by_halves(all, all) == all);
    CAPTURE(test_seed);
    auto random = random_for(0);
    for (int i = 0; i < 1000; ++i) {
        auto const a = random() >> random() % 64;
        auto const b = random() >> random() % 64;
        CAPTURE(a, b);
        CHECK(fold(a, b) == fold_by_halves(a, b));
    }
}

TEST_CASE("texts that differ little are spread over the low bits", "[hash]") {
    // The low bits choose the place in a table.
    std::set<std::uint64_t> places;
    for (int i = 0; i < 256; ++i)
        places.insert(hash_of("path/" + std::to_string(i)) % 1024);
    CHECK(places.size() > 180); // 227 on average
}
