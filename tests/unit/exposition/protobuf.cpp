// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition.hpp>
#include <tacho/tacho.hpp>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <support/encode.hpp>

#if TACHO_HAS_PROTOBUF

# include <protozero/pbf_reader.hpp>

namespace {

/// The fields of a message, so far as a format's tests need it: `1:"x" 3{2:0.5}`. Messages are the
/// fields in `messages`, a path such as "4.7.3" each; doubles are all of fixed width.
class printer {
public:
    explicit printer(std::initializer_list<std::string_view> messages)
        : messages_{messages} {}

    [[nodiscard]] std::string
    operator()(std::string_view bytes, std::string const& path = {}) const {
        std::string text;
        protozero::pbf_reader from{bytes.data(), bytes.size()};
        while (from.next()) {
            auto const field = std::to_string(from.tag());
            auto const here = path.empty() ? field : path + "." + field;
            text.append(text.empty() ? "" : " ").append(field);
            if (from.wire_type() == protozero::pbf_wire_type::varint) {
                text.append(":").append(std::to_string(from.get_uint64()));
            } else if (from.wire_type() == protozero::pbf_wire_type::fixed64) {
                text.append(":").append(tacho::detail::number_text(from.get_double()));
            } else {
                auto const view = from.get_view();
                std::string_view const inside{view.data(), view.size()};
                bool const is_message =
                    std::find(messages_.begin(), messages_.end(), here) != messages_.end();
                text.append(is_message ? "{" : ":\"");
                text.append(is_message ? (*this)(inside, here) : std::string{inside});
                text.append(is_message ? "}" : "\"");
            }
        }
        return text;
    }

private:
    std::vector<std::string_view> messages_;
};

/// Each family of a stream on a line of its own.
[[nodiscard]] std::string decoded(std::string_view stream) {
    printer const print{"4", "4.1", "4.2", "4.3", "4.4", "4.5", "4.7", "4.4.3", "4.7.3"};
    std::string text;
    auto const* at = stream.data();
    auto const* const end = at + stream.size();
    while (at != end) {
        auto const size = static_cast<std::size_t>(protozero::decode_varint(&at, end));
        REQUIRE(size <= static_cast<std::size_t>(end - at));
        text += print({at, size}) + "\n";
        at += size;
    }
    return text;
}

[[nodiscard]] std::string in_protobuf(tacho::registry const& of) {
    return decoded(tacho::expose(of, tacho::format::protobuf));
}

} // namespace

TEST_CASE("the bytes of a counter are those of the rule book", "[protobuf][rule117][rule118]") {
    tacho::registry registry;
    tacho::family<tacho::counter, "code"> const family{registry, "rpc_total", "RPCs."};
    family.with("200").inc(5);
    using namespace std::string_view_literals;
    CHECK(
        tacho::expose(registry, tacho::format::protobuf) ==
        "\x2E\x0A\x09rpc_total\x12\x05RPCs.\x18\x00"
        "\x22\x18\x0A\x0B\x0A\x04"
        "code\x12\x03"
        "200\x1A\x09\x09\x00\x00\x00\x00\x00\x00\x14\x40"sv
    );
}

TEST_CASE("every type has its message, even for 0", "[protobuf][rule119][rule122][rule123]") {
    tacho::registry registry;
    tacho::counter const counter{registry, "c_bytes_total", "C.", {.unit = "bytes"}};
    tacho::gauge const gauge{registry, "g", "G."};
    tacho::up_down_counter const level{registry, "l", ""};
    tacho::histogram<tacho::buckets<0.5, 1>> const histogram{registry, "h", "H."};
    level.dec(2);
    histogram.observe(1);
    histogram.observe(9);
    tacho::collector const collector{
        registry,
        [](tacho::collection& into) {
            into.family("u", "U.", tacho::metric_type::untyped).sample({{"a", "b"}}, 2.5);
        }
    };
    CHECK(
        in_protobuf(registry) == "1:\"c_bytes_total\" 2:\"C.\" 3:0 5:\"bytes\" 4{3{1:0}}\n"
                                 "1:\"g\" 2:\"G.\" 3:1 4{2{1:0}}\n"
                                 "1:\"l\" 2:\"\" 3:1 4{2{1:-2}}\n"
                                 "1:\"h\" 2:\"H.\" 3:4 4{7{1:2 2:10 3{1:0 2:0.5} 3{1:1 2:1}}}\n"
                                 "1:\"u\" 2:\"U.\" 3:3 4{1{1:\"a\" 2:\"b\"} 5{1:2.5}}\n"
    );
}

TEST_CASE("summaries, infos, statesets and labels without a value", "[protobuf][rule27]") {
    tacho::registry registry;
    tacho::family<tacho::summary, "a", "b"> const family{registry, "s", "S."};
    family.with("", "x").observe(1.5);
    tacho::info const info{registry, "i_info", "I.", {{"v", "1"}}};
    CHECK(
        in_protobuf(registry) == "1:\"s\" 2:\"S.\" 3:2 4{1{1:\"b\" 2:\"x\"} 4{1:1 2:1.5}}\n"
                                 "1:\"i_info\" 2:\"I.\" 3:1 4{1{1:\"v\" 2:\"1\"} 2{1:1}}\n"
    );
}

TEST_CASE("families without series are left out", "[protobuf][rule121]") {
    tacho::registry registry;
    tacho::family<tacho::counter, "k"> const family{registry, "x_total", "X."};
    CHECK(in_protobuf(registry).empty());
}

TEST_CASE("series of one family from two registries are in one message", "[protobuf][rule121]") {
    tacho::registry one;
    tacho::registry two;
    tacho::family<tacho::counter, "k"> const first{one, "x_total", "X."};
    tacho::family<tacho::counter, "k"> const second{two, "x_total", "X."};
    first.with("a").inc();
    second.with("b").inc(2);
    tacho::gauge const other{two, "y", "Y."};
    tacho::exposition all;
    all.add(one.collect());
    all.add(two.collect());
    all.merge();
    CHECK(
        decoded(encode(tacho::format::protobuf, all.view())) ==
        "1:\"x_total\" 2:\"X.\" 3:0 4{1{1:\"k\" 2:\"a\"} 3{1:1}} 4{1{1:\"k\" 2:\"b\"} 3{1:2}}\n"
        "1:\"y\" 2:\"Y.\" 3:1 4{2{1:0}}\n"
    );
}

TEST_CASE("a family larger than a piece is one message", "[protobuf]") {
    tacho::registry registry;
    std::string wanted = "1:\"x_total\" 2:\"X.\" 3:0";
    tacho::family<tacho::counter, "k", "long"> const family{registry, "x_total", "X."};
    std::string const value(300, 'v'); // lengths of two bytes
    for (int i = 0; i < 1000; ++i) {
        family.with(std::to_string(i), value).inc(static_cast<std::uint64_t>(i));
        wanted += " 4{1{1:\"k\" 2:\"" + std::to_string(i) + "\"} 1{1:\"long\" 2:\"" + value +
                  "\"} 3{1:" + std::to_string(i) + "}}";
    }
    tacho::exposition all;
    all.add(registry.collect());
    auto const bytes = encode(tacho::format::protobuf, all.view());
    CHECK(bytes.size() > 3 * tacho::max_piece);
    CHECK(decoded(bytes) == wanted + "\n");
}

TEST_CASE("foreign families are in protobuf", "[protobuf][foreign]") {
    tacho::exposition all;
    all.add(tacho::registry{}.collect());
    all.add(tacho::parse_text("# HELP a A\\n\n# TYPE a counter\na{x=\"1\"} 5 17\n"
                              "# TYPE g gauge\ng 2\nu 3\n"
                              "# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"+Inf\"} 2\n"
                              "h_sum 3\nh_count 2\n"
                              "# TYPE s summary\ns{quantile=\"0.5\"} 7\ns_sum 1.5\ns_count 2\n"
                              "# TYPE torn histogram\ntorn_count 2\ntorn_sum 1\n"));
    all.merge();
    CHECK(
        decoded(encode(tacho::format::protobuf, all.view())) ==
        "1:\"a\" 2:\"A\n\" 3:0 4{1{1:\"x\" 2:\"1\"} 6:17 3{1:5}}\n"
        "1:\"g\" 2:\"\" 3:1 4{2{1:2}}\n"
        "1:\"u\" 2:\"\" 3:3 4{5{1:3}}\n"
        "1:\"h\" 2:\"\" 3:4 4{7{1:2 2:3 3{1:1 2:1} 3{1:2 2:+Inf}}}\n"
        "1:\"s\" 2:\"\" 3:2 4{4{1:2 2:1.5 3{1:0.5 2:7}}}\n"
        "1:\"torn_count\" 2:\"\" 3:3 4{5{1:2}}\n"
        "1:\"torn_sum\" 2:\"\" 3:3 4{5{1:1}}\n"
    );
}

#endif
