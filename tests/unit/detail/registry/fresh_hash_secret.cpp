// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/registry/fresh_hash_secret.hpp>

#include <cstdint>
#include <set>
#include <support/catch.hpp>

TEST_CASE("each owner and each time has a secret of its own", "[hash]") {
    std::set<std::uint64_t> seen;
    char owners[100];
    for (auto const& owner : owners) {
        auto const secret = tacho::detail::fresh_hash_secret(&owner);
        CHECK(secret.first % 2 == 1); // multiplying by an odd number loses no bit
        seen.insert(secret.first);
        seen.insert(secret.second);
    }
    CHECK(seen.size() == 200);
    auto const again = tacho::detail::fresh_hash_secret(&owners[0]);
    CHECK_FALSE(seen.contains(again.second));
}
