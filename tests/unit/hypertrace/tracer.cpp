// SPDX-License-Identifier: BSL-1.0

#include <tacho/hypertrace/tracer.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <support/hypertrace.hpp>
#include <support/threads.hpp>
#include <type_traits>
#include <utility>
#include <vector>

using tacho::hypertrace::basic_tracer;
using tacho::hypertrace::create_tracer;
using tacho::hypertrace::prop;
using tacho::hypertrace::tracer;
using tacho::hypertrace::tracing;

namespace {

// Each test has a class of its own, because objects are counted from 1 in the whole process.

struct node {
    explicit node(tracer const* parent = nullptr)
        : traced{*this, {.parent = parent, .props = {{"kind", "test"}, {"size", 3}}}} {}
    void visit() const { traced.trace(); }
    void visit(std::string_view id) const { traced.trace(id); }
    tracer traced;
};

} // namespace

TEST_CASE("a trace reports object, caller and properties", "[hypertrace]") {
    told heard;
    tracing_by const on{heard.function()};
    struct file {
        void read(int bytes) { traced.trace("chunk", {{"bytes", bytes}, {"whole", false}}); }
        std::uint32_t const line = __LINE__ - 1;
        tracer traced{*this, {.props = {{"path", "/x"}}}};
    } it;
    it.read(7);
    REQUIRE(heard.calls.size() == 1);
    auto const& call = heard.calls[0];
    CHECK(call.id == "chunk");
    CHECK(call.class_name == "file");
    CHECK(call.object_id == 1);
    CHECK(call.object_props == "path=/x;");
    CHECK(call.parent.empty());
    CHECK(call.function_name == "read");
    CHECK(call.filename == __FILE__);
    CHECK(call.line == it.line);
    CHECK(call.column > 0);
    CHECK(call.caller_props == "bytes=7;whole=false;");
}

TEST_CASE("a trace has an id, properties, both or neither", "[hypertrace]") {
    told heard;
    tracing_by const on{heard.function()};
    node const it;
    std::string const id = "of a string";
    std::vector<prop> const props{{"from", "a container"}};
    it.traced.trace();
    it.traced.trace("literal");
    it.traced.trace(id);
    it.traced.trace({{"a", 1}});
    it.traced.trace({{"a", 1}, {"b", "2"}});
    it.traced.trace(id, {{"a", nullptr}});
    it.traced.trace("");
    it.traced.trace_with(id, props);
    it.traced.trace_with({}, props);
    std::vector<std::pair<std::string, std::string>> seen;
    for (auto const& each : heard.calls)
        seen.emplace_back(each.id, each.caller_props);
    CHECK(
        seen ==
        std::vector<std::pair<std::string, std::string>>{
            {"", ""},
            {"literal", ""},
            {id, ""},
            {"", "a=1;"},
            {"", "a=1;b=2;"},
            {id, "a=null;"},
            {"", ""},
            {id, "from=a container;"},
            {"", "from=a container;"},
        }
    );
}

TEST_CASE("the objects of each class are counted from 1", "[hypertrace]") {
    tracing_by const on{[](auto const&) {}};
    struct one {
        tracer traced{*this};
    };
    struct other {
        tracer traced{*this};
    };
    one const a;
    one const b;
    other const c;
    one const d;
    CHECK(a.traced.object().id == 1);
    CHECK(b.traced.object().id == 2);
    CHECK(c.traced.object().id == 1);
    CHECK(d.traced.object().id == 3);
    CHECK(d.traced.object().id_text == "3");
}

TEST_CASE("objects made by several threads have different numbers", "[hypertrace]") {
    tracing_by const on{[](auto const&) {}};
    struct busy {
        tracer traced{*this};
    };
    constexpr std::size_t threads = 4;
    constexpr std::size_t each = 500;
    std::vector<std::vector<std::uint64_t>> ids(threads);
    together(threads, [&](std::size_t i) {
        for (std::size_t n = 0; n < each; ++n)
            ids[i].push_back(busy{}.traced.object().id);
    });
    std::vector<std::uint64_t> all;
    for (auto const& some : ids)
        all.insert(all.end(), some.begin(), some.end());
    std::ranges::sort(all);
    REQUIRE(all.size() == threads * each);
    CHECK(all.front() == 1);
    CHECK(all.back() == threads * each);
    CHECK(std::ranges::adjacent_find(all) == all.end());
}

TEST_CASE("calls with one id from two places are reported with their own places", "[hypertrace]") {
    told heard;
    tracing_by const on{heard.function()};
    struct pair {
        void first() const { traced.trace("same"); }
        void second() const { traced.trace("same"); }
        tracer traced{*this};
    };
    pair const it;
    it.first();
    it.second();
    REQUIRE(heard.calls.size() == 2);
    CHECK(heard.calls[0].function_name == "first");
    CHECK(heard.calls[1].function_name == "second");
    CHECK(heard.calls[0].line != heard.calls[1].line);
}

TEST_CASE("a trace may come from a lambda or a free function", "[hypertrace]") {
    told heard;
    tracing_by const on{heard.function()};
    struct host {
        void work() const {
            [this] { traced.trace(); }();
        }
        tracer traced{*this};
    };
    host const it;
    it.work();
    [&] { it.traced.trace(); }();
    REQUIRE(heard.calls.size() == 2);
    CHECK(heard.calls[0].function_name == "work");
    CHECK_FALSE(heard.calls[1].function_name.empty());
}

TEST_CASE("a parent is reported as it was when it became the parent", "[hypertrace]") {
    told heard;
    tracing_by const on{heard.function()};
    struct owner {
        tracer traced{*this, {.props = {{"name", "o"}}}};
    };
    std::optional<owner> first{std::in_place};
    std::optional<owner> second{std::in_place};
    node it{&first->traced};
    first.reset(); // the child keeps the parent's state
    it.visit();
    it.traced.set_parent(&second->traced);
    it.visit();
    it.traced.set_parent(nullptr);
    it.visit();
    CHECK(it.traced.parent_object().class_name.empty());
    REQUIRE(heard.calls.size() == 3);
    CHECK(heard.calls[0].parent == "owner 1 name=o;");
    CHECK(heard.calls[1].parent == "owner 2 name=o;");
    CHECK(heard.calls[2].parent.empty());
}

TEST_CASE("properties are copied when the tracer is made", "[hypertrace]") {
    told heard;
    tracing_by const on{heard.function()};
    std::string name = "a name that no string keeps inside of itself";
    std::string value = "a value that no string keeps inside of itself";
    auto const made = create_tracer(name, {.props = {{name, value}, {"n", 1.5}}});
    name.assign(name.size(), '?');
    value.assign(value.size(), '?');
    made.trace();
    REQUIRE(heard.calls.size() == 1);
    CHECK(
        heard.calls[0].object_props == "a name that no string keeps inside of itself="
                                       "a value that no string keeps inside of itself;n=1.5;"
    );
}

TEST_CASE("a tracer made while no function is set is disabled for good", "[hypertrace]") {
    struct early {
        tracer traced{*this, {.props = {{"a", 1}}}};
    };
    early const it;
    told heard;
    tracing_by const on{heard.function()};
    early const late;
    it.traced.trace();
    CHECK(heard.calls.empty());
    CHECK_FALSE(it.traced.enabled());
    CHECK(it.traced.object().id == 0);
    CHECK(it.traced.object().class_name.empty());
    CHECK(it.traced.object().props.empty());
    CHECK(late.traced.object().id == 1); // the disabled tracer took no number

    auto orphan = it;
    orphan.traced.set_parent(&late.traced);
    CHECK(orphan.traced.parent_object().id == 0);
}

TEST_CASE("a disabled tracer as parent counts as no parent", "[hypertrace]") {
    node const early;
    told heard;
    tracing_by const on{heard.function()};
    node const child{&early.traced};
    child.visit();
    REQUIRE(heard.calls.size() == 1);
    CHECK(heard.calls[0].parent.empty());
}

TEST_CASE("a copy is another object, and a moved object stays itself", "[hypertrace]") {
    tracing_by const on{[](auto const&) {}};
    struct item {
        tracer traced{*this, {.props = {{"a", "1"}}}};
    };
    item first;
    item copy{first};
    CHECK(first.traced.object().id == 1);
    CHECK(copy.traced.object().id == 2);
    CHECK(copy.traced.object().class_name == "item");
    CHECK(told::text(copy.traced.object().props) == "a=1;");

    item moved{std::move(first)};
    CHECK(moved.traced.object().id == 1);
    CHECK_FALSE(first.traced.enabled()); // NOLINT(bugprone-use-after-move)

    copy = moved;
    CHECK(copy.traced.object().id == 2);
    copy = std::move(moved);
    CHECK(copy.traced.object().id == 1);

    std::vector<item> many(3);
    auto const last = many.back().traced.object().id;
    many.erase(many.begin());
    CHECK(many.back().traced.object().id == last);
}

TEST_CASE("the class is the static type", "[hypertrace]") {
    tracing_by const on{[](auto const&) {}};
    struct base {
        tracer traced{*this};
    };
    struct derived : base {};
    derived const it;
    CHECK(it.traced.object().class_name == "base");
    CHECK(create_tracer(it).object().class_name == "derived");
}

TEST_CASE("tracing that is off at compile time does nothing", "[hypertrace]") {
    told heard;
    tracing_by const on{heard.function()};
    using none = basic_tracer<tracing::off>;
    struct quiet {
        void work(int n) const {
            traced.trace();
            traced.trace("id");
            traced.trace({{"n", n}});
            traced.trace("id", {{"n", n}});
            traced.trace_with("id", {});
        }
        [[no_unique_address]] none traced{*this};
    };
    quiet it;
    it.work(1);
    none child{it, {.parent = &it.traced, .props = {{"a", 1}}}};
    child.set_parent(nullptr);
    CHECK(heard.calls.empty());
    CHECK_FALSE(child.enabled());
    CHECK(child.object().id == 0);
    CHECK(child.parent_object().id == 0);
    STATIC_REQUIRE(std::is_empty_v<none>);
}
