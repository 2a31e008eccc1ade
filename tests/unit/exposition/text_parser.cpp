// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition/text_parser.hpp>

#include <stdexcept>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <support/golden.hpp>
#include <utility>
#include <vector>

namespace {

/// The parsed families, written again.
[[nodiscard]] std::string rewritten(std::string_view text) {
    std::string made;
    std::string error;
    for (auto const& family : tacho::parse_text(text, error)) {
        made += family.head;
        for (auto const& sample : family.samples)
            made.append(sample.line).append("\n");
    }
    return made;
}

[[nodiscard]] std::string refusal_of(std::string_view text) {
    try {
        static_cast<void>(tacho::parse_text(text));
    } catch (std::invalid_argument const& error) {
        return error.what();
    }
    return {};
}

} // namespace

TEST_CASE("a foreign text's lines stay as they are", "[foreign_text]") {
    std::string_view const text = "# HELP r_total All \\\\ of\\nthem.\n"
                                  "# TYPE r_total counter\n"
                                  "r_total{a=\"\\\"\\\\\\n\", b = \"\xC3\xA9\" ,} 1e3 12\n"
                                  "r_total 0x\n";
    CHECK_THAT(refusal_of(text), Catch::Contains("line 4") && Catch::Contains("\"r_total 0x\""));
    CHECK(rewritten(text.substr(0, text.size() - 11)) == text.substr(0, text.size() - 11));
    CHECK(rewritten("").empty());
    CHECK(rewritten("\n \n\t\n# nothing\n#\n# EOF\n#TYPE m info\n#HELP\n# HELP\n# TYPE \n").empty()
    );
}

TEST_CASE("a foreign text's last line may lack its end", "[foreign_text]") {
    CHECK(rewritten("a 1\nb 2") == "a 1\nb 2\n");
    CHECK(rewritten("  a\t1  \n\n\nb 2\n") == "a\t1\nb 2\n");
}

TEST_CASE("the lines of a foreign family come together", "[foreign_text]") {
    CHECK(
        rewritten("# TYPE h histogram\nh_bucket{le=\"+Inf\"} 1\na 1\nh_sum 2\n"
                  "b{k=\"1\"} 1\nh_count 1\n# HELP a A.\na{k=\"1\"} NaN\n") ==
        "# TYPE h histogram\nh_bucket{le=\"+Inf\"} 1\nh_sum 2\nh_count 1\n"
        "# HELP a A.\na 1\na{k=\"1\"} NaN\nb{k=\"1\"} 1\n"
    );
}

TEST_CASE("samples are assigned to families by their names", "[foreign_text]") {
    auto const families = tacho::parse_text(
        "# TYPE h histogram\nh_bucket{le=\"1\"} 1\na 1\nh_sum 2\nh_count 1\n"
        "# TYPE s summary\ns{quantile=\"0.5\"} 1\ns_sum 1\ns_count 1\ns_bucket 1\n"
        "# TYPE g gauge\ng_sum 1\n# HELP empty E.\n"
    );
    std::vector<std::pair<std::string, std::size_t>> found;
    for (auto const& each : families)
        found.emplace_back(each.name + ":" + each.type, each.samples.size());
    CHECK(
        found ==
        std::vector<std::pair<std::string, std::size_t>>{
            {"h:histogram", 3},
            {"a:", 1},
            {"s:summary", 3},
            {"s_bucket:", 1},
            {"g:gauge", 0},
            {"g_sum:", 1},
            {"empty:", 0},
        }
    );
    CHECK(
        tacho::sample_names(families[0]) ==
        std::vector<std::string>{"h", "h_bucket", "h_sum", "h_count"}
    );
    CHECK(tacho::sample_names(families[2]) == std::vector<std::string>{"s", "s_sum", "s_count"});
    CHECK(tacho::sample_names(families[4]) == std::vector<std::string>{"g"});
}

TEST_CASE("the spelling of a series does not matter", "[foreign_text]") {
    auto const key = [](std::string_view line) {
        return tacho::parse_text(line).front().samples.front().metric;
    };
    CHECK(key("m{a=\"1\",b=\"2\"} 1") == key("m { b=\"2\" , a = \"1\", c=\"\" , } 2 3"));
    CHECK(key("m{} 1") == key("m 1"));
    CHECK(key("m{a=\"1\"} 1") != key("m{a=\"2\"} 1"));
    CHECK(key("m{a=\"1\"} 1") != key("n{a=\"1\"} 1"));
    CHECK_THAT(refusal_of("m{a=\"1\"} 1\nm{a=\"1\",} 2\n"), Catch::Contains("line 2"));
}

TEST_CASE("a value is a number if Prometheus reads it as one", "[foreign_text]") {
    for (std::string_view const number :
         {"0",
          "-1",
          "+1",
          "1.5",
          ".5",
          "5.",
          "1e5",
          "1E+5",
          "1e300",
          "1e308",
          "1.7976931348623157e+308",
          "123e306",
          "0.000000000000000000000000000000000000000000000000000000000001e366",
          "1e-99999999999999999999",
          "0e99999999999999999999",
          "1 0001675277982770",
          "1 1675277982770000000",
          "1e-999",
          "0.1e307",
          "1.e-5",
          "NaN",
          "nan",
          "+Inf",
          "-inf",
          "Infinity"}) {
        CAPTURE(number);
        CHECK(refusal_of("m " + std::string{number}).empty());
    }
    for (std::string_view const number :
         {"",
          "+",
          ".",
          "e5",
          "1e",
          "1e+",
          "1,5",
          "one",
          "--1",
          "1 x",
          "1 1.5",
          "1 -",
          "1 2 3",
          "nan(1)",
          "1_0",
          "1\r",
          "-nan",
          "+NaN",
          "1e400",
          "1e9999",
          "1797693134862315.9e293",
          "1 -5",
          "1 99999999999999999999"}) {
        CAPTURE(number);
        CHECK_FALSE(refusal_of("m " + std::string{number}).empty());
    }
}

TEST_CASE("a foreign text that is wrong is refused with its line and why", "[foreign_text]") {
    std::vector<std::pair<std::string_view, std::string_view>> const wrong{
        {"1m 1", "name"},
        {"{a=\"1\"} 1", "name"},
        {"m{1=\"\"} 1", "without a name"},
        {"m{__name__=\"n\"} 1", "keeps for itself"},
        {"m{a:b=\"\"} 1", "without a name"},
        {"m{a} 1", "in quotes"},
        {"m{a=1} 1", "in quotes"},
        {"m{a=\"1} 1", "without an end"},
        {"m{a=\"1\\", "without an end"},
        {"{\"m\",\"n\"} 1", "no label"},
        {"{\"m\"", "end of its labels"},
        {"{\"\"} 1", "no label"},
        {"m{a=\"1\" b=\"2\"} 1", "end of its labels"},
        {"m{a=\"1\"", "end of its labels"},
        {"m{a=\"1\",", "without a name"},
        {"m{a=\"1\",a=\"2\"} 1", "twice"},
        {"m{a=\"\xFF\"} 1", "UTF-8"},
        {std::string_view{"m\0 1", 4}, "no number"},
        {"# HELP m \xFF", "UTF-8"},
        {"# HELP 1 x", "name"},
        {"# TYPE m", "counter, gauge"},
        {"# TYPE m info", "counter, gauge"},
    };
    for (auto const& [line, why] : wrong) {
        CAPTURE(line);
        auto const message = refusal_of("ok 1\n" + std::string{line} + "\n");
        CHECK_THAT(
            message,
            Catch::Contains("line 2 of the foreign text") && Catch::Contains(std::string{why})
        );
    }
}

TEST_CASE("the parts of a foreign family are put together", "[foreign_text]") {
    CHECK(
        rewritten("m 1\n# TYPE m gauge\nn 1\n# HELP m M.\nm{a=\"1\"} 2\n# TYPE m gauge\n") ==
        "# HELP m M.\n# TYPE m gauge\nm 1\nm{a=\"1\"} 2\nn 1\n"
    );
    CHECK(
        rewritten("m_sum 1\n# HELP m_count none\nm_count 1\n# TYPE m summary\n") ==
        "# TYPE m summary\nm_sum 1\nm_count 1\n"
    );
    // Of two that differ the first counts.
    CHECK(rewritten("# TYPE m gauge\n# TYPE m counter\nm 1\n") == "# TYPE m gauge\nm 1\n");
    CHECK(rewritten("# HELP m A.\n# HELP m B.\nm 1\n") == "# HELP m A.\nm 1\n");
    CHECK_THAT(refusal_of("# TYPE m gauge\n# TYPE m counter\n"), Catch::Contains("second"));
    CHECK_THAT(refusal_of("# HELP m M.\n# HELP m N.\n"), Catch::Contains("second"));
    CHECK(refusal_of("# HELP m M.\n# HELP m M.\n# TYPE m gauge\n# TYPE m gauge\n").empty());
    CHECK_THAT(
        refusal_of("# TYPE m summary\n# TYPE m_sum gauge\n"), Catch::Contains("another metric")
    );
    CHECK_THAT(
        refusal_of("# TYPE m_sum gauge\n# TYPE m summary\n"), Catch::Contains("another TYPE")
    );
}

TEST_CASE("only what cannot be shown is left out", "[foreign_text]") {
    struct expectation {
        std::string_view text;
        std::string_view shown;
        std::size_t left_out;
    };
    for (auto const& [text, shown, expected] : std::vector<expectation>{
             // A series twice: the first is shown, whatever the time.
             {"a 1\na 2\n", "a 1\n", 1},
             {"a{k=\"v\"} 1 5\na{k=\"v\"} 2 6\nb 1\n", "a{k=\"v\"} 1 5\nb 1\n", 1},
             // What only a Prometheus 3 server reads is written again.
             {"a{p=\"C:\\d\"} 1\n", "a{p=\"C:\\\\d\"} 1\n", 0},
             {"a{p=\"1\n2\"} 1\nb 1\n", "a{p=\"1\\n2\"} 1\nb 1\n", 0},
             {"{\"http.status\",k=\"v\"} 1 7\n", "http_status{k=\"v\"} 1 7\n", 0},
             {"{\"9\xC3\xA9\"} 1\n", "__ 1\n", 0},
             {"# TYPE \"a.b\" gauge\n{\"a.b\"} 1\n", "# TYPE a_b gauge\na_b 1\n", 0},
             {"a{\"x:y\"=\"v\"} 1\n", "a{x_y=\"v\"} 1\n", 0},
             {"# HELP a C:\\d \\\\ \\n.\na 1\n", "# HELP a C:\\\\d \\\\ \\n.\na 1\n", 0},
             {std::string_view{"a{k=\"\0\"} 1\n", 11}, std::string_view{"a{k=\"\0\"} 1\n", 11}, 0},
             {"# bytes \xFF\xFE\na 1\n", "a 1\n", 0},
             // A value that looks like another label is another series.
             {"a{k=\"1\n,l=\\\"2\"} 1\na{k=\"1\",l=\"2\"} 2\n",
              "a{k=\"1\\n,l=\\\"2\"} 1\na{k=\"1\",l=\"2\"} 2\n",
              0},
             {"a{k=\"1\\nl=2\"} 1\na{k=\"1\",l=\"2\"} 2\n",
              "a{k=\"1\\nl=2\"} 1\na{k=\"1\",l=\"2\"} 2\n",
              0},
             // Of a wrong line only that line is lost.
             {"# TYPE a info\na 1\n", "a 1\n", 1},
             {"a{k=\"v} 1\nb 1\n", "b 1\n", 1},
             {"a{k=\"v\nb{k=\"v\"} 1\n", "b{k=\"v\"} 1\n", 1},
             {"a 1 # {id=\"x\"} 1\nb 1\n", "b 1\n", 1},
             {"a 1\r\nb 1\n", "b 1\n", 1},
             {"\xEF\xBB\xBF"
              "a 1\nb 1\n",
              "b 1\n",
              1},
             {"# TYPE h histogram\nh_bucket{le=\"x\"} 1\nh_sum 1\n",
              "# TYPE h histogram\nh_sum 1\n",
              1},
             {"# TYPE s summary\ns{quantile=\"\"} 1\ns{quantile=\"half\"} 1\n",
              "# TYPE s summary\ns{quantile=\"\"} 1\n",
              1},
         }) {
        CAPTURE(text);
        CHECK(rewritten(text) == shown);
        std::string error;
        std::size_t left_out = 0;
        static_cast<void>(tacho::parse_text(text, error, left_out));
        CHECK(left_out == expected);
        CHECK(error.empty() == (expected == 0));
    }
}

TEST_CASE(
    "the reason for the first of several lines is given, and their number", "[foreign_text]"
) {
    std::string error;
    static_cast<void>(tacho::parse_text("a 1\nb\nc\nd\n", error));
    CHECK_THAT(
        error, Catch::Contains("line 2") && Catch::EndsWith("; it is left out; so are 2 more")
    );
}

TEST_CASE("other readers accept what was written again", "[foreign_text]") {
    // e2e gives the golden text to promtool.
    CHECK(
        rewritten("windows_disk_free{path=\"C:\\dir\\users\"} 1e308\n"
                  "note{text=\"two\nlines\"} 1.7976931348623157e+308 0001675277982770\n"
                  "{\"http.server.duration\",\"net.peer\"=\"x\"} 1\n"
                  "# HELP http.server no name of its time\n"
                  "late_seconds_sum 2\nlate_seconds_count 1\nlate_seconds_bucket{le=\"+Inf\"} 1\n"
                  "# TYPE late_seconds histogram\n# HELP late_seconds C:\\dir\n"
                  "late_seconds_bucket{le=\"many\"} 1\n"
                  "# TYPE twice gauge\n# TYPE twice gauge\ntwice 1\ntwice 2\n"
        ) == golden("foreign.txt")
    );
}
