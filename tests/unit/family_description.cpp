// SPDX-License-Identifier: BSL-1.0

#include <tacho/family_description.hpp>

#include <support/catch.hpp>

TEST_CASE(
    "a family that is not described is untyped, of doubles and not announced",
    "[family_description]"
) {
    tacho::family_description const none;
    CHECK(none.type == tacho::metric_type::untyped);
    CHECK(none.number == tacho::number_kind::floating);
    CHECK_FALSE(none.announced);
    CHECK(none.bounds.empty());
    CHECK(none.label_names.empty());
}
