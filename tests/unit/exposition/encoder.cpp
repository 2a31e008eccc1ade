// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition/encoder.hpp>
#include <tacho/tacho.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <type_traits>
#include <vector>

static_assert(tacho::max_piece == 64 * 1024);
static_assert(std::is_abstract_v<tacho::encoder>);
static_assert(std::has_virtual_destructor_v<tacho::encoder>);
static_assert(!std::is_copy_constructible_v<tacho::encoder>);
static_assert(!std::is_copy_assignable_v<tacho::encoder>);

namespace {

/// A format other than the text format; it reads nothing but the snapshots.
class other_format final : public tacho::encoder {
public:
    [[nodiscard]] std::string_view content_type() const noexcept override { return "text/other"; }

    void begin(tacho::exposition_view from) override { from_ = from; }

    /// One piece for each family: its name, its bounds, and the labels of its series.
    [[nodiscard]] std::string_view next() override {
        auto const found = from_.next();
        if (!found)
            return {};
        auto const& family = *found;
        piece_ = family.description().name;
        for (auto const bound : family.description().bounds)
            piece_ += " <" + std::to_string(static_cast<int>(bound));
        for (std::size_t i = 0; i < family.size(); ++i)
            for (std::size_t n = 0; n < family[i].label_count(); ++n) {
                auto const [name, value] = family[i].label(n);
                piece_.append(" ").append(name).append("=").append(value);
            }
        return piece_;
    }

private:
    tacho::exposition_view from_;
    std::string piece_;
};

std::vector<std::string> pieces(tacho::encoder& encoder) {
    std::vector<std::string> all;
    for (auto piece = encoder.next(); !piece.empty(); piece = encoder.next())
        all.emplace_back(piece);
    CHECK(encoder.next().empty());
    return all;
}

using strings = std::vector<std::string>;

} // namespace

TEST_CASE("another encoder needs nothing but snapshots", "[encoder]") {
    tacho::registry one;
    tacho::counter const counter{one, "c_total", "C."};
    tacho::gauge const gauge{one, "g", "G."};
    tacho::registry const empty;
    tacho::registry two;
    tacho::histogram<tacho::buckets<1, 25>> const histogram{two, "h", "H."};
    std::unique_ptr<tacho::encoder> const encoder = std::make_unique<other_format>();
    CHECK(encoder->content_type() == "text/other");
    for (int i = 0; i < 2; ++i) {
        std::vector<tacho::snapshot> parts;
        parts.push_back(empty.collect());
        parts.push_back(one.collect());
        parts.push_back(empty.collect());
        parts.push_back(two.collect());
        encoder->begin(tacho::exposition_view{parts});
        CHECK(pieces(*encoder) == strings{"c_total", "g", "h <1 <25"});
    }
}

TEST_CASE("an encoder reaches labels as they were given", "[encoder]") {
    tacho::registry registry;
    tacho::family<tacho::gauge, "k"> family{registry, "g", "G.", {.labels = {{"c", "\"1\""}}}};
    family.with("a\n").set(1);
    family.with("").set(1);
    tacho::collector const collector{
        registry,
        [](tacho::collection& out) {
            auto collected = out.family("collected", "C.", tacho::metric_type::gauge);
            collected.sample({}, 1).sample({{"z", "\\"}, {"a", "b\"c"}}, 2);
            std::array const bounds{3.0};
            std::array<std::uint64_t, 2> const counts{1, 2};
            out.family("h", "H.", tacho::metric_type::histogram)
                .histogram({{"l", "v"}}, bounds, counts, 4);
        }
    };
    std::vector<tacho::snapshot> parts;
    parts.push_back(registry.collect());
    other_format encoder;
    encoder.begin(tacho::exposition_view{parts});
    CHECK(
        pieces(encoder) ==
        strings{
            "g c=\"1\" k=a\n c=\"1\" k=",
            "collected a=b\"c z=\\",
            "h <3 l=v",
        }
    );
}
