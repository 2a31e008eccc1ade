// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/language/visibility.hpp>

#include <support/catch.hpp>

namespace {

struct TACHO_SHARED_STATE shared {
    int number;
};

TACHO_THREAD_LOCAL constinit thread_local int local = 5;

} // namespace

TEST_CASE("the attributes may stand where the library puts them", "[visibility]") {
    CHECK(shared{3}.number == 3);
    CHECK(local == 5);
}
