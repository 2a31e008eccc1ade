// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition.hpp>
#include <tacho/exposition/detail/merger.hpp>
#include <tacho/tacho.hpp>

#include <stdexcept>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <utility>
#include <vector>

namespace {

/// The merged text of some parts, and the complaints of merging them.
struct merged {
    template <typename... Registries>
    explicit merged(std::string_view foreign, Registries const&... registries) {
        tacho::exposition shown;
        (shown.add(registries.collect()), ...);
        shown.add(tacho::parse_text(foreign));
        counts = shown.merge([&](std::string_view family, std::string_view why) {
            complaints.push_back(std::string{family}.append(" ").append(why));
        });
        tacho::text_encoder encoder{shown.view()};
        text = encoder.next();
    }

    tacho::left_out counts;
    std::string text;
    std::vector<std::string> complaints;
};

using strings = std::vector<std::string>;

} // namespace

TEST_CASE("families of one name are shown together, in order of names", "[exposition_merger]") {
    tacho::registry one;
    tacho::counter const c1{one, "c_total", "C.", {.labels = {{"n", "1"}}}};
    tacho::gauge const z{one, "z", "Z."};
    tacho::registry two;
    tacho::gauge const a{two, "a", "A."};
    tacho::counter const c2{two, "c_total", "C.", {.labels = {{"m", "2"}, {"n", "1"}}}};
    c2.inc(2);
    merged const shown{"", one, two};
    CHECK(
        shown.text == "# HELP a A.\n# TYPE a gauge\na 0\n"
                      "# HELP c_total C.\n# TYPE c_total counter\nc_total{n=\"1\"} "
                      "0\nc_total{m=\"2\",n=\"1\"} 2\n"
                      "# HELP z Z.\n# TYPE z gauge\nz 0\n"
    );
    CHECK(shown.counts == tacho::left_out{});
    CHECK(shown.complaints.empty());
}

TEST_CASE("the first of several differing families of one name is shown", "[exposition_merger]") {
    tacho::registry one;
    tacho::gauge const first{one, "m", "First."};
    tacho::registry two;
    tacho::gauge const help{two, "m", "Second."};
    tacho::registry three;
    tacho::float_counter const type{three, "m", "First."};
    tacho::registry four;
    tacho::gauge const same{four, "m", "First.", {.labels = {{"n", "4"}}}};
    tacho::registry five;
    tacho::gauge const unit_none{five, "m_seconds", "Unit."};
    tacho::registry six;
    tacho::gauge const unit{six, "m_seconds", "Unit.", {.unit = "seconds"}};
    merged const shown{"", one, two, three, four, five, six};
    CHECK(
        shown.text == "# HELP m First.\n# TYPE m gauge\nm 0\nm{n=\"4\"} 0\n"
                      "# HELP m_seconds Unit.\n# TYPE m_seconds gauge\nm_seconds 0\n"
    );
    CHECK(shown.counts == tacho::left_out{3, 0});
    CHECK(
        shown.complaints ==
        strings{
            "m is a gauge with the help \"Second.\", but was shown as a gauge with the help "
            "\"First.\" before",
            "m is a counter with the help \"First.\", but was shown as a gauge with the help "
            "\"First.\" before",
            "m_seconds is a gauge with the help \"Unit.\" and the unit \"seconds\", but was shown "
            "as a gauge with the help \"Unit.\" before",
        }
    );
}

TEST_CASE("a sample's name belongs to the first family that has it", "[exposition_merger]") {
    tacho::registry one;
    tacho::gauge const sum{one, "h_sum", "S."};
    tacho::histogram<tacho::buckets<1>> const g{one, "g", "G."};
    tacho::registry two;
    tacho::histogram<tacho::buckets<1>> const h{two, "h", "H."};
    tacho::gauge const count{two, "g_count", "C."};
    tacho::gauge const other{two, "a", "A."};
    tacho::registry three;
    tacho::gauge const again{three, "g_count", "C."};
    merged const shown{"", one, two, three};
    CHECK(shown.text.starts_with("# HELP a A.\n# TYPE a gauge\na 0\n# HELP g G.\n"));
    CHECK(shown.text.ends_with("# HELP h_sum S.\n# TYPE h_sum gauge\nh_sum 0\n"));
    CHECK(shown.text.find("# HELP h H.") == std::string::npos);
    CHECK(shown.text.find("# HELP g_count") == std::string::npos);
    CHECK(shown.counts == tacho::left_out{3, 0});
    CHECK(
        shown.complaints ==
        strings{
            "h has a sample's name that another metric has",
            "g_count has a sample's name that another metric has",
        }
    );
}

TEST_CASE("a series is shown once, however its labels are ordered", "[exposition_merger]") {
    tacho::registry one;
    tacho::gauge const plain{one, "m", "M.", {.labels = {{"a", "1"}, {"b", "2"}}}};
    plain.set(1);
    tacho::registry two;
    tacho::family<tacho::gauge, "b"> const turned{two, "m", "M.", {.labels = {{"a", "1"}}}};
    turned.with("2").set(2);
    turned.with("3").set(3);
    tacho::registry three;
    tacho::collector const collected{three, [](tacho::collection& out) {
                                         out.family("m", "M.", tacho::metric_type::gauge)
                                             .sample({{"b", "2"}, {"a", "1"}}, 4)
                                             .sample({{"b", "1"}, {"a", "2"}}, 5);
                                     }};
    tacho::registry four;
    tacho::family<tacho::gauge, "b", "c"> const empty{four, "m", "M.", {.labels = {{"a", "1"}}}};
    empty.with("3", "").set(6);
    empty.with("3", "7").set(7);
    tacho::registry other_order;
    tacho::gauge const reversed{other_order, "m", "M.", {.labels = {{"b", "2"}, {"a", "1"}}}};
    tacho::registry silent;
    tacho::callback_gauge const throws{
        silent, "m", "M.", []() -> double { throw 1; }, {.labels = {{"a", "1"}}}
    };
    tacho::callback_gauge const speaks{
        silent, "m", "M.", [] { return 8; }, {.labels = {{"a", "8"}}}
    };
    merged const shown{"", one, two, three, four, other_order, silent};
    CHECK(
        shown.text == "# HELP m M.\n# TYPE m gauge\nm{a=\"1\",b=\"2\"} 1\nm{a=\"1\",b=\"3\"} 3\n"
                      "m{a=\"2\",b=\"1\"} 5\nm{a=\"1\",b=\"3\",c=\"7\"} 7\n"
                      "m{a=\"8\"} 8\n"
    );
    CHECK(shown.counts == tacho::left_out{0, 4});
    CHECK(shown.complaints.empty());
}

TEST_CASE("an announced family of several parts has one head", "[exposition_merger]") {
    tacho::registry one;
    tacho::family<tacho::counter, "k"> const a{one, "c_total", "C.", {.announced = true}};
    tacho::registry two;
    tacho::family<tacho::counter, "k"> const b{two, "c_total", "C.", {.announced = true}};
    CHECK(merged{"", one, two}.text == "# HELP c_total C.\n# TYPE c_total counter\n");
    b.with("1").inc();
    CHECK(
        merged{"", one, two}.text ==
        "# HELP c_total C.\n# TYPE c_total counter\nc_total{k=\"1\"} 1\n"
    );
}

TEST_CASE("foreign families give way to those of snapshots", "[exposition_merger]") {
    tacho::registry one;
    tacho::histogram<tacho::buckets<1>> const h{one, "h", "H."};
    tacho::counter const c{one, "c_total", "C."};
    merged const shown{
        "c_total 1\nh_sum 1\n# TYPE c summary\nc_sum 1\n# TYPE x histogram\nx_sum 1\nfine 1\n", one
    };
    CHECK(shown.text.ends_with("c_total 0\n# HELP h H.\n# TYPE h histogram\nh_bucket{le=\"1\"} 0\n"
                               "h_bucket{le=\"+Inf\"} 0\nh_sum 0\nh_count 0\n"
                               "# TYPE c summary\nc_sum 1\n# TYPE x histogram\nx_sum 1\nfine 1\n"));
    CHECK(shown.counts == tacho::left_out{2, 0});
    CHECK(
        shown.complaints ==
        strings{
            "c_total is in a foreign text, but was there before",
            "h_sum is in a foreign text, but was there before",
        }
    );
}

TEST_CASE("the first of two foreign histograms is shown whole", "[exposition_merger]") {
    tacho::registry const none;
    tacho::exposition shown;
    shown.add(none.collect());
    std::string const first = "# HELP h H.\n# TYPE h histogram\nh_bucket{le=\"1\"} 5\n"
                              "h_bucket{le=\"+Inf\"} 9\nh_sum 9\nh_count 9\n";
    shown.add(tacho::parse_text(first));
    shown.add(tacho::parse_text(
        "# TYPE h histogram\n# HELP  h H.\nh_bucket{le=\"0.5\"} 1\nh_bucket{le=\"+Inf\"} 4\n"
        "h_sum 4\nh_count 4\nh_sum{n=\"2\"} 4\n"
    ));
    CHECK(shown.merge() == tacho::left_out{0, 4});
    tacho::text_encoder encoder{shown.view()};
    CHECK(encoder.next() == first + "h_sum{n=\"2\"} 4\n");
}

TEST_CASE("foreign families of one name and type are shown together", "[exposition_merger]") {
    tacho::registry const none;
    tacho::exposition shown;
    shown.add(none.collect());
    shown.add(tacho::parse_text("# TYPE a gauge\na{n=\"1\"} 1\nb 1\n"));
    shown.add(tacho::parse_text("# TYPE a gauge\na{n=\"2\"} 2\na{ n=\"1\" } 3\n"));
    shown.add(tacho::parse_text("# TYPE a counter\na{n=\"3\"} 1\n"));
    shown.add(tacho::parse_text("# TYPE b_x summary\nb_x_sum 1\n"));
    shown.add(tacho::parse_text("b_x_sum{n=\"3\"} 1\n"));
    CHECK(shown.merge() == tacho::left_out{2, 1});
    tacho::text_encoder encoder{shown.view()};
    CHECK(
        encoder.next() ==
        "# TYPE a gauge\na{n=\"1\"} 1\na{n=\"2\"} 2\nb 1\n# TYPE b_x summary\nb_x_sum 1\n"
    );
}
