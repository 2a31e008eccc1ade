// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition/exposition.hpp>
#include <tacho/exposition/text_parser.hpp>
#include <tacho/tacho.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <support/text.hpp>
#include <vector>

namespace {

[[nodiscard]] std::string text_of(tacho::exposition& of) {
    std::string text;
    tacho::text_encoder encoder{of.view()};
    for (auto piece = encoder.next(); !piece.empty(); piece = encoder.next()) {
        CHECK(piece.size() <= tacho::max_piece);
        text += piece;
    }
    return text;
}

} // namespace

TEST_CASE("an exposition shows parts as they are until they are merged", "[exposition]") {
    tacho::registry one;
    tacho::gauge const z{one, "z", "Z."};
    tacho::registry two;
    tacho::gauge const a{two, "a", "A."};
    tacho::exposition shown;
    for (int i = 0; i < 2; ++i) {
        shown.add(one.collect());
        shown.add(two.collect());
        shown.add(tacho::parse_text("b 1\n"));
        auto const z_text = tacho::to_text(one);
        auto const a_text = tacho::to_text(two);
        CHECK(text_of(shown) == z_text + a_text + "b 1\n");
        CHECK(shown.merge() == tacho::left_out{0, 0});
        CHECK(text_of(shown) == a_text + z_text + "b 1\n");
        shown.clear();
    }
}

TEST_CASE(
    "parts added after a merge are shown last, without the names already shown", "[exposition]"
) {
    tacho::registry one;
    tacho::gauge const z{one, "z", "Z."};
    tacho::gauge const y{one, "y", "Y."};
    tacho::registry own;
    tacho::gauge const same{own, "z", "Another."};
    tacho::gauge const other{own, "a", "Added."};
    tacho::exposition shown;
    shown.add(one.collect());
    static_cast<void>(shown.merge());
    shown.add_missing(own.collect());
    CHECK(
        text_of(shown) == "# HELP y Y.\n# TYPE y gauge\ny 0\n# HELP z Z.\n# TYPE z gauge\nz 0\n"
                          "# HELP a Added.\n# TYPE a gauge\na 0\n"
    );
}

TEST_CASE("foreign families of any size follow in pieces", "[exposition]") {
    tacho::registry const empty;
    std::string text = "# HELP f_total F.\n# TYPE f_total counter\n";
    for (int i = 0; i < 20000; ++i)
        text += "f_total{k=\"" + std::to_string(i) + "\"} 1\n";
    text += "# TYPE g gauge\ng 1\n# HELP no_samples N.\n";
    text += "# HELP long " + std::string(100000, 'h') + "\nlong 1\n"; // more than a piece
    tacho::exposition shown;
    shown.add(empty.collect());
    shown.add(tacho::parse_text(text));
    CHECK(shown.merge() == tacho::left_out{});
    CHECK(text_of(shown) == text);
    shown.clear();
    shown.add(empty.collect());
    CHECK(text_of(shown).empty());
}

TEST_CASE("a family of many parts is one family in a text of many pieces", "[exposition]") {
    constexpr int count = 300;
    std::vector<std::unique_ptr<tacho::registry>> registries;
    tacho::exposition shown;
    std::string wanted = "# HELP h H.\n# TYPE h histogram\n";
    for (int i = 0; i < count; ++i) {
        auto& registry = *registries.emplace_back(std::make_unique<tacho::registry>());
        tacho::histogram<> const h{registry, "h", "H.", {.labels = {{"n", std::to_string(i)}}}};
        h.observe(1);
        auto const text = tacho::to_text(registry);
        wanted += text.substr(text.find("h_bucket"));
        shown.add(registry.collect());
    }
    CHECK(shown.merge() == tacho::left_out{});
    CHECK(text_of(shown) == wanted);
}

TEST_CASE("an added part may leave out the names already shown", "[exposition]") {
    tacho::registry served;
    tacho::counter const counter{served, "same_total", "Served."};
    tacho::callback_gauge const silent{served, "silent", "No value.", []() -> double { throw 1; }};
    tacho::collector const collector{
        served,
        [](tacho::collection& out) {
            out.family("collected", "C.", tacho::metric_type::gauge).sample({}, 1);
        }
    };
    tacho::registry own;
    tacho::gauge const first{own, "collected", "Own."};
    tacho::gauge const second{own, "silent", "Own."};
    tacho::counter const third{own, "same_total", "Own."};
    tacho::counter const fourth{own, "own_total", "Own."};
    tacho::gauge const fifth{own, "foreign", "Own."};
    tacho::collector const mine{
        own,
        [](tacho::collection& out) {
            out.family("kept", "C.", tacho::metric_type::gauge).sample({}, 1);
        }
    };
    tacho::exposition shown;
    shown.add(served.collect());
    shown.add(tacho::parse_text("foreign 1\n"));
    shown.add_missing(own.collect());
    std::vector<std::string> names;
    auto families = shown.view();
    for (auto each = families.next(); each; each = families.next())
        names.push_back(each->description().name);
    CHECK(
        names == std::vector<std::string>{"same_total", "collected", "silent", "own_total", "kept"}
    );
}
