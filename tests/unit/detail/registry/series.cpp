// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/registry/series.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <vector>

using tacho::detail::series;

static_assert(tacho::to_string(tacho::metric_type::counter) == "counter");
static_assert(tacho::to_string(tacho::metric_type::gauge) == "gauge");
static_assert(tacho::to_string(tacho::metric_type::histogram) == "histogram");
static_assert(tacho::to_string(tacho::metric_type::untyped) == "untyped");

namespace {

using texts = std::vector<std::string_view>;

[[nodiscard]] std::string key(texts const& values) {
    std::string made(series::key_size(values), '?');
    series::write_key(made.data(), values);
    return made;
}

[[nodiscard]] bool matches(texts const& kept, texts const& asked) {
    auto const of = key(kept);
    auto const* at = of.data();
    bool const all =
        std::ranges::all_of(asked, [&](auto each) { return series::next_is(at, each); });
    return all && at == of.data() + of.size();
}

} // namespace

TEST_CASE("a key matches its own values and no others", "[series]") {
    CHECK(matches({"GET", "200"}, {"GET", "200"}));
    CHECK_FALSE(matches({"GET", "200"}, {"GET", "201"}));
    CHECK_FALSE(matches({"GET", "200"}, {"PET", "200"}));
    CHECK_FALSE(matches({"GET", "200"}, {"200", "GET"}));
    CHECK_FALSE(matches({"GET", "200"}, {"GET2", "00"}));
    CHECK_FALSE(matches({"GET", "200"}, {"GE", "T200"}));
    CHECK_FALSE(matches({"GET", "200"}, {"GET", "200 "}));
    CHECK_FALSE(matches({"GET", "200"}, {"GET", ""}));
}

TEST_CASE("empty values have a key too", "[series]") {
    CHECK(matches({}, {}));
    CHECK(matches({""}, {""}));
    CHECK(matches({"", "a"}, {"", "a"}));
    CHECK_FALSE(matches({"", "a"}, {"a", ""}));
    CHECK(matches({"", ""}, {std::string_view{}, std::string_view{}}));
}

TEST_CASE("a key that looks like a length is still compared whole", "[series]") {
    std::string const tricky{"\3\0\0\0abc", 7};
    CHECK(matches({tricky, "x"}, {tricky, "x"}));
    CHECK_FALSE(matches({tricky}, {"abc"}));
}

TEST_CASE("a series knows the values of its labels, constant ones first", "[series]") {
    std::vector<std::string> const constants{"api", ""};
    auto const kept = key({"GET", "", "a b"});
    series made;
    made.constant_values = &constants;
    made.key = kept.data();
    CHECK(made.label_value(0) == "api");
    CHECK(made.label_value(1).empty());
    CHECK(made.label_value(2) == "GET");
    CHECK(made.label_value(3).empty());
    CHECK(made.label_value(4) == "a b");
}

TEST_CASE("a new series is shown and has no numbers", "[series]") {
    series const made;
    CHECK_FALSE(made.hidden.load());
    CHECK(made.token == tacho::detail::cell_token::none);
    CHECK(made.prefix.empty());
}
