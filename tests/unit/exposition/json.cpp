// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition.hpp>
#include <tacho/tacho.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <support/encode.hpp>

namespace {

/// The text of the families in JSON, without what every answer has.
[[nodiscard]] std::string families_of_json(std::string const& json) {
    constexpr std::string_view head = "{\"format\":\"tacho\",\"version\":1,\"families\":[";
    constexpr std::string_view end = "\n]}\n";
    REQUIRE(json.starts_with(head));
    REQUIRE(json.ends_with(end));
    return json.substr(head.size(), json.size() - head.size() - end.size());
}

} // namespace

TEST_CASE("JSON has every type", "[json]") {
    tacho::registry registry;
    CHECK(families_of_json(tacho::expose(registry, tacho::format::json)).empty());
    tacho::counter const counter{registry, "c_bytes_total", "C.", {.unit = "bytes"}};
    counter.inc((std::numeric_limits<std::uint64_t>::max)());
    tacho::up_down_counter const level{registry, "l", "L."};
    level.dec(3);
    tacho::family<tacho::histogram<tacho::buckets<0.5, 1>>, "k"> const family{registry, "h", "H."};
    family.with("v").observe(1);
    family.with("w").observe(7);
    CHECK(
        families_of_json(tacho::expose(registry, tacho::format::json)) ==
        "\n{\"name\":\"c_bytes_total\",\"type\":\"counter\",\"help\":\"C.\",\"unit\":\"bytes\","
        "\"series\":[\n{\"labels\":{},\"value\":18446744073709551615}]},"
        "\n{\"name\":\"l\",\"type\":\"gauge\",\"help\":\"L.\",\"series\":["
        "\n{\"labels\":{},\"value\":-3}]},"
        "\n{\"name\":\"h\",\"type\":\"histogram\",\"help\":\"H.\",\"series\":["
        "\n{\"labels\":{\"k\":\"v\"},\"count\":1,\"sum\":1,"
        "\"buckets\":[[0.5,0],[1,1],[\"+Inf\",1]]},"
        "\n{\"labels\":{\"k\":\"w\"},\"count\":1,\"sum\":7,"
        "\"buckets\":[[0.5,0],[1,0],[\"+Inf\",1]]}]}"
    );
}

TEST_CASE("what JSON has no number for is a text", "[json]") {
    using limits = std::numeric_limits<double>;
    tacho::registry registry;
    tacho::gauge const gauge{registry, "g", "G."};
    auto const shown = [&](double value) {
        gauge.set(value);
        auto const text = tacho::expose(registry, tacho::format::json);
        auto const at = text.find("\"value\":") + 8;
        return text.substr(at, text.find('}', at) - at);
    };
    CHECK(shown(limits::quiet_NaN()) == "\"NaN\"");
    CHECK(shown(limits::infinity()) == "\"+Inf\"");
    CHECK(shown(-limits::infinity()) == "\"-Inf\"");
    CHECK(shown(1e300) == "1e+300");
    CHECK(shown(-0.0) == "0");
}

TEST_CASE("texts are escaped in JSON", "[json]") {
    tacho::registry registry;
    tacho::family<tacho::gauge, "k"> const family{registry, "g", "a\"\\\n\x01"};
    family.with("</script>\xC3\xA4\x7F").set(1);
    CHECK(
        families_of_json(tacho::expose(registry, tacho::format::json)) ==
        "\n{\"name\":\"g\",\"type\":\"gauge\",\"help\":\"a\\\"\\\\\\u000a\\u0001\",\"series\":["
        "\n{\"labels\":{\"k\":\"</script>\xC3\xA4\x7F\"},\"value\":1}]}"
    );
}

TEST_CASE("a label without a value is not in JSON", "[json]") {
    tacho::registry registry;
    tacho::family<tacho::gauge, "a", "b"> const family{registry, "g", "G."};
    static_cast<void>(family.with("", "x"));
    CHECK_THAT(
        tacho::expose(registry, tacho::format::json), Catch::Contains("{\"labels\":{\"b\":\"x\"},")
    );
}

TEST_CASE("foreign samples are in JSON one by one", "[json]") {
    tacho::exposition all;
    all.add(tacho::registry{}.collect());
    all.add(
        tacho::parse_text("# HELP s S\\n\n# TYPE s summary\ns{quantile=\"0.5\",a=\"\\\"\"} NaN\n"
                          "s_sum 0012 0017\nx 1e3\n")
    );
    all.merge();
    CHECK(
        families_of_json(encode(tacho::format::json, all.view())) ==
        "\n{\"name\":\"s\",\"type\":\"summary\",\"help\":\"S\\u000a\",\"series\":["
        "\n{\"labels\":{\"a\":\"\\\"\",\"quantile\":\"0.5\"},\"value\":\"NaN\"},"
        "\n{\"name\":\"s_sum\",\"labels\":{},\"value\":12,\"timestamp_ms\":17}]},"
        "\n{\"name\":\"x\",\"type\":\"untyped\",\"help\":\"\",\"series\":["
        "\n{\"labels\":{},\"value\":1000}]}"
    );
}

TEST_CASE("JSON is cut into pieces", "[json]") {
    tacho::registry registry;
    tacho::family<tacho::counter, "k"> const family{registry, "x_total", "X."};
    std::string wanted =
        "\n{\"name\":\"x_total\",\"type\":\"counter\",\"help\":\"X.\",\"series\":[";
    for (int i = 0; i < 9000; ++i) {
        family.with(std::to_string(i)).inc();
        wanted += (i == 0 ? "\n{" : ",\n{");
        wanted += "\"labels\":{\"k\":\"" + std::to_string(i) + "\"},\"value\":1}";
    }
    tacho::exposition all;
    all.add(registry.collect());
    CHECK(families_of_json(encode(tacho::format::json, all.view())) == wanted + "]}");
    CHECK(wanted.size() > 3 * tacho::max_piece);
}
