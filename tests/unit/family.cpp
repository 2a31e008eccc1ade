// SPDX-License-Identifier: BSL-1.0

#include <tacho/family.hpp>
#include <tacho/tacho.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <support/events.hpp>
#include <support/refusal.hpp>
#include <support/text.hpp>
#include <support/unconstructed.hpp>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

enum class verb { get, post };
constexpr std::array<std::string_view, 2> label_values(verb) {
    return {"get", "post"};
}

enum class status { ok, client_error, server_error };
constexpr std::array<std::string_view, 3> label_values(status) {
    return {"2xx", "4xx", "5xx"};
}

/// The lines of the text except comments.
[[nodiscard]] std::vector<std::string> samples(tacho::registry const& in) {
    std::vector<std::string> lines;
    auto const text = tacho::to_text(in);
    for (std::size_t start = 0; start < text.size();) {
        auto const end = text.find('\n', start);
        if (text[start] != '#')
            lines.push_back(text.substr(start, end - start));
        start = end + 1;
    }
    return lines;
}

using lines = std::vector<std::string>;
using by_method = tacho::family<tacho::counter, "method">;

enum class odd { invalid, line_feed };
constexpr std::array<std::string_view, 2> label_values(odd) {
    return {"a\xFF", "b\n"};
}

} // namespace

static_assert(std::is_trivially_copyable_v<by_method>);
static_assert(!std::is_default_constructible_v<by_method>);
static_assert(noexcept(std::declval<by_method&>().with("GET")));
static_assert(std::is_same_v<decltype(std::declval<by_method&>().with("GET")), tacho::counter>);
static_assert(std::is_same_v<by_method::metric, tacho::counter>);
static_assert(!by_method::dense);
static_assert(tacho::family<tacho::counter, tacho::enum_label<verb>("verb")>::dense);
static_assert(!tacho::family<tacho::counter, tacho::enum_label<verb>("verb"), "code">::dense);

TEST_CASE("a family without series is not shown", "[family][rule41]") {
    tacho::registry registry;
    tacho::family<tacho::counter, "method", "code"> const responses{
        registry, "responses_total", "Responses."
    };
    CHECK(tacho::to_text(registry).empty());
}

TEST_CASE("a series is shown from its first lookup on", "[family]") {
    tacho::registry registry;
    tacho::family<tacho::counter, "method", "code"> responses{
        registry, "responses_total", "Responses."
    };
    static_cast<void>(responses.with("GET", "200"));
    CHECK(samples(registry) == lines{"responses_total{method=\"GET\",code=\"200\"} 0"});
}

TEST_CASE(
    "series are told apart by all their labels and shown in the order they were made", "[family]"
) {
    tacho::registry registry;
    tacho::family<tacho::counter, "method", "code"> responses{
        registry, "responses_total", "Responses."
    };
    responses.with("GET", "200").inc(1);
    responses.with("GET", "404").inc(2);
    responses.with("POST", "200").inc(3);
    responses.with("200", "GET").inc(4);
    responses.with("GET", "200").inc(10);
    CHECK(
        samples(registry) ==
        lines{
            "responses_total{method=\"GET\",code=\"200\"} 11",
            "responses_total{method=\"GET\",code=\"404\"} 2",
            "responses_total{method=\"POST\",code=\"200\"} 3",
            "responses_total{method=\"200\",code=\"GET\"} 4",
        }
    );
}

TEST_CASE("values that are equal when joined are different series", "[family]") {
    tacho::registry registry;
    tacho::family<tacho::counter, "a", "b"> family{registry, "x_total", "X."};
    family.with("ab", "c").inc(1);
    family.with("a", "bc").inc(2);
    family.with("abc", "").inc(3);
    family.with("", "abc").inc(4);
    CHECK(family.with("ab", "c").value() == 1);
    CHECK(family.with("a", "bc").value() == 2);
    CHECK(family.with("abc", "").value() == 3);
    CHECK(family.with("", "abc").value() == 4);
    CHECK(samples(registry).size() == 4);
}

TEST_CASE("any text may be a label value", "[family][rule11]") {
    tacho::registry registry;
    by_method family{registry, "x_total", "X."};
    std::string const text = "GET";
    std::string_view const view = text;
    char const* const pointer = "GET";
    family.with(text).inc();
    family.with(view).inc();
    family.with(pointer).inc();
    family.with("GET").inc();
    CHECK(family.with("GET").value() == 4);
}

TEST_CASE("a reused buffer names another series each time", "[family]") {
    tacho::registry registry;
    by_method family{registry, "x_total", "X."};
    std::string buffer = "AAAA";
    family.with(buffer).inc(1);
    buffer = "BBBB"; // at the same address, of the same length
    family.with(buffer).inc(2);
    buffer = "AAAA";
    family.with(buffer).inc(10);
    CHECK(samples(registry) == lines{"x_total{method=\"AAAA\"} 11", "x_total{method=\"BBBB\"} 2"});
}

TEST_CASE("a series may be kept instead of looked up", "[family]") {
    tacho::registry registry;
    by_method family{registry, "x_total", "X."};
    auto get = family.with("GET");
    for (int i = 0; i < 1000; ++i)
        static_cast<void>(family.with(std::to_string(i))); // the table grows meanwhile
    get.inc(5);
    CHECK(family.with("GET").value() == 5);
}

TEST_CASE("thousands of series are found again", "[family]") {
    tacho::registry registry;
    tacho::family<tacho::counter, "n", "m"> family{registry, "x_total", "X."};
    constexpr int count = 3000;
    for (int i = 0; i < count; ++i)
        family.with(std::to_string(i), std::to_string(i % 7)).inc(i);
    int wrong = 0;
    for (int i = 0; i < count; ++i)
        if (family.with(std::to_string(i), std::to_string(i % 7)).value() !=
            static_cast<std::uint64_t>(i))
            ++wrong;
    CHECK(wrong == 0);
    CHECK(samples(registry).size() == count);
}

TEST_CASE("label values are escaped", "[family][rule34]") {
    tacho::registry registry;
    by_method family{registry, "x_total", "X."};
    family.with("C:\\dir").inc();
    family.with("say \"hi\"").inc();
    family.with("two\nlines").inc();
    CHECK(
        samples(registry) ==
        lines{
            "x_total{method=\"C:\\\\dir\"} 1",
            "x_total{method=\"say \\\"hi\\\"\"} 1",
            "x_total{method=\"two\\nlines\"} 1",
        }
    );
}

TEST_CASE("label values may hold NUL", "[family]") {
    tacho::registry registry;
    by_method family{registry, "x_total", "X."};
    std::string const first{"a\0b", 3};
    std::string const second{"a\0c", 3};
    family.with(first).inc(1);
    family.with(second).inc(2);
    family.with("a").inc(3);
    CHECK(samples(registry).size() == 3);
    CHECK(sample(registry, "x_total{method=\"" + first + "\"}") == "1");
    CHECK(sample(registry, "x_total{method=\"" + second + "\"}") == "2");
}

TEST_CASE(
    "values whose invalid bytes are replaced by the same text are one series", "[family][rule11]"
) {
    tacho::registry registry;
    by_method family{registry, "x_total", "X."};
    family.with("a\xFF").inc(1);
    family.with("a\xFE").inc(2);
    family.with("a\xEF\xBF\xBD").inc(4);
    family.with("a\xC3").inc(8);
    CHECK(samples(registry) == lines{"x_total{method=\"a\xEF\xBF\xBD\"} 15"});
}

TEST_CASE("a value with invalid bytes is removed as it was made", "[family]") {
    tacho::registry registry;
    by_method family{registry, "x_total", "X."};
    family.with("a\xFF").inc(1);
    CHECK(family.remove("a\xFE"));
    CHECK(samples(registry).empty());
}

TEST_CASE("a megabyte of label value comes out as it went in", "[family]") {
    tacho::registry registry;
    by_method family{registry, "x_total", "X."};
    std::string const value(1 << 20, 'v');
    family.with(value).inc();
    family.with(value).inc();
    CHECK(
        tacho::to_text(registry) == "# HELP x_total X.\n# TYPE x_total counter\n"
                                    "x_total{method=\"" +
                                        value + "\"} 2\n"
    );
}

TEST_CASE("every kind of metric may be a family", "[family]") {
    tacho::registry registry;
    tacho::family<tacho::float_counter, "k"> floats{registry, "f_total", "F."};
    tacho::family<tacho::up_down_counter, "k"> up_downs{registry, "u", "U."};
    tacho::family<tacho::gauge, "k"> gauges{registry, "g", "G."};
    tacho::family<tacho::histogram<tacho::buckets<1>>, "k"> fixed{registry, "h", "H."};
    std::array const bounds{2.0};
    tacho::family<tacho::histogram<tacho::runtime_buckets>, "k"> given{
        registry, "r", "R.", bounds, {}
    };
    tacho::family<tacho::histogram<tacho::byte_buckets<3>>, "k"> bytes{registry, "b", "B."};
    floats.with("a").inc(0.5);
    up_downs.with("a").dec();
    gauges.with("a").set(1.5);
    fixed.with("a").observe(1);
    given.with("a").observe(2);
    given.with("b").observe(3);
    bytes.with("a").observe(3);
    static_cast<void>(fixed.with("a").time());
    auto const tracked = up_downs.with("a").track();
    CHECK(
        samples(registry) ==
        lines{
            "f_total{k=\"a\"} 0.5",
            "u{k=\"a\"} 0",
            "g{k=\"a\"} 1.5",
            "h_bucket{k=\"a\",le=\"1\"} 2",
            "h_bucket{k=\"a\",le=\"+Inf\"} 2",
            sample(registry, "h_sum{k=\"a\"}").insert(0, "h_sum{k=\"a\"} "),
            "h_count{k=\"a\"} 2",
            "r_bucket{k=\"a\",le=\"2\"} 1",
            "r_bucket{k=\"a\",le=\"+Inf\"} 1",
            "r_sum{k=\"a\"} 2",
            "r_count{k=\"a\"} 1",
            "r_bucket{k=\"b\",le=\"2\"} 0",
            "r_bucket{k=\"b\",le=\"+Inf\"} 1",
            "r_sum{k=\"b\"} 3",
            "r_count{k=\"b\"} 1",
            "b_bucket{k=\"a\",le=\"3\"} 1",
            "b_bucket{k=\"a\",le=\"+Inf\"} 1",
            "b_sum{k=\"a\"} 3",
            "b_count{k=\"a\"} 1",
        }
    );
}

TEST_CASE("copies of a family and families of the same name are the same family", "[family]") {
    tacho::registry registry;
    by_method first{registry, "x_total", "X."};
    auto copy = first;
    by_method second{registry, "x_total", "X."};
    first.with("GET").inc(1);
    copy.with("GET").inc(2);
    second.with("GET").inc(4);
    CHECK(samples(registry) == lines{"x_total{method=\"GET\"} 7"});
}

TEST_CASE("past its limit a family records in one overflow series", "[family]") {
    tacho::registry registry;
    tacho::family<tacho::counter, "a", "b"> family{registry, "x_total", "X.", {.series_limit = 2}};
    event_count const turned_away{&event_count::events::refused_series};
    family.with("1", "1").inc(1);
    family.with("2", "2").inc(2);
    CHECK(turned_away.since() == 0);
    family.with("3", "3").inc(4);
    CHECK(turned_away.since() == 1);
    family.with("4", "4").inc(8);
    family.with("3", "3").inc(16);
    CHECK(turned_away.since() == 3);
    family.with("1", "1").inc(32);
    CHECK(turned_away.since() == 3);
    CHECK(
        samples(registry) ==
        lines{
            "x_total{a=\"1\",b=\"1\"} 33",
            "x_total{a=\"2\",b=\"2\"} 2",
            "x_total{a=\"__overflow__\",b=\"__overflow__\"} 28",
        }
    );
}

TEST_CASE("a family may have no series of its own", "[family]") {
    tacho::registry registry;
    by_method family{registry, "x_total", "X.", {.series_limit = 0}};
    family.with("GET").inc();
    CHECK(samples(registry) == lines{"x_total{method=\"__overflow__\"} 1"});
}

TEST_CASE("the limit of a family of histograms has an overflow series too", "[family]") {
    tacho::registry registry;
    tacho::family<tacho::histogram<tacho::buckets<1>>, "k"> family{
        registry, "h", "H.", {.series_limit = 1}
    };
    family.with("a").observe(1);
    family.with("b").observe(1);
    family.with("c").observe(2);
    CHECK(sample(registry, "h_count{k=\"__overflow__\"}") == "2");
    CHECK(sample(registry, "h_sum{k=\"__overflow__\"}") == "3");
    CHECK(sample(registry, "h_count{k=\"a\"}") == "1");
}

TEST_CASE("an overflow series that was removed comes back at zero", "[family]") {
    tacho::registry registry;
    by_method family{registry, "x_total", "X.", {.series_limit = 1}};
    family.with("a").inc();
    family.with("b").inc(5);
    family.clear();
    CHECK(samples(registry).empty());
    event_count const turned_away{&event_count::events::refused_series};
    family.with("c").inc();
    family.with("d").inc(2);
    CHECK(turned_away.since() == 1);
    CHECK(
        samples(registry) == lines{"x_total{method=\"__overflow__\"} 2", "x_total{method=\"c\"} 1"}
    );
}

TEST_CASE("a removed series frees its place under the limit", "[family]") {
    tacho::registry registry;
    by_method family{registry, "x_total", "X.", {.series_limit = 2}};
    event_count const turned_away{&event_count::events::refused_series};
    for (int i = 0; i < 100; ++i) {
        auto const name = std::to_string(i);
        family.with(name).inc();
        family.with("kept").inc();
        CHECK(family.remove(name));
    }
    CHECK(turned_away.since() == 0);
    CHECK(samples(registry) == lines{"x_total{method=\"kept\"} 100"});
    family.with("next").inc();
    family.with("0").inc(7); // it was there once, and has no place now
    family.with("late").inc();
    CHECK(turned_away.since() == 2);
    CHECK(sample(registry, "x_total{method=\"__overflow__\"}") == "8");
    CHECK(family.remove("next"));
    family.with("late").inc();
    CHECK(turned_away.since() == 2);
    CHECK(sample(registry, "x_total{method=\"late\"}") == "1");
}

TEST_CASE("a removed series is not shown and comes back at zero", "[family][rule6]") {
    tacho::registry registry;
    by_method family{registry, "x_total", "X."};
    family.with("GET").inc(5);
    family.with("POST").inc(6);
    CHECK(family.remove("GET"));
    CHECK(samples(registry) == lines{"x_total{method=\"POST\"} 6"});
    CHECK(family.with("GET").value() == 0);
    CHECK(samples(registry) == lines{"x_total{method=\"GET\"} 0", "x_total{method=\"POST\"} 6"});
    family.with("GET").inc(2);
    CHECK(family.with("GET").value() == 2);
    CHECK(samples(registry) == lines{"x_total{method=\"GET\"} 2", "x_total{method=\"POST\"} 6"});
    // Remove it again: the base line moves with it.
    CHECK(family.remove("GET"));
    family.with("GET").inc(1);
    CHECK(samples(registry) == lines{"x_total{method=\"GET\"} 1", "x_total{method=\"POST\"} 6"});
}

TEST_CASE("removing a series that does not exist returns false", "[family]") {
    tacho::registry registry;
    by_method family{registry, "x_total", "X."};
    CHECK_FALSE(family.remove("GET"));
    static_cast<void>(family.with("GET"));
    CHECK(family.remove("GET"));
    CHECK_FALSE(family.remove("GET"));
    CHECK_FALSE(family.remove("get"));
}

TEST_CASE("clearing removes all series of a family and nothing else", "[family]") {
    tacho::registry registry;
    by_method family{registry, "x_total", "X."};
    by_method other{registry, "y_total", "Y."};
    family.with("GET").inc();
    family.with("POST").inc();
    other.with("GET").inc();
    family.clear();
    CHECK(samples(registry) == lines{"y_total{method=\"GET\"} 1"});
    CHECK(family.with("POST").value() == 0);
    CHECK(samples(registry) == lines{"x_total{method=\"POST\"} 0", "y_total{method=\"GET\"} 1"});
    family.clear();
    family.clear();
    CHECK(samples(registry) == lines{"y_total{method=\"GET\"} 1"});
}

TEST_CASE("clearing leaves series with other constant labels", "[family]") {
    tacho::registry registry;
    by_method api{registry, "x_total", "X.", {.labels = {{"service", "api"}}}};
    by_method web{registry, "x_total", "X.", {.labels = {{"service", "web"}}}};
    api.with("GET").inc(1);
    web.with("GET").inc(2);
    api.clear();
    CHECK(samples(registry) == lines{"x_total{service=\"web\",method=\"GET\"} 2"});
}

TEST_CASE("every kind of series comes back at zero", "[family]") {
    tacho::registry registry;
    tacho::family<tacho::float_counter, "k"> floats{registry, "f_total", "F."};
    tacho::family<tacho::gauge, "k"> gauges{registry, "g", "G."};
    tacho::family<tacho::histogram<tacho::buckets<1, 2>>, "k"> doubles{registry, "h", "H."};
    tacho::family<tacho::histogram<tacho::byte_buckets<1, 2>>, "k"> bytes{registry, "b", "B."};
    floats.with("a").inc(0.3);
    gauges.with("a").set(7);
    doubles.with("a").observe(0.7);
    doubles.with("a").observe(2);
    bytes.with("a").observe(2);
    floats.clear();
    gauges.clear();
    doubles.clear();
    bytes.clear();
    CHECK(tacho::to_text(registry).empty());

    CHECK(floats.with("a").value() == 0);
    CHECK(gauges.with("a").value() == 0);
    auto value = doubles.with("a").value();
    CHECK(value.buckets == std::vector<std::uint64_t>{0, 0, 0});
    CHECK(value.sum == 0);
    CHECK(value.count == 0);
    CHECK(bytes.with("a").value().sum == 0);
    CHECK(sample(registry, "f_total{k=\"a\"}") == "0");
    CHECK(sample(registry, "g{k=\"a\"}") == "0");
    CHECK(sample(registry, "h_sum{k=\"a\"}") == "0");
    CHECK(sample(registry, "h_bucket{k=\"a\",le=\"+Inf\"}") == "0");
    CHECK(sample(registry, "b_sum{k=\"a\"}") == "0");

    floats.with("a").inc(0.5);
    gauges.with("a").inc(2);
    doubles.with("a").observe(1);
    bytes.with("a").observe(9);
    CHECK(sample(registry, "f_total{k=\"a\"}") == "0.5");
    CHECK(sample(registry, "g{k=\"a\"}") == "2");
    CHECK(sample(registry, "h_bucket{k=\"a\",le=\"1\"}") == "1");
    CHECK(sample(registry, "h_bucket{k=\"a\",le=\"2\"}") == "1");
    CHECK(sample(registry, "h_sum{k=\"a\"}") == "1");
    CHECK(sample(registry, "h_count{k=\"a\"}") == "1");
    CHECK(sample(registry, "b_bucket{k=\"a\",le=\"2\"}") == "0");
    CHECK(sample(registry, "b_sum{k=\"a\"}") == "9");
}

TEST_CASE("a removed up-down counter comes back at its value", "[family]") {
    // Guards that are still alive will decrement it.
    tacho::registry registry;
    tacho::family<tacho::up_down_counter, "k"> family{registry, "u", "U."};
    {
        auto const tracked = family.with("a").track();
        CHECK(family.remove("a"));
        CHECK(samples(registry).empty());
        CHECK(family.with("a").value() == 1);
        CHECK(sample(registry, "u{k=\"a\"}") == "1");
    }
    CHECK(family.with("a").value() == 0);
}

TEST_CASE(
    "a handle to a removed series goes on recording and changes no other series", "[family]"
) {
    tacho::registry registry;
    by_method family{registry, "x_total", "X."};
    auto get = family.with("GET");
    get.inc(5);
    CHECK(family.remove("GET"));
    get.inc(3); // not shown, and not lost
    static_cast<void>(family.with("POST"));
    CHECK(samples(registry) == lines{"x_total{method=\"POST\"} 0"});
    // The cells were not given to another series, and the old handle is the series that comes back.
    auto again = family.with("GET");
    again.inc(1);
    get.inc(1);
    CHECK(again.value() == get.value());
    CHECK(samples(registry)[0] == "x_total{method=\"GET\"} " + std::to_string(get.value()));
    CHECK(samples(registry)[1] == "x_total{method=\"POST\"} 0");
}

TEST_CASE("a family of enums has all its series at once", "[family]") {
    tacho::registry registry;
    tacho::
        family<tacho::counter, tacho::enum_label<verb>("verb"), tacho::enum_label<status>("status")>
            family{registry, "x_total", "X."};
    CHECK(
        samples(registry) ==
        lines{
            "x_total{verb=\"get\",status=\"2xx\"} 0",
            "x_total{verb=\"get\",status=\"4xx\"} 0",
            "x_total{verb=\"get\",status=\"5xx\"} 0",
            "x_total{verb=\"post\",status=\"2xx\"} 0",
            "x_total{verb=\"post\",status=\"4xx\"} 0",
            "x_total{verb=\"post\",status=\"5xx\"} 0",
        }
    );
    int n = 1;
    for (auto const method : {verb::get, verb::post})
        for (auto const code : {status::ok, status::client_error, status::server_error})
            family.with(method, code).inc(n++);
    CHECK(
        samples(registry) ==
        lines{
            "x_total{verb=\"get\",status=\"2xx\"} 1",
            "x_total{verb=\"get\",status=\"4xx\"} 2",
            "x_total{verb=\"get\",status=\"5xx\"} 3",
            "x_total{verb=\"post\",status=\"2xx\"} 4",
            "x_total{verb=\"post\",status=\"4xx\"} 5",
            "x_total{verb=\"post\",status=\"5xx\"} 6",
        }
    );
    CHECK(family.with(verb::post, status::ok).value() == 4);
}

TEST_CASE("a second family of the same enums is the same family", "[family]") {
    tacho::registry registry;
    using by_verb = tacho::family<tacho::counter, tacho::enum_label<verb>("verb")>;
    by_verb first{registry, "x_total", "X."};
    by_verb second{registry, "x_total", "X."};
    first.with(verb::get).inc(1);
    second.with(verb::get).inc(2);
    CHECK(samples(registry) == lines{"x_total{verb=\"get\"} 3", "x_total{verb=\"post\"} 0"});
}

TEST_CASE("a text of an enum that is no UTF-8 is cleaned", "[family]") {
    tacho::registry registry;
    tacho::family<tacho::counter, tacho::enum_label<odd>("odd")> const family{
        registry, "x_total", "X."
    };
    family.with(odd::invalid).inc();
    CHECK(family.remove(odd::invalid));
    family.with(odd::invalid).inc(2);
    CHECK(
        samples(registry) == lines{"x_total{odd=\"a\xEF\xBF\xBD\"} 2", "x_total{odd=\"b\\n\"} 0"}
    );
}

TEST_CASE("a removed series of enums is hidden until it is asked for again", "[family]") {
    tacho::registry registry;
    tacho::family<tacho::counter, tacho::enum_label<verb>("verb")> family{
        registry, "x_total", "X."
    };
    family.with(verb::get).inc(5);
    CHECK(family.remove(verb::get));
    CHECK_FALSE(family.remove(verb::get));
    CHECK(samples(registry) == lines{"x_total{verb=\"post\"} 0"});
    family.with(verb::get).inc(1);
    CHECK(samples(registry) == lines{"x_total{verb=\"get\"} 1", "x_total{verb=\"post\"} 0"});
    family.with(verb::get).inc(1);
    CHECK(family.with(verb::get).value() == 2);
    family.clear();
    CHECK(samples(registry).empty());
    family.with(verb::post).inc(7);
    CHECK(samples(registry) == lines{"x_total{verb=\"post\"} 7"});
}

TEST_CASE("an enumerator without a text records in an overflow series", "[family]") {
    tacho::registry registry;
    tacho::family<tacho::counter, tacho::enum_label<verb>("verb")> family{
        registry, "x_total", "X."
    };
    family.with(static_cast<verb>(2)).inc(1);
    family.with(static_cast<verb>(-1)).inc(2);
    family.with(static_cast<verb>(1 << 30)).inc(4);
    CHECK(
        samples(registry) ==
        lines{
            "x_total{verb=\"get\"} 0",
            "x_total{verb=\"post\"} 0",
            "x_total{verb=\"__overflow__\"} 7",
        }
    );
}

TEST_CASE("an enumerator without a text is never another combination", "[family]") {
    // As an index into the dense table, (get, 3) would be (post, ok).
    tacho::registry registry;
    tacho::
        family<tacho::counter, tacho::enum_label<verb>("verb"), tacho::enum_label<status>("status")>
            family{registry, "x_total", "X."};
    family.with(verb::get, static_cast<status>(3)).inc(5);
    family.with(static_cast<verb>(-1), status::ok).inc(6);
    CHECK(family.with(verb::post, status::ok).value() == 0);
    CHECK(samples(registry).size() == 8);
    CHECK(sample(registry, "x_total{verb=\"get\",status=\"__overflow__\"}") == "5");
    CHECK(sample(registry, "x_total{verb=\"__overflow__\",status=\"2xx\"}") == "6");
}

TEST_CASE("enum labels and text labels may be mixed", "[family]") {
    tacho::registry registry;
    tacho::family<tacho::counter, tacho::enum_label<verb>("verb"), "path"> family{
        registry, "x_total", "X."
    };
    CHECK(samples(registry).empty());
    family.with(verb::get, "/").inc(1);
    family.with(verb::post, "/").inc(2);
    family.with(verb::get, std::string{"/a"}).inc(3);
    family.with(static_cast<verb>(9), "/").inc(4);
    CHECK(
        samples(registry) ==
        lines{
            "x_total{verb=\"get\",path=\"/\"} 1",
            "x_total{verb=\"post\",path=\"/\"} 2",
            "x_total{verb=\"get\",path=\"/a\"} 3",
            "x_total{verb=\"__overflow__\",path=\"/\"} 4",
        }
    );
    CHECK(family.remove(verb::get, "/"));
    CHECK(samples(registry).size() == 3);
}

TEST_CASE("enums with more combinations than the limit are refused", "[family]") {
    tacho::registry registry;
    using wide = tacho::family<
        tacho::counter,
        tacho::enum_label<verb>("verb"),
        tacho::enum_label<status>("status")>;
    tacho::counter const other{registry, "other_total", "Other."};
    auto const message =
        refused(registry, "x_total", [&] { wide{registry, "x_total", "X.", {.series_limit = 5}}; });
    CHECK_THAT(message, Catch::Contains("6 combinations"));
    CHECK_THAT(message, Catch::Contains("limit of 5"));
    // The name is free.
    wide fits{registry, "x_total", "Another help.", {.series_limit = 6}};
    CHECK(samples(registry).size() == 7);
}

TEST_CASE("two enums under one label name never share a table", "[family]") {
    tacho::registry registry;
    tacho::family<tacho::counter, tacho::enum_label<verb>("v")> two{registry, "x_total", "X."};
    using of_three = tacho::family<tacho::counter, tacho::enum_label<status>("v")>;
    std::string message;
    try {
        of_three three{registry, "x_total", "X."};
        three.with(status::server_error).inc(3);
        three.with(status::ok).inc(4);
        CHECK(sample(registry, "x_total{v=\"5xx\"}") == "3");
        CHECK(sample(registry, "x_total{v=\"2xx\"}") == "4");
    } catch (tacho::registration_error const& error) {
        CHECK_THAT(error.what(), Catch::Contains("metric \"x_total\""));
        CHECK(samples(registry).size() == 2);
    }
    two.with(verb::get).inc();
    CHECK(sample(registry, "x_total{v=\"get\"}") == "1");
}

TEST_CASE("a family of enums takes over what a family of texts began", "[family]") {
    tacho::registry registry;
    tacho::family<tacho::counter, "verb"> texts{registry, "x_total", "X."};
    texts.with("get").inc(5);
    texts.with("other").inc(1);
    CHECK(texts.remove("get"));
    tacho::family<tacho::counter, tacho::enum_label<verb>("verb")> enums{registry, "x_total", "X."};
    enums.with(verb::get).inc(2);
    CHECK(sample(registry, "x_total{verb=\"get\"}") == "2");
    CHECK(sample(registry, "x_total{verb=\"other\"}") == "1");
    CHECK(sample(registry, "x_total{verb=\"post\"}") == "0");
    CHECK(texts.with("get").value() == 2);
}

TEST_CASE("constant labels stand before the family's own", "[family]") {
    tacho::registry registry;
    by_method api{registry, "x_total", "X.", {.labels = {{"service", "api"}, {"zone", "\"a\"\n"}}}};
    by_method web{registry, "x_total", "X.", {.labels = {{"service", "web"}, {"zone", "b"}}}};
    api.with("GET").inc(1);
    web.with("GET").inc(2);
    CHECK(
        samples(registry) ==
        lines{
            "x_total{service=\"api\",zone=\"\\\"a\\\"\\n\",method=\"GET\"} 1",
            "x_total{service=\"web\",zone=\"b\",method=\"GET\"} 2",
        }
    );
}

TEST_CASE("each combination of constant labels has a limit of its own", "[family]") {
    tacho::registry registry;
    by_method api{registry, "x_total", "X.", {.labels = {{"service", "api"}}, .series_limit = 1}};
    by_method web{registry, "x_total", "X.", {.labels = {{"service", "web"}}, .series_limit = 2}};
    for (auto const* const method : {"GET", "POST", "PUT"}) {
        api.with(method).inc();
        web.with(method).inc();
    }
    CHECK(sample(registry, "x_total{service=\"api\",method=\"__overflow__\"}") == "2");
    CHECK(sample(registry, "x_total{service=\"web\",method=\"__overflow__\"}") == "1");
}

TEST_CASE("records of a family before its construction are counted as lost", "[family]") {
    event_count const lost{&event_count::events::lost_records};
    auto texts = unconstructed<by_method>();
    texts.with("GET").inc();
    CHECK(lost.since() == 1);
    auto enums = unconstructed<tacho::family<tacho::counter, tacho::enum_label<verb>("verb")>>();
    enums.with(verb::get).inc();
    enums.with(static_cast<verb>(7)).inc();
    CHECK(lost.since() == 3);
    auto histograms = unconstructed<tacho::family<tacho::histogram<>, "k">>();
    histograms.with("a").observe(1);
    CHECK(lost.since() == 4);
}

TEST_CASE("a family that is not constructed has nothing to remove", "[family]") {
    auto family = unconstructed<by_method>();
    CHECK_FALSE(family.remove("GET"));
    family.clear();
}

TEST_CASE("a family that names no registry is in the default one", "[family]") {
    by_method family{"family_test_total", "Of the default registry."};
    by_method labelled{
        "family_test_labelled_total", "Of the default registry.", {.labels = {{"a", "b"}}}
    };
    std::array const bounds{1.0};
    tacho::family<tacho::histogram<tacho::runtime_buckets>, "k"> given{
        "family_test_size", "Of the default registry.", bounds, {}
    };
    family.with("GET").inc();
    labelled.with("GET").inc();
    given.with("a").observe(1);
    auto const text = tacho::to_text();
    CHECK(sample(text, "family_test_total{method=\"GET\"}") == "1");
    CHECK(sample(text, "family_test_labelled_total{a=\"b\",method=\"GET\"}") == "1");
    CHECK(sample(text, "family_test_size_count{k=\"a\"}") == "1");
}
