// SPDX-License-Identifier: BSL-1.0

#include <tacho/component/name_rules.hpp>
#include <tacho/detail/text/name_rules.hpp>

#include <random>
#include <string>
#include <support/catch.hpp>
#include <support/threads.hpp>

using tacho::component::label_name_from;
using tacho::component::metric_name_from;

TEST_CASE("names are made from any text by Dynamo's table", "[component]") {
    CHECK(metric_name_from("requests_total") == "requests_total");
    CHECK(metric_name_from("ns:requests") == "ns:requests");
    CHECK(metric_name_from("123.test-name@domain") == "_123_test_name_domain");
    CHECK(metric_name_from("123metric") == "_123metric");
    CHECK(metric_name_from(":colon") == "_:colon");
    CHECK(metric_name_from("_private") == "_private");
    CHECK(metric_name_from("caf\xC3\xA9") == "caf__");
    CHECK(metric_name_from("").empty());
    CHECK(metric_name_from("___").empty());
    CHECK(metric_name_from("@#").empty());

    CHECK(label_name_from("my-ns") == "my_ns");
    CHECK(label_name_from("a:b") == "a_b");
    CHECK(label_name_from("__meta") == "meta");
    CHECK(label_name_from("_own") == "_own");
    CHECK(label_name_from("7up") == "_7up");
    CHECK(label_name_from("__7") == "_7");
    CHECK(label_name_from("@@").empty());
}

TEST_CASE("any text becomes a valid name or an empty one", "[component]") {
    INFO("seed " << test_seed);
    std::mt19937_64 random{test_seed};
    constexpr std::string_view some = "aZ09_:.-@ \xC3";
    for (int i = 0; i < 10'000; ++i) {
        std::string text;
        for (auto left = random() % 6; left > 0; --left)
            text.push_back(some[random() % some.size()]);
        CAPTURE(text);
        auto const metric = metric_name_from(text);
        auto const label = label_name_from(text);
        REQUIRE((metric.empty() || tacho::detail::is_metric_name(metric)));
        REQUIRE((label.empty() || tacho::detail::is_label_name(label)));
        REQUIRE(metric_name_from(metric) == metric);
        REQUIRE(label_name_from(label) == label);
    }
}
