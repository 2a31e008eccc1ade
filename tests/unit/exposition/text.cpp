// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition/text.hpp>
#include <tacho/exposition/write_text.hpp>
#include <tacho/tacho.hpp>

#include <algorithm>
#include <array>
#include <clocale>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <locale>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <support/golden.hpp>
#include <support/text.hpp>
#include <type_traits>
#include <utility>
#include <vector>

using limits = std::numeric_limits<double>;

static_assert(std::is_base_of_v<tacho::encoder, tacho::text_encoder>);
static_assert(std::is_final_v<tacho::text_encoder>);
static_assert(!std::is_constructible_v<tacho::text_encoder, tacho::snapshot const&>);

namespace {

enum class state { idle, busy };
constexpr std::array<std::string_view, 2> label_values(state) {
    return {"idle", "busy \"hard\""};
}

[[nodiscard]] std::vector<std::string> pieces(tacho::registry const& in) {
    std::vector<std::string> all;
    tacho::write_text(in, [&](std::string_view piece) { all.emplace_back(piece); });
    return all;
}

[[nodiscard]] std::string joined(std::vector<std::string> const& all) {
    std::string text;
    for (auto const& each : all)
        text += each;
    return text;
}

/// Checks the pieces of a text: none is empty or too large, and none ends the text early.
void check_pieces(tacho::registry const& in, std::string const& wanted) {
    auto const all = pieces(in);
    CHECK(joined(all) == wanted);
    CHECK(tacho::to_text(in) == wanted);
    std::size_t too_large = 0;
    std::size_t empty = 0;
    for (auto const& each : all) {
        too_large += each.size() > tacho::max_piece;
        empty += each.empty();
    }
    CHECK(too_large == 0);
    CHECK(empty == 0);
    // Sent in few pieces, not in many small ones.
    CHECK(all.size() <= 2 * (wanted.size() / tacho::max_piece + 1));
}

struct with_comma : std::numpunct<char> {
    [[nodiscard]] char do_decimal_point() const override { return ','; }
    [[nodiscard]] char do_thousands_sep() const override { return '.'; }
    [[nodiscard]] std::string do_grouping() const override { return "\3"; }
};

} // namespace

TEST_CASE(
    "the text of every type is the golden one", "[text][rule30][rule31][rule35][rule38][rule39]"
) {
    tacho::registry registry;
    tacho::counter counter{registry, "http_requests_total", "Requests received."};
    tacho::float_counter seconds{registry, "cpu_seconds_total", "Time spent.", {.unit = "seconds"}};
    tacho::up_down_counter up_down{registry, "http_requests_in_flight", "Being served."};
    tacho::gauge gauge{registry, "temperature_celsius", "Temperature."};
    tacho::histogram<tacho::buckets<0.1, 1, 2.5>> histogram{
        registry, "http_request_duration_seconds", "Time to serve."
    };
    tacho::histogram<tacho::byte_buckets<1024, 1048576>> bytes{
        registry, "http_response_size_bytes", "Size."
    };
    tacho::family<tacho::counter, "method", "code"> responses{
        registry, "http_responses_total", "Responses sent.", {.labels = {{"service", "api"}}}
    };
    tacho::family<tacho::gauge, tacho::enum_label<state>("state")> workers{
        registry, "workers", "Workers."
    };
    tacho::family<tacho::histogram<tacho::microsecond_buckets<100, 1000>>, "phase"> phases{
        registry, "phase_seconds", "Phases."
    };
    tacho::callback_gauge const called{registry, "queue_length", "Length.", [] { return 12; }};
    tacho::callback_counter const counted{registry, "faults_total", "Faults.", [] {
                                              return 1234567;
                                          }};
    tacho::collector const collector{
        registry,
        [](tacho::collection& out) {
            out.family("collected", "By a collector.", tacho::metric_type::untyped)
                .sample({}, -1)
                .sample({{"a", "b"}, {"c", "d"}}, 1e300);
            out.family("sizes", "By a collector.", tacho::metric_type::histogram)
                .histogram({{"a", "b"}}, std::array{1.0}, std::array<std::uint64_t, 2>{1, 2}, 0.25);
        }
    };
    counter.inc(1027);
    seconds.inc(0.1);
    seconds.inc(0.2);
    up_down.inc(3);
    up_down.dec(5);
    gauge.set(-3.25);
    for (double const value : {0.1, 0.5, 2.5, 2.6})
        histogram.observe(value);
    bytes.observe(1024);
    bytes.observe(1025);
    responses.with("GET", "200").inc(7);
    responses.with("POST", "500").inc();
    workers.with(state::busy).set(4);
    phases.with("parse").observe(100);
    phases.with("send").observe(2000);
    CHECK(tacho::to_text(registry) == golden("every_type.txt"));
}

TEST_CASE("the text of escaped help and labels is the golden one", "[text][rule32][rule34]") {
    tacho::registry registry;
    tacho::counter const help{
        registry, "help_total", "A \"quoted\" word, a back\\slash,\na new line,\r\t \x01 and \xFF."
    };
    tacho::counter const empty{registry, "empty_total", ""};
    tacho::family<tacho::counter, "value"> family{
        registry, "values_total", "Values.", {.labels = {{"constant", "\"\\\n"}}}
    };
    for (auto const* const value :
         {"plain",
          "\"quoted\"",
          "back\\slash",
          "new\nline",
          "\\n",
          "\\\"",
          "tab\tand\rreturn",
          "curly}{braces",
          "a,b=\"c\"",
          "",
          " ",
          "na\xC3\xAFve \xE2\x82\xAC \xF0\x9F\x98\x80",
          "bad \xFF\xC3 bytes",
          "# HELP x y"})
        static_cast<void>(family.with(value));
    CHECK(tacho::to_text(registry) == golden("escaping.txt"));
}

TEST_CASE("the text of numbers is the golden one", "[text][rule36][rule76][rule77][rule78]") {
    tacho::registry registry;
    tacho::family<tacho::gauge, "is"> family{registry, "number", "Numbers."};
    auto const show = [&](char const* is, double value) { family.with(is).set(value); };
    show("zero", 0);
    show("minus zero", -0.0);
    show("one", 1);
    show("minus one", -1);
    show("a tenth", 0.1);
    show("a ten thousandth", 0.0001);
    show("a hundred thousandth", 0.00001);
    show("a hundred thousand", 100000);
    show("a million", 1000000);
    show("digits", 123456789);
    show("a third", 1.0 / 3);
    show("a sum", 0.1 + 0.2);
    show("nan", limits::quiet_NaN());
    show("plus infinity", limits::infinity());
    show("minus infinity", -limits::infinity());
    show("the smallest", limits::denorm_min());
    show("the smallest normal", limits::min());
    show("the largest", limits::max());
    show("the lowest", limits::lowest());
    show("two to the 53rd", 9007199254740992);
    tacho::counter counter{registry, "count_total", "All digits."};
    counter.inc(std::numeric_limits<std::uint64_t>::max());
    tacho::up_down_counter up_down{registry, "balance", "All digits."};
    up_down.dec(std::uint64_t{1} << 63);
    CHECK(tacho::to_text(registry) == golden("numbers.txt"));
}

TEST_CASE("the media type is that of the text format", "[text]") {
    tacho::registry const registry;
    auto snapshot = registry.collect();
    tacho::text_encoder const encoder{snapshot};
    CHECK(encoder.content_type() == "text/plain; version=0.0.4; charset=utf-8");
}

TEST_CASE("an empty registry has an empty text", "[text]") {
    tacho::registry const registry;
    CHECK(tacho::to_text(registry).empty());
    CHECK(pieces(registry).empty());
    auto snapshot = registry.collect();
    tacho::text_encoder encoder{snapshot};
    CHECK(encoder.next().empty());
    CHECK(encoder.next().empty());
}

TEST_CASE("a text ends with a line feed and has no other line ends", "[text][rule28][rule29]") {
    tacho::registry registry;
    tacho::counter const counter{registry, "c_total", "C."};
    auto const text = tacho::to_text(registry);
    CHECK(text.ends_with("c_total 0\n"));
    CHECK(text.find('\r') == std::string::npos);
    CHECK(text.find("\n\n") == std::string::npos);
}

TEST_CASE("a large text is cut into pieces that are the text", "[text]") {
    tacho::registry registry;
    tacho::family<tacho::counter, "method", "path"> family{registry, "f_total", "F."};
    std::string wanted = "# HELP f_total F.\n# TYPE f_total counter\n";
    for (int i = 0; i < 10000; ++i) {
        auto const path = "/some/path/" + std::to_string(i);
        family.with("GET", path).inc(i);
        wanted += "f_total{method=\"GET\",path=\"" + path + "\"} " + std::to_string(i) + "\n";
    }
    // The family has as many series as the limit allows, so no overflow series yet.
    check_pieces(registry, wanted);
    CHECK(pieces(registry).size() >= wanted.size() / tacho::max_piece);
}

TEST_CASE("every family has one head at any end of a piece", "[text]") {
    tacho::registry registry;
    std::string wanted;
    for (int i = 0; i < 4000; ++i) {
        auto const name = "m" + std::to_string(i);
        tacho::gauge const gauge{registry, tacho::runtime(name), "Help."};
        wanted += "# HELP " + name + " Help.\n# TYPE " + name + " gauge\n" + name + " 0\n";
    }
    check_pieces(registry, wanted);
}

TEST_CASE("a piece may end between any two lines of a histogram", "[text]") {
    // Each registry begins with another amount of text: the end of the piece wanders through.
    constexpr auto most = tacho::max_piece + 20;
    for (std::size_t filler = tacho::max_piece - 500; filler <= most; filler += 13) {
        tacho::registry registry;
        tacho::family<tacho::gauge, "k"> first{registry, "a", "A."};
        std::string const value(filler, 'v');
        static_cast<void>(first.with(value));
        tacho::family<tacho::histogram<tacho::buckets<1, 2>>, "k"> family{registry, "h", "H."};
        family.with("x").observe(1);
        family.with("y").observe(2);
        tacho::counter const last{registry, "z_total", "Z."};
        auto const wanted = "# HELP a A.\n# TYPE a gauge\na{k=\"" + value +
                            "\"} 0\n"
                            "# HELP h H.\n# TYPE h histogram\n"
                            "h_bucket{k=\"x\",le=\"1\"} 1\n"
                            "h_bucket{k=\"x\",le=\"2\"} 1\n"
                            "h_bucket{k=\"x\",le=\"+Inf\"} 1\n"
                            "h_sum{k=\"x\"} 1\n"
                            "h_count{k=\"x\"} 1\n"
                            "h_bucket{k=\"y\",le=\"1\"} 0\n"
                            "h_bucket{k=\"y\",le=\"2\"} 1\n"
                            "h_bucket{k=\"y\",le=\"+Inf\"} 1\n"
                            "h_sum{k=\"y\"} 2\n"
                            "h_count{k=\"y\"} 1\n"
                            "# HELP z_total Z.\n# TYPE z_total counter\nz_total 0\n";
        auto const all = pieces(registry);
        CAPTURE(filler);
        REQUIRE(joined(all) == wanted);
        REQUIRE(std::ranges::all_of(all, [](auto const& each) {
            return each.size() <= tacho::max_piece;
        }));
    }
}

TEST_CASE("a megabyte of help and of label value come out whole", "[text]") {
    tacho::registry registry;
    std::string const help(1 << 20, 'h');
    std::string const value(1 << 20, '"');
    tacho::counter const counter{registry, "c_total", help};
    tacho::family<tacho::counter, "k"> family{registry, "f_total", help};
    family.with(value).inc();
    family.with("short").inc(2);
    std::string escaped;
    for (std::size_t i = 0; i < value.size(); ++i)
        escaped += "\\\"";
    check_pieces(
        registry,
        "# HELP c_total " + help + "\n# TYPE c_total counter\nc_total 0\n# HELP f_total " + help +
            "\n# TYPE f_total counter\nf_total{k=\"" + escaped + "\"} 1\nf_total{k=\"short\"} 2\n"
    );
}

TEST_CASE("a megabyte of line feeds in the help is escaped across pieces", "[text]") {
    tacho::registry registry;
    tacho::counter const counter{registry, "c_total", std::string(1 << 20, '\n')};
    std::string escaped;
    for (int i = 0; i < 1 << 20; ++i)
        escaped += "\\n";
    check_pieces(registry, "# HELP c_total " + escaped + "\n# TYPE c_total counter\nc_total 0\n");
}

TEST_CASE("histograms of a thousand bounds are cut too", "[text]") {
    tacho::registry registry;
    tacho::family<tacho::histogram<tacho::linear_buckets<1, 1, 1000>>, "k"> family{
        registry, "h", "H."
    };
    std::string wanted = "# HELP h H.\n# TYPE h histogram\n";
    for (auto const* const key : {"a", "b", "c", "d"}) {
        family.with(key).observe(500);
        auto const labels = "{k=\"" + std::string{key} + "\"";
        for (int bound = 1; bound <= 1000; ++bound)
            wanted += "h_bucket" + labels + ",le=\"" + std::to_string(bound) + "\"} " +
                      (bound < 500 ? "0\n" : "1\n");
        wanted += "h_bucket" + labels + ",le=\"+Inf\"} 1\nh_sum" + labels + "} 500\nh_count" +
                  labels + "} 1\n";
    }
    check_pieces(registry, wanted);
}

TEST_CASE("NUL in a help and in a label value stay what they are", "[text]") {
    tacho::registry registry;
    std::string const with_nul{"a\0b", 3};
    tacho::family<tacho::counter, "k"> family{registry, "f_total", with_nul};
    family.with(with_nul).inc();
    CHECK(
        tacho::to_text(registry) == "# HELP f_total " + with_nul +
                                        "\n# TYPE f_total counter\nf_total{k=\"" + with_nul +
                                        "\"} 1\n"
    );
}

TEST_CASE("a snapshot may be encoded again", "[text]") {
    tacho::registry registry;
    tacho::histogram<tacho::buckets<1, 2>> histogram{registry, "h", "H."};
    histogram.observe(1);
    auto snapshot = registry.collect();
    auto const encode = [&] {
        std::string text;
        tacho::text_encoder encoder{snapshot};
        for (auto piece = encoder.next(); !piece.empty(); piece = encoder.next())
            text += piece;
        return text;
    };
    auto const first = encode();
    histogram.observe(1);
    CHECK(encode() == first);
    CHECK(first.ends_with("h_sum 1\nh_count 1\n"));
}

TEST_CASE("an abandoned encoder does not change the next text", "[text]") {
    tacho::registry registry;
    for (int i = 0; i < 4000; ++i)
        tacho::counter{registry, tacho::runtime("m" + std::to_string(i) + "_total"), "Help."};
    auto const wanted = tacho::to_text(registry);
    {
        auto snapshot = registry.collect();
        tacho::text_encoder encoder{snapshot};
        CHECK(encoder.next().size() == tacho::max_piece);
    }
    CHECK(tacho::to_text(registry) == wanted);
}

TEST_CASE("a sink that throws ends the scrape and harms no later one", "[text]") {
    tacho::registry registry;
    tacho::counter const counter{registry, "c_total", "C."};
    CHECK_THROWS_AS(
        tacho::write_text(registry, [](std::string_view) { throw std::runtime_error{"full"}; }),
        std::runtime_error
    );
    CHECK(sample(registry, "c_total") == "0");
}

TEST_CASE("no locale changes the text", "[text]") {
    tacho::registry registry;
    tacho::gauge gauge{registry, "g", "G."};
    gauge.set(1234567.5);
    tacho::counter counter{registry, "c_total", "C."};
    counter.inc(1234567);
    std::array const bounds{0.5, 2500.5};
    auto const before = std::locale::global(std::locale{std::locale::classic(), new with_comma});
    std::string const c_before = std::setlocale(LC_ALL, nullptr);
    for (auto const* const name : {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "de_DE"})
        if (std::setlocale(LC_ALL, name) != nullptr)
            break;
    tacho::histogram<tacho::runtime_buckets> const histogram{registry, "h", "H.", bounds};
    auto const text = tacho::to_text(registry);
    std::setlocale(LC_ALL, c_before.c_str());
    std::locale::global(before);
    CHECK(sample(text, "g") == "1.2345675e+06");
    CHECK(sample(text, "c_total") == "1234567");
    CHECK(sample(text, "h_bucket{le=\"2500.5\"}") == "0");
}

TEST_CASE("no series is in a text twice", "[text][rule14]") {
    // The library has to ensure it: Prometheus keeps the first sample and reports no error.
    tacho::registry registry;
    tacho::family<tacho::counter, "a", "b"> family{registry, "f_total", "F.", {.series_limit = 20}};
    for (int i = 0; i < 40; ++i) {
        family.with(std::to_string(i % 30), "\xFF").inc();
        family.with(std::to_string(i % 30), "\xFE").inc();
    }
    family.with("__overflow__", "__overflow__").inc();
    family.clear();
    for (int i = 0; i < 40; ++i)
        family.with(std::to_string(39 - i), "\xFF").inc();
    std::multiset<std::string> names;
    auto const text = tacho::to_text(registry);
    for (std::size_t start = 0; start < text.size();) {
        auto const end = text.find('\n', start);
        auto const line = text.substr(start, end - start);
        names.insert(line.substr(0, line.rfind(' ')));
        start = end + 1;
    }
    std::size_t twice = 0;
    for (auto const& name : names)
        twice += names.count(name) > 1;
    CHECK(twice == 0);
}

TEST_CASE("the text has no element that version 0.0.4 does not know", "[text][rule33][rule40]") {
    tacho::registry registry;
    tacho::counter{registry, "x_seconds_total", "X.", {.unit = "seconds"}}.inc();
    tacho::histogram<> const histogram{registry, "h_seconds", "H.", {.unit = "seconds"}};
    auto const text = tacho::to_text(registry);
    for (auto const* const absent : {"# UNIT", "# EOF", "_created", " # {", "{}", ",}", "unknown"})
        CHECK_THAT(text, !Catch::Contains(absent));
}
