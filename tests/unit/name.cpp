// SPDX-License-Identifier: BSL-1.0

#include <tacho/name.hpp>

#include <string>
#include <support/catch.hpp>
#include <type_traits>

static_assert(std::is_trivially_copyable_v<tacho::metric_name>);
static_assert(std::is_trivially_copyable_v<tacho::runtime_name>);
static_assert(noexcept(tacho::runtime(std::string_view{})));
static_assert(tacho::metric_name{"requests_total"}.text() == "requests_total");
static_assert(tacho::metric_name{":job:requests:rate5m"}.text() == ":job:requests:rate5m");
static_assert(tacho::metric_name{"_"}.text() == "_");
// Other text is refused with a message, so it only seems to be convertible: tests/compile_fail.
static_assert(std::is_convertible_v<tacho::runtime_name, tacho::metric_name>);

TEST_CASE("a runtime name is taken as it is and checked later", "[name]") {
    std::string const built = std::string{"not a"} + " name";
    tacho::metric_name const name = tacho::runtime(built);
    CHECK(name.text() == "not a name");
    CHECK(name.text().data() == built.data());
}

TEST_CASE("a runtime name may hold any byte", "[name]") {
    std::string const with_nul{"a\0b", 3};
    CHECK(tacho::metric_name{tacho::runtime(with_nul)}.text() == with_nul);
    CHECK(tacho::metric_name{tacho::runtime("")}.text().empty());
}
