// SPDX-License-Identifier: BSL-1.0

#include <tacho/hypertrace/trace_counter.hpp>
#include <tacho/tacho.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <support/events.hpp>
#include <support/hypertrace.hpp>
#include <support/refusal.hpp>
#include <support/text.hpp>
#include <support/threads.hpp>
#include <utility>
#include <vector>

using namespace tacho::hypertrace;

namespace {

/// A call as a tracer would report it.
struct some_call {
    std::string_view id{};
    std::vector<prop> object_props{};
    std::optional<std::vector<prop>> parent_props{}; // set if the object has a parent
    std::vector<prop> caller_props{};
    std::string_view object_id{"1"};
    std::string_view function{"f"};

    void tell(trace_counter const& counter) const {
        traced_object const object{"C", 1, object_id, object_props};
        traced_object parent{"P", 2, "2", {}};
        if (parent_props)
            parent.props = *parent_props;
        traced_caller const caller{function, "f.cpp", 3, 4, caller_props};
        counter({id, object, parent_props ? &parent : nullptr, caller});
    }
};

/// The labels of the series in which `call` is counted.
std::string labels_of(some_call const& call, std::vector<std::string> allowed = {}) {
    tacho::registry in;
    trace_counter const counter{in, {.allowed_props = std::move(allowed)}};
    call.tell(counter);
    auto const text = tacho::to_text(in);
    auto const begin = text.find("\ntrace_counter{") + std::string_view{"\ntrace_counter{"}.size();
    auto const end = text.find("} 1\n", begin);
    return text.substr(begin, end - begin);
}

std::string const always = "object_classname=\"C\",object_id=\"1\",caller_functionname=\"f\","
                           "caller_filename=\"f.cpp\"";

} // namespace

TEST_CASE("HELP and TYPE are shown before the first trace", "[hypertrace]") {
    tacho::registry in;
    trace_counter const counter{in};
    CHECK(
        tacho::to_text(in) ==
        "# HELP trace_counter Counts how many times a function has been traced\n"
        "# TYPE trace_counter counter\n"
    );
}

TEST_CASE("every series has the labels for class, number, function and file", "[hypertrace]") {
    CHECK(labels_of({}) == always);
}

TEST_CASE("the label id is there for an id that is not empty", "[hypertrace]") {
    CHECK(labels_of({.id = "x"}) == always + ",id=\"x\"");
    CHECK(labels_of({.id = ""}) == always);
}

TEST_CASE("the labels of the parent are there for an object with a parent", "[hypertrace]") {
    CHECK(
        labels_of({.parent_props = {{}}}) ==
        always + ",parent_object_classname=\"P\",parent_object_id=\"2\""
    );
}

TEST_CASE(
    "allowed properties of object, parent and caller are labels in their order", "[hypertrace]"
) {
    some_call const call{
        .object_props = {{"b", 1}, {"a", 2}, {"secret", "x"}},
        .parent_props = {{{"a", 3}, {"secret", "x"}}},
        .caller_props = {{"b", 4}, {"a", 5}, {"secret", "x"}}
    };
    CHECK(
        labels_of(call, {"a", "b"}) ==
        always + ",parent_object_classname=\"P\",parent_object_id=\"2\""
                 ",object_props_a=\"2\",parent_object_props_a=\"3\",caller_props_a=\"5\""
                 ",object_props_b=\"1\",caller_props_b=\"4\""
    );
    CHECK_THAT(labels_of(call), !Catch::Contains("props"));
}

TEST_CASE("a label's value is the property's text", "[hypertrace]") {
    some_call const call{
        .caller_props = {{"n", 42}, {"t", true}, {"z", 0}, {"e", ""}, {"u", nullptr}, {"d", 0.5}}
    };
    CHECK(
        labels_of(call, {"n", "t", "z", "e", "u", "d", "gone"}) ==
        always + ",caller_props_n=\"42\",caller_props_t=\"true\",caller_props_z=\"0\""
                 ",caller_props_e=\"\",caller_props_u=\"null\",caller_props_d=\"0.5\""
    );
}

TEST_CASE("the last value of a property that is given twice counts", "[hypertrace]") {
    CHECK(
        labels_of({.caller_props = {{"a", 1}, {"a", 2}}}, {"a"}) == always + ",caller_props_a=\"2\""
    );
}

TEST_CASE("a property's name becomes part of a label's name", "[hypertrace]") {
    CHECK(detail::name_in_label("peer-id") == "peer_id");
    CHECK(detail::name_in_label("1.a b/C_") == "1_a_b_C_");
    CHECK(detail::name_in_label("") == "");
    CHECK(detail::name_in_label("\xC3\xA4") == "_");            // one UTF-16 unit
    CHECK(detail::name_in_label("\xE2\x82\xACx") == "_x");      // one unit
    CHECK(detail::name_in_label("\xF0\x9F\x98\x80x") == "__x"); // two units
    CHECK(labels_of({.caller_props = {{"a b", 1}}}, {"a b"}) == always + ",caller_props_a_b=\"1\"");
}

TEST_CASE("the last of several properties whose labels have one name counts", "[hypertrace]") {
    std::vector<std::string> const both{"a-b", "a_b"};
    auto const wanted = [](std::string const& value) {
        return always + ",caller_props_a_b=\"" + value + "\"";
    };
    CHECK(labels_of({.caller_props = {{"a_b", "last"}, {"a-b", "first"}}}, both) == wanted("last"));
    CHECK(labels_of({.caller_props = {{"a-b", "first"}}}, both) == wanted("first"));
    CHECK(labels_of({.caller_props = {{"a_b", "last"}}}, both) == wanted("last"));
    CHECK(labels_of({.caller_props = {{"a", 1}}}, {"a", "a"}) == always + ",caller_props_a=\"1\"");
}

TEST_CASE("any number of properties may be allowed", "[hypertrace]") {
    std::vector<std::string> many;
    for (int i = 0; i < 100; ++i)
        many.push_back("p" + std::to_string(i));
    CHECK(
        labels_of({.object_props = {{"p99", 1}}, .caller_props = {{"p0", 2}}}, many) ==
        always + ",caller_props_p0=\"2\",object_props_p99=\"1\""
    );
}

TEST_CASE("values are escaped", "[hypertrace]") {
    CHECK(labels_of({.id = "a\"b\\c\nd"}) == always + ",id=\"a\\\"b\\\\c\\nd\"");
}

TEST_CASE("calls from different lines with equal labels are one series", "[hypertrace]") {
    tacho::registry in;
    trace_counter const counter{in, {.allowed_props = {"n"}}};
    some_call{.caller_props = {{"n", 1}}}.tell(counter);
    some_call{.caller_props = {{"other", 2}, {"n", "1"}}}.tell(counter);
    some_call{.object_id = "7"}.tell(counter);
    CHECK(sample(in, "trace_counter{" + always + ",caller_props_n=\"1\"}") == "2");
    CHECK(occurrences(tacho::to_text(in), "\ntrace_counter{") == 2);
}

TEST_CASE("the labels with objects' numbers may be left out", "[hypertrace]") {
    tacho::registry in;
    trace_counter const counter{in, {.object_ids = false}};
    some_call{.parent_props = {{}}}.tell(counter);
    some_call{.parent_props = {{}}, .object_id = "2"}.tell(counter);
    CHECK(
        sample(
            in,
            "trace_counter{object_classname=\"C\",caller_functionname=\"f\","
            "caller_filename=\"f.cpp\",parent_object_classname=\"P\"}"
        ) == "2"
    );
}

TEST_CASE("a million objects do not make a million series", "[hypertrace]") {
    tacho::registry in;
    trace_counter const counter{in, {.series_limit = 10}};
    tracing_by const on{counter};
    struct brief {
        void live() const { traced.trace(); }
        tracer traced{*this};
    };
    constexpr auto objects = scaled(1'000'000);
    for (std::size_t i = 0; i < objects; ++i)
        brief{}.live();
    auto const text = tacho::to_text(in);
    CHECK(occurrences(text, "\ntrace_counter{") == 11);
    CHECK_THAT(
        text,
        Catch::Contains("caller_filename=\"__overflow__\"") &&
            Catch::EndsWith("} " + std::to_string(objects - 10) + "\n")
    );
}

TEST_CASE("unregister frees the name, and traces are still counted but not shown", "[hypertrace]") {
    tacho::registry in;
    trace_counter const first{in, {.allowed_props = {"a"}}};
    some_call{}.tell(first);
    first.unregister();
    CHECK(tacho::to_text(in).empty());
    trace_counter const second{in, {.allowed_props = {"b"}}};
    some_call{}.tell(first);
    some_call{}.tell(second);
    CHECK(sample(in, "trace_counter{" + always + "}") == "1");
}

TEST_CASE(
    "a second counter with other labels is refused, and the error shows both", "[hypertrace]"
) {
    tacho::registry in;
    trace_counter const first{in, {.allowed_props = {"a"}}};
    auto const why =
        refused(in, "trace_counter", [&] { trace_counter{in, {.allowed_props = {"b"}}}; });
    CHECK_THAT(why, Catch::Contains("object_props_a") && Catch::Contains("object_props_b"));
    trace_counter const same{in, {.allowed_props = {"a"}}};
    some_call{}.tell(first);
    some_call{}.tell(same);
    CHECK(sample(in, "trace_counter{" + always + "}") == "2");
}

TEST_CASE("traces may be counted after the registry is destroyed", "[hypertrace]") {
    auto in = std::make_unique<tacho::registry>();
    trace_counter const counter{*in};
    some_call{}.tell(counter);
    in.reset();
    some_call{}.tell(counter);
    some_call{.id = "new"}.tell(counter);
    SUCCEED("under a sanitizer, no memory was used after its end");
}

TEST_CASE("no trace is lost when several threads trace", "[hypertrace]") {
    constexpr std::size_t threads = 4;
    constexpr std::size_t traces = 5'000;
    tacho::registry in;
    trace_counter const counter{in};
    tracing_by const on{counter};
    struct shared {
        void use(std::string_view id) const { traced.trace(id); }
        tracer traced{*this};
    };
    shared const it;
    std::vector<std::string> const ids{"a", "b", "c"};
    together(threads, [&](std::size_t) {
        for (std::size_t n = 0; n < traces; ++n)
            it.use(ids[n % ids.size()]);
    });
    std::uint64_t total = 0;
    auto const scraped = in.collect();
    for (std::size_t i = 0; i < scraped[0].size(); ++i)
        total += scraped[0][i].as_unsigned();
    CHECK(scraped[0].size() == ids.size());
    CHECK(total == threads * traces);
}

TEST_CASE("a trace_counter that was moved from counts traces as lost", "[hypertrace]") {
    event_count const lost{&event_count::events::lost_records};
    tacho::registry in;
    trace_counter from{in};
    auto const to = std::move(from);
    some_call{}.tell(from); // NOLINT(bugprone-use-after-move)
    from.unregister();
    CHECK(lost.since() == 1);
    some_call{}.tell(to);
    CHECK(tacho::to_text(in).find("} 1\n") != std::string::npos);
    CHECK(lost.since() == 1);
}
