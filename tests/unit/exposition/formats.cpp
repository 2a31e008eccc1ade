// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition/formats.hpp>
#include <tacho/tacho.hpp>

#include <array>
#include <string_view>
#include <support/catch.hpp>

namespace {

// Formats that the library may offer together one day.
constexpr std::array several{
    tacho::exposition_format{tacho::text_encoder::media_type, nullptr},
    tacho::exposition_format{"application/openmetrics-text; version=1.0.0; charset=utf-8", nullptr},
    tacho::exposition_format{
        "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; "
        "encoding=delimited",
        nullptr
    },
};

std::string_view chosen(std::string_view accept) {
    auto const type = tacho::choose_format(accept, several).media_type;
    return type.substr(0, type.find(';'));
}

constexpr std::string_view text = "text/plain";
constexpr std::string_view open_metrics = "application/openmetrics-text";
constexpr std::string_view protobuf = "application/vnd.google.protobuf";

} // namespace

static_assert(tacho::exposition_formats.front().media_type == tacho::text_encoder::media_type);

TEST_CASE("a scraper that accepts none of the formats gets the first", "[formats]") {
    CHECK(&tacho::choose_format("x/y") == &tacho::exposition_formats.front());
}

TEST_CASE("each format makes an encoder of its media type", "[formats]") {
    for (auto const& each : tacho::exposition_formats)
        CHECK(each.make()->content_type() == each.media_type);
}

TEST_CASE("the format with the highest quality value is chosen", "[formats]") {
    CHECK(chosen("application/openmetrics-text") == open_metrics);
    CHECK(chosen("Application/OpenMetrics-Text;Version=1.0.0") == open_metrics);
    CHECK(chosen("text/plain;q=0.3, application/openmetrics-text;q=0.5") == open_metrics);
    CHECK(chosen("text/plain;q=0.5 ,\tapplication/openmetrics-text ; q=0.25") == text);
    CHECK(chosen("application/openmetrics-text, text/plain") == open_metrics); // the earlier one
    CHECK(chosen("*/*;q=0.9, application/openmetrics-text;q=0.125") == text);
    CHECK(chosen("text/html, application/openmetrics-text;q=0.001") == open_metrics);
    // The header that Prometheus 3 sends.
    CHECK(
        chosen("application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;"
               "encoding=delimited;escaping=allow-utf-8;q=0.6,"
               "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
               "text/plain;version=1.0.0;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2"
        ) == protobuf
    );
}

TEST_CASE("another version of a format is another format", "[formats]") {
    CHECK(chosen("application/openmetrics-text;version=2.0.0") == text);
    CHECK(
        chosen("application/openmetrics-text;version=2.0.0,"
               "application/openmetrics-text;version=1.0.0;q=0.1") == open_metrics
    );
}

TEST_CASE("a scraper that accepts no known format gets the first", "[formats]") {
    for (auto const* accept :
         {"",
          " ",
          ",",
          ";",
          "application/json",
          "application",
          "q=1",
          "text/plain;q=0",
          "application/openmetrics-text;q=0",
          "application/openmetrics-text;q=0.000",
          "application/openmetrics-text;q=2",
          "application/openmetrics-text;q=-1",
          "application/openmetrics-text;q=",
          "application/openmetrics-text;q=1x",
          "application/openmetrics-text;q=0.x"}) {
        INFO(accept);
        CHECK(chosen(accept) == text);
    }
}
