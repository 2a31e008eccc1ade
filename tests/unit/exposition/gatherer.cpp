// SPDX-License-Identifier: BSL-1.0

#include <tacho/exposition/gatherer.hpp>
#include <tacho/tacho.hpp>

#include <memory>
#include <string>
#include <support/catch.hpp>
#include <support/text.hpp>
#include <type_traits>

static_assert(std::is_convertible_v<tacho::registry&, tacho::gatherer>);
static_assert(std::is_convertible_v<tacho::registry_ref, tacho::gatherer>);
static_assert(!std::is_convertible_v<int, tacho::gatherer>);
static_assert(std::is_copy_assignable_v<tacho::gatherer>);

namespace {

[[nodiscard]] std::string scraped(tacho::gatherer const& from) {
    tacho::exposition shown;
    from.gather(shown);
    tacho::text_encoder encoder{shown.view()};
    return std::string{encoder.next()};
}

/// Two registries as one.
struct both {
    void gather(tacho::exposition& into) const {
        into.add(first.collect());
        into.add(second.collect());
    }
    tacho::registry_ref first;
    tacho::registry_ref second;
};

} // namespace

TEST_CASE("a registry is a source, and outlives itself there", "[gatherer]") {
    auto registry = std::make_unique<tacho::registry>();
    tacho::gauge const gauge{*registry, "g", "G."};
    tacho::gatherer const source{*registry};
    auto const text = tacho::to_text(*registry);
    registry.reset();
    CHECK(scraped(source) == text);
}

TEST_CASE("any function that fills an exposition is a source", "[gatherer]") {
    tacho::registry one;
    tacho::gauge const g{one, "g", "G."};
    tacho::registry two;
    tacho::gauge const h{two, "h", "H."};
    tacho::gatherer const source = both{one, two};
    auto const copy = source;
    CHECK(scraped(copy) == tacho::to_text(one) + tacho::to_text(two));
}
