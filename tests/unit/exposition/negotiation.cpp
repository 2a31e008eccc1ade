// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition/negotiation.hpp>
#include <tacho/tacho.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <support/catch.hpp>

namespace {

constexpr std::string_view text = "text/plain; version=0.0.4; charset=utf-8";
constexpr std::string_view open_metrics =
    "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=underscores";

/// The Content-Type for these headers.
[[nodiscard]] std::string answer(std::initializer_list<std::string_view> headers) {
    tacho::negotiation made;
    for (auto const each : headers)
        made.accept(each);
    return std::string{made.content_type()};
}

[[nodiscard]] std::string answer(std::string_view header) {
    return answer({header});
}

/// What protobuf's range gives, or `otherwise` in a program without it.
[[nodiscard]] std::string protobuf_or(std::string_view otherwise) {
    return std::string{
        tacho::is_available(tacho::format::protobuf)
            ? "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; "
              "encoding=delimited; escaping=underscores"
            : otherwise
    };
}

} // namespace

TEST_CASE("every released Prometheus gets the format it prefers", "[negotiation][rule91][rule93]") {
    // 2.42 to 2.48
    CHECK(
        answer("application/openmetrics-text;version=1.0.0,application/openmetrics-text;"
               "version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1") == open_metrics
    );
    // 2.49.0, whose wildcard weighs 2
    CHECK(
        answer("application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;"
               "version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=2") == open_metrics
    );
    // 2.49.1 to 2.55
    CHECK(
        answer("application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;"
               "version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2") == open_metrics
    );
    // 3.0 to 3.3
    CHECK(
        answer("application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
               "application/openmetrics-text;version=0.0.1;escaping=allow-utf-8;q=0.5,text/plain;"
               "version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;"
               "escaping=allow-utf-8;q=0.3,*/*;q=0.2"
        ) == "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping=allow-utf-8"
    );
    // 3.4 to 3.14 with metric_name_validation_scheme: legacy
    CHECK(
        answer("application/openmetrics-text;version=1.0.0;escaping=underscores;q=0.6,"
               "application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;"
               "escaping=underscores;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2"
        ) == open_metrics
    );
}

TEST_CASE("Prometheus gets protobuf where it prefers that", "[negotiation][rule94][rule97]") {
    // 2.42 to 2.48 with native histograms
    CHECK(
        answer("application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
               "encoding=delimited,application/openmetrics-text;version=1.0.0;q=0.8,"
               "application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,"
               "*/*;q=0.1") == protobuf_or(open_metrics)
    );
    // 3.4 to 3.14: protobuf without a scheme, OpenMetrics with one
    CHECK(
        answer("application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
               "encoding=delimited;q=0.6,application/openmetrics-text;version=1.0.0;"
               "escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,"
               "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,"
               "*/*;q=0.1"
        ) == protobuf_or("application/openmetrics-text; version=1.0.0; charset=utf-8; "
                         "escaping=allow-utf-8")
    );
    for (std::string_view const parameters :
         {"",
          ";proto=io.prometheus.client.MetricFamily",
          ";encoding=delimited",
          ";proto=io.prometheus.client.MetricFamily;encoding=text",
          ";proto=other.MetricFamily;encoding=delimited"}) {
        INFO(parameters);
        CHECK(answer("application/vnd.google.protobuf" + std::string{parameters}) == text);
    }
}

TEST_CASE("people and old clients get the text format", "[negotiation][rule91][rule92]") {
    for (std::string_view const accept :
         {"",
          " ",
          ",",
          ";",
          "*/*", // curl
          "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
          "text/plain",
          "text/*",
          "x/y",
          "application",
          "q=1",
          "text/plain;version=0.0.4",
          "text/plain;q=0",
          "text/plain;version=3"}) {
        INFO(accept);
        CHECK(answer(accept) == text);
    }
    CHECK(answer({}) == text);
}

TEST_CASE("the type with the highest weight is chosen", "[negotiation][rule91]") {
    CHECK(answer("application/openmetrics-text") == open_metrics);
    CHECK(answer("text/plain;q=0.3, application/openmetrics-text;q=0.5") == open_metrics);
    CHECK(answer("text/plain;q=0.5 ,\tapplication/openmetrics-text ; q=0.25") == text);
    CHECK(answer("application/openmetrics-text, text/plain") == open_metrics); // the earlier one
    CHECK(answer("text/plain, application/openmetrics-text") == text);
    CHECK(answer("text/html, application/openmetrics-text;q=0.001") == open_metrics);
    CHECK(answer("*/*;q=0.9, application/openmetrics-text;q=0.125") == open_metrics);
    CHECK(answer("application/json") == "application/json");
}

TEST_CASE("weights are between 0 and 1", "[negotiation][rule93]") {
    for (std::string_view const weight : {"1", "1.0", "1.000", "2", "99", "0.001", "5e", "01"}) {
        INFO(weight);
        bool const is_number = weight != "5e";
        CHECK(
            answer("application/openmetrics-text;q=" + std::string{weight}) ==
            (is_number ? open_metrics : text)
        );
    }
    for (std::string_view const weight : {"0", "0.0", "0.000", "-1", "", "1x", "0.x", "nan", "."}) {
        INFO(weight);
        CHECK(answer("application/openmetrics-text;q=" + std::string{weight}) == text);
    }
    CHECK(answer("text/plain;q=0.9,application/openmetrics-text;q=2") == open_metrics);
    CHECK(answer("text/plain;q=1,application/openmetrics-text;q=2") == text); // both weigh 1
}

TEST_CASE("versions of OpenMetrics", "[negotiation][rule95][rule96]") {
    CHECK(
        answer("application/openmetrics-text;version=0.0.1") ==
        "application/openmetrics-text; version=0.0.1; charset=utf-8; escaping=underscores"
    );
    CHECK(answer("application/openmetrics-text;version=2.0.0") == text);
    CHECK(
        answer("application/openmetrics-text;version=2.0.0,"
               "application/openmetrics-text;version=1.0.0;q=0.1") == open_metrics
    );
}

TEST_CASE("the scheme of escaping is that of the chosen type", "[negotiation][rule97][rule99]") {
    for (std::string_view const scheme : {"underscores", "dots", "values", "allow-utf-8"}) {
        INFO(scheme);
        auto const asked = ";escaping=" + std::string{scheme};
        auto const said = "; escaping=" + std::string{scheme};
        CHECK(answer("text/plain;version=0.0.4" + asked) == std::string{text} + said);
        CHECK(
            answer("text/plain;version=1.0.0" + asked) ==
            "text/plain; version=1.0.0; charset=utf-8" + said
        );
        CHECK(
            answer("application/openmetrics-text;version=0.0.1" + asked) ==
            "application/openmetrics-text; version=0.0.1; charset=utf-8" + said
        );
    }
    CHECK(
        answer("text/plain;version=1.0.0;escaping=klingon") ==
        "text/plain; version=1.0.0; charset=utf-8; escaping=underscores"
    );
    CHECK(answer("application/openmetrics-text,text/plain;escaping=dots;q=0.1") == open_metrics);
}

TEST_CASE("headers are read as HTTP means them", "[negotiation][rule98]") {
    CHECK(answer("Application/OpenMetrics-Text;Version=1.0.0") == open_metrics);
    CHECK(answer("application/openmetrics-text; version=\"1.0.0\"; Q=0.5") == open_metrics);
    CHECK(answer("text/plain;q=0.2;x=\"a,application/openmetrics-text\"") == text);
    CHECK(answer("x/y;a=\"\\\",\";q=1,application/openmetrics-text") == open_metrics);
    CHECK(answer("x/y;a=\"open,application/openmetrics-text") == text); // the quotes do not end
    CHECK(answer("x/y;a=\"\\") == text);
    // Several headers are one list.
    CHECK(answer({"text/plain;q=0.5", "application/openmetrics-text;q=0.6"}) == open_metrics);
    CHECK(answer({"text/plain;q=0.5", "application/openmetrics-text;q=0.4"}) == text);
}
